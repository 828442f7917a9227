// What AWS would refuse of the resources that a template declares, before any of them is created.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
import { UserError } from '../../foundation/errors';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { NO_VALUE } from '../template/pseudo-parameter';
import { referencesOf } from '../template/reference';
import type { PropertySchemas, ResourceSchema, ResourceSchemas, ValueSchema } from './resource-schema';
import type { Template } from '../template/template';

type Scalar = string | number | boolean;

/** Tells whether a condition of the template holds. */
type Holds = (condition: string) => boolean;

/** What the walk through a resource's properties needs to know. */
interface Walk {
  readonly schema: ResourceSchema;
  readonly holds: Holds;
  /** The template's parameters, by name. */
  readonly parameters: ReadonlyMap<string, unknown>;
}

/** What intrinsic functions give, where that does not depend on their arguments. */
const RESULTS: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['Fn::Base64', ''],
  ['Fn::Join', ''],
  ['Fn::Sub', ''],
  ['Fn::Split', []],
]);

/** By the names that CloudFormation's sentences use. */
const EXPECTED: Readonly<Record<ValueSchema['type'], string>> = {
  array: 'JSONArray',
  boolean: 'Boolean',
  'date-time': 'String',
  integer: 'Integer',
  json: 'JSONObject',
  map: 'JSONObject',
  number: 'Number',
  ref: 'JSONObject',
  string: 'String',
  tag: 'JSONObject',
  union: 'JSONObject',
};

/** Does a text stand for a value of the type? */
const SCALARS: Readonly<Partial<Record<ValueSchema['type'], (text: string) => boolean>>> = {
  boolean: (text) => /^(true|false)$/i.test(text),
  'date-time': () => true,
  integer: (text) => /^-?\d+$/.test(text),
  number: (text) => text.trim() !== '' && Number.isFinite(Number(text)),
  string: () => true,
};

const TAG: PropertySchemas = {
  Key: { required: true, value: { type: 'string' } },
  Value: { required: true, value: { type: 'string' } },
};

/**
 * Refuses a template with a resource type that AWS does not know.
 * @throws UserError `UNRECOGNIZED_RESOURCE_TYPE` with CloudFormation's sentence, which names all of them
 */
export function requireRecognized({ resources }: Template, schemas: ResourceSchemas): void {
  const unknown = [...resources].filter(([, { type }]) => !schemas.has(type));
  if (unknown.length === 0) return;
  const types = [...new Set(unknown.map(([, { type }]) => type))].join(', ');
  const where = unknown.map(([logicalId]) => `Resources.${logicalId}`).join(', ');
  throw new UserError(
    'UNRECOGNIZED_RESOURCE_TYPE',
    `Template format error: Unrecognized resource types: [${types}] (at ${where})`,
  );
}

/** A property that AWS's schemas do not have, or miss, or have with another type. */
export interface PropertyProblem {
  readonly logicalId: string;
  readonly type: string;
  /** Such as `#/Targets/0: required key [Arn] not found`. */
  readonly reason: string;
  /** Where in the template, such as `/Resources/Rule/Properties/Targets/0`. */
  readonly path: string;
}

/**
 * Refuses a template of which something would fail that AWS's schemas do not have.
 * @param schemas those of every type of the template
 * @throws UserError `RESOURCE_INVALID` with CloudFormation's sentences, a line for each problem of the template
 */
export function requireValidResources(template: Template, schemas: ResourceSchemas, holds: Holds): void {
  requireNoNull(template);
  const values = [...template.resources.values()].map(({ properties }) => properties);
  for (const value of values) requireAttributes(value, template, schemas, holds);
  for (const { value } of template.outputs.values()) requireAttributes(value, template, schemas, holds);
  const problems = propertyProblems(template, schemas, holds);
  if (problems.length > 0) throw invalidResources(problems);
}

/**
 * Refuses null.
 * @throws UserError `RESOURCE_INVALID` with CloudFormation's sentences, a line for each problem of the template
 */
export function requireNoNull({ resources }: Template): void {
  const problems = [...resources].flatMap(([logicalId, { properties }]) => [
    ...nullProblems(properties, `/Resources/${logicalId}/Properties`),
  ]);
  if (problems.length > 0) throw new UserError('RESOURCE_INVALID', problems.join('\n'));
}

/**
 * Refuses a value with an attribute that AWS's schemas do not have. CloudFormation does so when it is the value's turn:
 * https://github.com/dougmoscrop/serverless-plugin-log-subscription/issues/68
 * @throws UserError `RESOURCE_INVALID` with CloudFormation's sentence
 */
export function requireAttributes(
  value: JsonValue,
  { resources }: Pick<Template, 'resources'>,
  schemas: ResourceSchemas,
  holds: Holds,
): void {
  for (const { name, attribute } of referencesOf(value, holds)) {
    const type = resources.get(name)?.type ?? '';
    const schema = schemas.get(type);
    if (attribute === undefined || !schema || schema.attributes.includes(attribute)) continue;
    throw new UserError('RESOURCE_INVALID', `Requested attribute ${attribute} does not exist in schema for ${type}`);
  }
}

/**
 * What is wrong with the properties of a template. Intrinsic functions may stand anywhere; of `Fn::If` only the branch that is taken
 * counts, and resources that a condition excludes do not.
 * @param schemas those of every type of the template
 */
export function propertyProblems(
  { resources, parameters }: Template,
  schemas: ResourceSchemas,
  holds: Holds,
): readonly PropertyProblem[] {
  return [...resources].flatMap(([logicalId, { type, properties, condition }]) => {
    const schema = schemas.get(type);
    if (!schema || (condition !== undefined && !holds(condition))) return [];
    const reasons = [...objectProblems(properties, schema.properties, '#', { schema, holds, parameters })];
    return reasons.map((reason) => ({ logicalId, type, reason, path: pathOf(logicalId, reason) }));
  });
}

/** The problems in one sentence each, for whoever asked in this process. */
export function invalidResources(problems: readonly PropertyProblem[]): UserError {
  const sentences = problems.map(
    ({ logicalId, reason }) => `Properties validation failed for resource ${logicalId} with message: ${reason}`,
  );
  return new UserError('RESOURCE_INVALID', sentences.join('\n'));
}

/** @param reason begins with the way to the object within the properties, such as `#/Targets/0: ` */
function pathOf(logicalId: string, reason: string): string {
  return `/Resources/${logicalId}/Properties${reason.slice(1, reason.indexOf(': '))}`;
}

/** CloudFormation refuses null anywhere, also where a property takes any JSON. */
function* nullProblems(value: JsonValue, path: string): Generator<string> {
  if (value === null) yield `Template format error: [${path}] 'null' values are not allowed in templates`;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* nullProblems(member, `${path}/${name}`);
}

/** @param path such as `#/Targets/0` */
function* objectProblems(value: JsonObject, properties: PropertySchemas, path: string, walk: Walk): Generator<string> {
  const members = takenMembers(value, walk);
  for (const [name, { required }] of Object.entries(properties)) {
    if (required === true && !members.has(name)) yield `${path}: required key [${name}] not found`;
  }
  for (const [name, member] of members) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property) yield* valueProblems(member, property.value, `${path}/${name}`, walk);
    else yield `${path}: extraneous key [${name}] is not permitted`;
  }
}

function* valueProblems(given: JsonValue, schema: ValueSchema, path: string, walk: Walk): Generator<string> {
  const value = resultOf(given, walk);
  if (value === undefined || value === null || schema.type === 'json') return;
  if (schema.type === 'union') {
    yield* unionProblems(given, schema.types, path, walk);
    return;
  }
  const kind = kindOf(value);
  if (typeof value !== 'object' && Object.hasOwn(SCALARS, schema.type)) {
    // What a function will give is not known yet.
    if (value === given) yield* scalarProblems(value, schema, path);
    return;
  }
  if (kind === EXPECTED[schema.type]) yield* partProblems(value, schema, path, walk);
  else yield `${path}: expected type: ${EXPECTED[schema.type]}, found: ${kind}`;
}

/** What is wrong within a list or an object. */
function* partProblems(value: JsonValue, schema: ValueSchema, path: string, walk: Walk): Generator<string> {
  if (schema.type === 'array' && isJsonArray(value)) {
    for (const [index, element] of value.entries()) {
      const taken = takenOf(element, walk);
      if (taken !== undefined) yield* valueProblems(taken, schema.element, `${path}/${index}`, walk);
    }
  }
  if (!isJsonObject(value)) return;
  if (schema.type === 'map') {
    for (const [name, member] of takenMembers(value, walk)) {
      yield* valueProblems(member, schema.element, `${path}/${name}`, walk);
    }
  }
  if (schema.type === 'tag') yield* objectProblems(value, TAG, path, walk);
  if (schema.type === 'ref') {
    const properties = walk.schema.definitions[schema.definition] ?? {};
    yield* objectProblems(value, properties, path, walk);
  }
}

/** A value fits when it fits one of the types; else it is held against the one that it resembles most. */
function* unionProblems(value: JsonValue, types: readonly ValueSchema[], path: string, walk: Walk): Generator<string> {
  const attempts = types.map((type) => [...valueProblems(value, type, path, walk)]);
  const fewest = Math.min(...attempts.map(({ length }) => length));
  yield* attempts.find(({ length }) => length === fewest) ?? [];
}

/** As on AWS, a number or boolean may be written as text, and the other way round. */
function* scalarProblems(value: Scalar, schema: ValueSchema, path: string): Generator<string> {
  const text = String(value);
  const isWritten = SCALARS[schema.type];
  if (isWritten && !isWritten(text)) yield `${path}: expected type: ${EXPECTED[schema.type]}, found: ${kindOf(value)}`;
  if (schema.type === 'string' && schema.allowedValues && !schema.allowedValues.includes(text)) {
    yield `${path}: ${text} is not a valid enum value`;
  }
}

/** What an intrinsic function gives, as far as that is known before it runs; any other value as it is. */
function resultOf(value: JsonValue, { parameters }: Walk): JsonValue | undefined {
  if (!isJsonObject(value)) return value;
  const name = intrinsicOf(value);
  if (name === undefined) return value;
  const referred = value['Ref'];
  // Only a parameter may be a list.
  if (typeof referred === 'string') return parameters.has(referred) ? undefined : '';
  return RESULTS.get(name);
}

function intrinsicOf(value: JsonObject): string | undefined {
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::') === true) ? name : undefined;
}

function takenMembers(value: JsonObject, walk: Walk): ReadonlyMap<string, JsonValue> {
  return new Map(
    Object.entries(value).flatMap(([name, member]): [string, JsonValue][] => {
      const taken = takenOf(member, walk);
      return taken === undefined ? [] : [[name, taken]];
    }),
  );
}

/** The branch that `Fn::If` takes, or the value itself; `undefined` for `AWS::NoValue`. */
function takenOf(value: JsonValue, walk: Walk): JsonValue | undefined {
  if (!isJsonObject(value)) return value;
  if (value['Ref'] === NO_VALUE) return undefined;
  const choice = value['Fn::If'];
  if (!isJsonArray(choice)) return value;
  const [condition, whenTrue, whenFalse] = choice;
  const taken = typeof condition === 'string' && walk.holds(condition) ? whenTrue : whenFalse;
  // A malformed Fn::If is refused where it is resolved.
  return taken === undefined ? value : takenOf(taken, walk);
}

/** A value's type, by the names that CloudFormation's sentences use. */
function kindOf(value: JsonValue): string {
  if (isJsonArray(value)) return 'JSONArray';
  if (typeof value === 'object') return 'JSONObject';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  return Number.isInteger(value) ? 'Integer' : 'Number';
}
