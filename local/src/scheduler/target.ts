// What a schedule invokes: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
import { AwsError } from '../foundation/errors';
import { isJsonObject, jsonIn, type JsonObject, type JsonValue } from '../foundation/json';
import type { Region } from '../foundation/region';
import { MAX_DETAIL_TYPE, MAX_SOURCE, MAXIMUM_EVENT_AGE, MAXIMUM_RETRY_ATTEMPTS } from './limits';

/** An event bus of the region, the one kind of target that the engine has. */
export interface Target {
  readonly busArn: string;
  readonly roleArn: string;
  readonly detailType: string;
  readonly source: string;
  /** The detail: JSON text, in which Scheduler's keywords may stand. */
  readonly input: string;
}

const PROPERTIES = ['Arn', 'RoleArn', 'Input', 'EventBridgeParameters', 'RetryPolicy'];

/** `RetryPolicy` is held to AWS's limits and has no effect. @throws AwsError `ValidationException` */
export function parseTarget(target: JsonObject, region: Region): Target {
  refuseOthers(target, PROPERTIES, 'a target');
  checkRetryPolicy(target['RetryPolicy']);
  const busArn = textOf(target, 'Arn');
  const { partition, name, accountId } = region;
  if (!busArn.startsWith(`arn:${partition}:events:${name}:${accountId}:event-bus/`)) {
    throw invalid(
      `The engine has no schedules with targets like ${busArn}; it has those with an event bus of ${name}.`,
    );
  }
  const parameters = target['EventBridgeParameters'];
  if (!isJsonObject(parameters)) throw invalid('EventBridgeParameters are required for an event bus.');
  refuseOthers(parameters, ['DetailType', 'Source'], 'EventBridgeParameters');
  const [detailType, source] = [textOf(parameters, 'DetailType'), textOf(parameters, 'Source')];
  if (detailType.length > MAX_DETAIL_TYPE) throw invalid(`DetailType has at most ${MAX_DETAIL_TYPE} characters.`);
  if (source.length > MAX_SOURCE || source.startsWith('aws.')) {
    throw invalid(`Source has at most ${MAX_SOURCE} characters and does not begin with "aws.".`);
  }
  return { busArn, roleArn: textOf(target, 'RoleArn'), detailType, source, input: inputOf(target) };
}

function inputOf(target: JsonObject): string {
  const input = textOf(target, 'Input');
  if (isJsonObject(jsonIn(input))) return input;
  throw invalid('Input must be a JSON object for an event bus.');
}

function checkRetryPolicy(policy: JsonValue = {}): void {
  if (!isJsonObject(policy)) throw invalid('RetryPolicy must be an object.');
  refuseOthers(policy, ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts'], 'RetryPolicy');
  checkBounds(policy, 'MaximumEventAgeInSeconds', MAXIMUM_EVENT_AGE);
  checkBounds(policy, 'MaximumRetryAttempts', MAXIMUM_RETRY_ATTEMPTS);
}

function checkBounds(policy: JsonObject, name: string, { min, max }: { readonly min: number; readonly max: number }) {
  const value = policy[name];
  if (value === undefined) return;
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return;
  throw invalid(`${name} must be a whole number from ${min} to ${max}.`);
}

function textOf(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} is required for a schedule with an event bus.`);
}

function refuseOthers(object: JsonObject, known: readonly string[], owner: string): void {
  const other = Object.keys(object).find((name) => !known.includes(name));
  if (other !== undefined)
    throw invalid(`The engine does not support the property ${other} of ${owner} of a schedule.`);
}

/** A request that Scheduler, or the engine, refuses. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
