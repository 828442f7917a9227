// A schema as AppSync understands it: GraphQL's SDL plus AppSync's scalars and directives.
import {
  buildASTSchema,
  GraphQLError,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
  validateSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { AwsError } from '../../foundation/errors';
import type { AuthMode } from '../authorization/auth-modes';
import { APPSYNC_DEFINITIONS } from './definitions';
import { modesOf, subscribedMutations } from './directives';
import { MAX_SCHEMA_BYTES } from '../limits';
import { awsScalars } from './scalars/scalars';

/** A schema that requests run against. */
export interface ApiSchema {
  /** Validates and executes. */
  readonly executable: GraphQLSchema;
  /** The same types with values as they are on the wire, so that a published result is not written twice. */
  readonly wire: GraphQLSchema;
  /** The modes that may see a field; `undefined` when only the API's default mode may. */
  modesOf(typeName: string, fieldName: string): ReadonlySet<AuthMode> | undefined;
  hasType(typeName: string): boolean;
  hasField(typeName: string, fieldName: string): boolean;
  /** The mutation fields to which a subscription field listens. */
  mutationsOf(subscriptionField: string): readonly string[];
}

/**
 * Reads a schema.
 * @throws AwsError `BadRequestException` when AppSync would refuse it
 */
export function readSchema(definition: string): ApiSchema {
  if (Buffer.byteLength(definition) > MAX_SCHEMA_BYTES) throw refused(`it has more than ${MAX_SCHEMA_BYTES} bytes.`);
  const document = parsed(definition);
  const [executable, wire] = [built(document), built(document)];
  refuseOwnScalars(executable);
  useAwsScalars(executable);
  refuseWrongListeners(executable);
  const fieldsOf = (typeName: string) => {
    const type = executable.getType(typeName);
    return isObjectType(type) ? type.getFields() : {};
  };
  return {
    executable,
    wire,
    hasType: (typeName) => executable.getType(typeName) !== undefined,
    hasField: (typeName, fieldName) => Object.hasOwn(fieldsOf(typeName), fieldName),
    modesOf: (typeName, fieldName) => {
      const ofField = modesOf(fieldsOf(typeName)[fieldName]?.astNode);
      return ofField ?? modesOf(executable.getType(typeName)?.astNode);
    },
    mutationsOf: (field) => subscribedMutations(executable.getSubscriptionType()?.getFields()[field]?.astNode),
  };
}

function parsed(definition: string): DocumentNode {
  const own = read(definition);
  // https://github.com/awslabs/graphql-schema-utilities/issues/25
  if (own.definitions.some(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION)) {
    throw refused('Directive definitions are not supported.');
  }
  const scalars = new Set(own.definitions.map(scalarNameOf));
  const added = parse(APPSYNC_DEFINITIONS, { noLocation: true });
  const missing = added.definitions.filter((each) => {
    return each.kind === Kind.DIRECTIVE_DEFINITION || !scalars.has(scalarNameOf(each));
  });
  return { ...own, definitions: [...own.definitions, ...missing] };
}

function read(definition: string): DocumentNode {
  try {
    return parse(definition);
  } catch (error) {
    throw translated(error);
  }
}

function scalarNameOf(definition: DefinitionNode): string | undefined {
  return definition.kind === Kind.SCALAR_TYPE_DEFINITION ? definition.name.value : undefined;
}

function built(document: DocumentNode): GraphQLSchema {
  try {
    const schema = buildASTSchema(document);
    const [problem] = validateSchema(schema);
    if (problem) throw problem;
    return schema;
  } catch (error) {
    throw translated(error);
  }
}

function refuseOwnScalars(schema: GraphQLSchema): void {
  const known = new Set(awsScalars.map(({ name }) => name));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type) || known.has(type.name)) continue;
    throw refused(`AppSync has no custom scalars, and "${type.name}" is not one of its own.`);
  }
}

function useAwsScalars(schema: GraphQLSchema): void {
  for (const scalar of awsScalars) {
    const type = schema.getType(scalar.name);
    if (!isScalarType(type)) continue;
    type.serialize = scalar.serialize;
    type.parseValue = scalar.parseValue;
    type.parseLiteral = scalar.parseLiteral;
  }
}

/** A subscription must return what its mutations return: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html */
function refuseWrongListeners(schema: GraphQLSchema): void {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    for (const name of subscribedMutations(field.astNode)) refuseWrongListener(field, name, mutations[name]);
  }
}

function refuseWrongListener(
  field: GraphQLField<unknown, unknown>,
  name: string,
  mutation: GraphQLField<unknown, unknown> | undefined,
): void {
  if (!mutation) throw refused(`Subscription.${field.name} listens to Mutation.${name}, which does not exist.`);
  if (String(mutation.type).replaceAll('!', '') === String(field.type).replaceAll('!', '')) return;
  throw refused(
    // The first sentence is AppSync's: https://github.com/dabit3/graphql-api-cdk-serverless-postgres/issues/3
    `The subscription has an invalid output type. Subscription.${field.name} returns ${String(field.type)}, but Mutation.${name} returns ${String(mutation.type)}.`,
  );
}

function translated(error: unknown): unknown {
  if (error instanceof GraphQLError) {
    const [place] = error.locations ?? [];
    return refused(place ? `line ${place.line}, column ${place.column}: ${error.message}` : error.message);
  }
  // `buildASTSchema` gathers what it finds in one plain Error.
  return error instanceof Error ? refused(error.message) : error;
}

function refused(reason: string): AwsError {
  if (reason.includes('There can be only one type named')) return duplicateType();
  return new AwsError(
    'BadRequestException',
    "Schema Creation Status is FAILED with details: Failed to parse schema document - ensure it's a valid " +
      `SDL-formatted document: ${reason}`,
  );
}

/** https://github.com/sid88in/serverless-appsync-plugin/issues/480 */
function duplicateType(): AwsError {
  return new AwsError(
    'BadRequestException',
    'Schema Creation Status is FAILED with details: Schema has the following errors:\n   - Schema contains duplicate type names.',
  );
}
