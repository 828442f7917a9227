// How long, and how often, a failed invocation is tried again: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
import { isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';
import { invalid, refuseOthers } from './invalid';
import { FIRST_RETRY, LONGEST_RETRY, MAXIMUM_EVENT_AGE, MAXIMUM_RETRY_ATTEMPTS } from './limits';

/** When Scheduler gives up. */
export interface RetryPolicy {
  /** Seconds. */
  readonly maximumEventAge: number;
  readonly maximumRetryAttempts: number;
}

/** Why Scheduler gave up, as dead letters say it. */
export type ExhaustedRetryCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

const SECOND = 1_000;

/** @throws AwsError `ValidationException` */
export function parseRetryPolicy(policy: JsonValue = {}): RetryPolicy {
  if (!isJsonObject(policy)) throw invalid('RetryPolicy must be an object.');
  refuseOthers(policy, ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts'], 'RetryPolicy');
  return {
    maximumEventAge: bounded(policy, 'MaximumEventAgeInSeconds', MAXIMUM_EVENT_AGE),
    maximumRetryAttempts: bounded(policy, 'MaximumRetryAttempts', MAXIMUM_RETRY_ATTEMPTS),
  };
}

function bounded(
  policy: JsonObject,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const number = Number(policy[name] ?? max);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw invalid(`${name} must be a whole number from ${min} to ${max}.`);
}

/** @param retries how often it was tried again @param age milliseconds @returns undefined while there may be another retry */
export function exhaustedCondition(
  policy: RetryPolicy,
  retries: number,
  age: number,
): ExhaustedRetryCondition | undefined {
  if (retries >= policy.maximumRetryAttempts) return 'MaximumRetryAttempts';
  return age + retryDelay(retries) > policy.maximumEventAge * SECOND ? 'MaximumEventAgeInSeconds' : undefined;
}

/** "Exponential backoff", as far as AWS says. @returns milliseconds until the next retry */
export function retryDelay(retries: number): number {
  return Math.min(FIRST_RETRY * 2 ** retries, LONGEST_RETRY);
}
