// Is a document valid? graphql decides; AppSync's words tell why not.
import {
  SingleFieldSubscriptionsRule,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import type { GraphQlError } from '../appsync';
import { locationsOf } from '../execution/graphql-error';
import { placeOf } from './place';
import { otherWording, wordings } from './sentences';

/** AppSync has an answer of its own to a subscription with two fields, which the real-time protocol gives. */
const rules = specifiedRules.filter((rule) => rule !== SingleFieldSubscriptionsRule);

/**
 * Validates a document.
 * @returns the errors as AppSync answers them, in the order of the document; empty for a valid document
 */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQlError[] {
  if (validate(schema, document, rules).length === 0) return [];
  // Only a document that was refused is looked at again, rule by rule, so that each error is told in AppSync's words.
  const errors = rules.flatMap((rule) =>
    validate(schema, document, [rule]).map((error) => inAppSyncsWords(rule, error, schema, document)),
  );
  const distinct = new Map(errors.map((error) => [JSON.stringify(error), error]));
  return [...distinct.values()].sort((one, other) => position(one) - position(other));
}

/** graphql-java's form: https://github.com/graphql-java/graphql-java/blob/master/src/main/java/graphql/validation/ValidationError.java */
function inAppSyncsWords(
  rule: ValidationRule,
  error: GraphQLError,
  schema: GraphQLSchema,
  document: DocumentNode,
): GraphQlError {
  const { subject = 0, say } = wordings.get(rule) ?? otherWording;
  const node = error.nodes?.[subject] ?? document;
  const place = placeOf(schema, document, node);
  const { type, text } = say({ error, node, place, schema });
  const where = place.path.length > 0 ? ` @ '${place.path.join('/')}'` : '';
  const [first = null] = locationsOf(error)?.slice(subject) ?? [];
  return { path: null, locations: first && [first], message: `Validation error of type ${type}: ${text}${where}` };
}

/** Where an error stands, as one number: lines count far more than columns. */
function position({ locations }: GraphQlError): number {
  const [place] = locations ?? [];
  return place ? place.line * 1_000_000 + place.column : 0;
}
