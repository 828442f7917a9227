// How long, and how often, a failed delivery is tried again: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { MAXIMUM_EVENT_AGE, MAXIMUM_RETRY_ATTEMPTS, type RetryTiming } from '../limits';
import { optionalInteger, refuseOthers } from '../members';
import { outOfBounds, wrongType } from '../validation-error';

/** When EventBridge gives up. */
export interface RetryPolicy {
  /** Seconds. */
  readonly maximumEventAge: number;
  readonly maximumRetryAttempts: number;
}

/** Why EventBridge gave up, as dead letters say it. */
export type ExhaustedRetryCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

const MILLISECONDS = 1_000;

/**
 * @param at the member, for AWS's sentences
 * @throws AwsError `ValidationException`
 */
export function parseRetryPolicy(value: JsonValue | undefined, at: string): RetryPolicy {
  const policy = value ?? {};
  if (!isJsonObject(policy)) throw wrongType(at, 'structure');
  refuseOthers(policy, ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts'], at);
  return {
    maximumEventAge: bounded(policy, 'MaximumEventAgeInSeconds', MAXIMUM_EVENT_AGE, at),
    maximumRetryAttempts: bounded(policy, 'MaximumRetryAttempts', MAXIMUM_RETRY_ATTEMPTS, at),
  };
}

function bounded(
  policy: JsonObject,
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly default: number },
  at: string,
): number {
  const value = optionalInteger(policy, name) ?? bounds.default;
  const member = `${at}.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  if (value < bounds.min) {
    throw outOfBounds(String(value), member, `Member must have value greater than or equal to ${bounds.min}`);
  }
  if (value > bounds.max) {
    throw outOfBounds(String(value), member, `Member must have value less than or equal to ${bounds.max}`);
  }
  return value;
}

/**
 * @param age milliseconds since the event was taken
 * @returns undefined while there may be another retry
 */
export function exhaustedCondition(
  policy: RetryPolicy,
  retries: number,
  age: number,
): ExhaustedRetryCondition | undefined {
  if (retries >= policy.maximumRetryAttempts) return 'MaximumRetryAttempts';
  if (age >= policy.maximumEventAge * MILLISECONDS) return 'MaximumEventAgeInSeconds';
  return undefined;
}

/**
 * The last retry is made when the event has its maximum age.
 * @param age milliseconds since the event was taken
 * @param random from 0 to 1
 * @returns milliseconds until the next retry
 */
export function retryDelay(
  policy: RetryPolicy,
  timing: RetryTiming,
  { retries, age, random }: { readonly retries: number; readonly age: number; readonly random: number },
): number {
  const { firstDelay, growth, longestDelay, jitter } = timing;
  const delay = Math.min(firstDelay * growth ** retries, longestDelay) * (1 + jitter * (2 * random - 1));
  return Math.min(delay, policy.maximumEventAge * MILLISECONDS - age);
}
