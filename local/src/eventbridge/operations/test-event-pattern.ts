// TestEventPattern: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
import { isJsonObject, type JsonObject, type JsonValue, jsonIn } from '../../foundation/json';
import { compileEventPattern } from '../patterns/event-pattern';
import { requiredText } from '../members';
import { authorize, operation } from './operation-context';
import { invalidPattern } from '../patterns/operators/matcher';
import { validationError } from '../validation-error';

/** What an event must have. AWS's page has `resources` as well, which AWS does not ask for: https://github.com/localstack/localstack/pull/11994 */
const MANDATORY = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/** Says whether a pattern matches an event. */
export const testEventPattern = operation(({ iam }, input, caller) => {
  authorize(iam, caller, { action: 'events:TestEventPattern', resource: '*' });
  const pattern = compileEventPattern(parsePattern(requiredText(input, 'EventPattern', 'the request')));
  return { Result: pattern.matches(parseEvent(requiredText(input, 'Event', 'the request'))) };
});

function parsePattern(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw invalidPattern(error instanceof Error ? error.message : 'It is not JSON.');
  }
}

function parseEvent(text: string): JsonObject {
  const event = jsonIn(text);
  if (isJsonObject(event) && MANDATORY.every((name) => Object.hasOwn(event, name))) return event;
  throw validationError('Parameter Event is not valid.');
}
