// Is a document valid? graphql decides; AppSync's words tell why not.
import {
  SingleFieldSubscriptionsRule,
  specifiedRules,
  TypeInfo,
  ValidationContext,
  visit,
  visitInParallel,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import type { GraphQlError } from '../appsync';
import { locationsOf } from '../execution/graphql-error';
import { MAX_VALIDATION_ERRORS } from '../limits';
import { shortened } from '../excerpt';
import { NOWHERE, placesOf, type Place } from './node-location';
import { otherWording, wordings } from './sentences';

/** AppSync has an answer of its own to a subscription with two fields, which the real-time protocol gives. */
const rules = specifiedRules.filter((rule) => rule !== SingleFieldSubscriptionsRule);

/** An error of graphql, the rule that found it, and the node that it is about. */
interface Found {
  readonly rule: ValidationRule;
  readonly error: GraphQLError;
  readonly node: ASTNode;
}

/**
 * Validates a document.
 * @returns the errors as AppSync answers them, in the order of the document; empty for a valid document
 */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQlError[] {
  const found = errorsOfRules(schema, document);
  if (found.length === 0) return [];
  const places = placesOf(schema, document, new Set(found.map(({ node }) => node)));
  const errors = found.map((each) => inAppSyncsWords(each, places.get(each.node) ?? NOWHERE, schema));
  const distinct = new Map(errors.map((error) => [JSON.stringify(error), error]));
  return [...distinct.values()].sort((one, other) => position(one) - position(other));
}

/** Ends a visit. */
class EnoughErrors extends Error {}

/** graphql's suggestions are in none of AppSync's sentences, and take long for long names. */
const WITHOUT_SUGGESTIONS = true;

/** What graphql's `validate` does, but it also says which rule found what. */
function errorsOfRules(schema: GraphQLSchema, document: DocumentNode): readonly Found[] {
  const found: Found[] = [];
  const types = new TypeInfo(schema);
  const visitors = rules.map((rule) => {
    const { subject = 0 } = wordings.get(rule) ?? otherWording;
    const note = (error: GraphQLError) => {
      found.push({ rule, error, node: error.nodes?.[subject] ?? document });
      if (found.length === MAX_VALIDATION_ERRORS) throw new EnoughErrors();
    };
    return rule(new ValidationContext(schema, document, types, note, WITHOUT_SUGGESTIONS));
  });
  try {
    visit(document, visitWithTypeInfo(types, visitInParallel(visitors)));
  } catch (error) {
    if (!(error instanceof EnoughErrors)) throw error;
  }
  return found;
}

/** graphql-java's form: https://github.com/graphql-java/graphql-java/blob/master/src/main/java/graphql/validation/ValidationError.java */
function inAppSyncsWords({ rule, error, node }: Found, place: Place, schema: GraphQLSchema): GraphQlError {
  const { subject = 0, say } = wordings.get(rule) ?? otherWording;
  const { type, text } = say({ error, node, place, schema });
  const where = place.path.length > 0 ? ` @ '${place.path.join('/')}'` : '';
  const [first = null] = locationsOf(error)?.slice(subject) ?? [];
  const message = shortened(`Validation error of type ${type}: ${text}${where}`);
  return { path: null, locations: first && [first], message };
}

/** Where an error stands, as one number: lines count far more than columns. */
function position({ locations }: GraphQlError): number {
  const [place] = locations ?? [];
  return place ? place.line * 1_000_000 + place.column : 0;
}
