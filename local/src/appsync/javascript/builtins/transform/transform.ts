// `util.transform`: https://docs.aws.amazon.com/appsync/latest/devguide/transformation-helpers-in-utils-transform-js.html
import type { JsonObject, JsonValue } from '../../../../foundation/json';
import { type Builtins, requireObject } from '../builtin';
import { toDynamoDb } from '../dynamodb/values';
import { ExpressionNames, writeCondition } from '../dynamodb/condition';
import { toSubscriptionFilter } from './subscription-filter';

/** Filters for data sources and subscriptions. Those for DynamoDB answer JSON text. */
export const transform: Builtins = {
  'util.transform.toDynamoDBFilterExpression': ([filter]) =>
    JSON.stringify(expressionOf(requireObject(filter, 'util.transform.toDynamoDBFilterExpression'))),
  'util.transform.toDynamoDBConditionExpression': ([condition]) =>
    JSON.stringify(expressionOf(requireObject(condition, 'util.transform.toDynamoDBConditionExpression'))),
  'util.transform.toSubscriptionFilter': ([filter = null, ignored = null, rules = null]) =>
    toSubscriptionFilter(filter, ignored, rules),
};

function expressionOf(condition: JsonObject): JsonObject {
  const names = new SpeakingNames();
  const expression = writeCondition(condition, names);
  return { expression, ...names.taken() };
}

/** Attributes and values are called after themselves, as recorded on AWS: `#title`, `:title_contains`. */
class SpeakingNames extends ExpressionNames {
  readonly #names = new Map<string, JsonValue>();
  readonly #values = new Map<string, JsonValue>();

  attribute(name: string): string {
    const placeholder = `#${safe(name)}`;
    this.#names.set(placeholder, name);
    return placeholder;
  }

  value(value: JsonValue, hint: string): string {
    const placeholder = `:${safe(hint)}`;
    this.#values.set(placeholder, toDynamoDb(value));
    return placeholder;
  }

  taken(): JsonObject {
    return {
      expressionNames: Object.fromEntries(this.#names),
      expressionValues: Object.fromEntries(this.#values),
    };
  }
}

/** Placeholders have letters, digits and underscores alone: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html */
function safe(name: string): string {
  return name.replace(/\W/g, '_');
}
