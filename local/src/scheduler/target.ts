// What a schedule invokes: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
import { isJsonObject, jsonIn, type JsonObject } from '../foundation/json';
import type { Region } from '../foundation/region';
import { invalid, refuseOthers } from './invalid';
import { MAX_DETAIL_TYPE, MAX_SOURCE } from './limits';
import { parseRetryPolicy, type RetryPolicy } from './retry-policy';

/** A target of the schedule's own region. */
export type Target = TargetTraits &
  (
    | { readonly kind: 'event-bus'; readonly detailType: string; readonly source: string; readonly input: string }
    /** Without an input, a function gets an event that tells of the schedule. */
    | { readonly kind: 'function'; readonly input: string | undefined }
    | { readonly kind: 'queue'; readonly input: string }
  );

/** What all targets have; `input` is text, JSON for buses and functions, in which Scheduler's keywords may stand. */
interface TargetTraits {
  readonly arn: string;
  readonly roleArn: string;
  readonly retryPolicy: RetryPolicy;
  /** The ARN of a queue for what the target did not take. */
  readonly deadLetterArn: string | undefined;
}

const PROPERTIES = ['Arn', 'RoleArn', 'Input', 'EventBridgeParameters', 'RetryPolicy', 'DeadLetterConfig'];

/** A function, or a version or alias of one. */
const FUNCTION = /^function:[\w-]+(?::[\w$-]+)?$/;

/** @throws AwsError `ValidationException` */
export function parseTarget(target: JsonObject, region: Region): Target {
  refuseOthers(target, PROPERTIES, 'a target');
  const arn = textOf(target, 'Arn');
  const traits = {
    ...{ arn, roleArn: textOf(target, 'RoleArn') },
    retryPolicy: parseRetryPolicy(target['RetryPolicy']),
    deadLetterArn: deadLetterArnOf(target, region),
  };
  const [service, resource] = serviceOf(arn, region);
  if (service === 'events' && resource.startsWith('event-bus/')) {
    return { ...traits, kind: 'event-bus', ...eventParametersOf(target), input: jsonInputOf(target, 'an event bus') };
  }
  if (target['EventBridgeParameters'] !== undefined) throw invalid(`EventBridgeParameters do not belong to ${arn}.`);
  if (service === 'lambda' && FUNCTION.test(resource)) {
    const input = target['Input'] === undefined ? undefined : anyJsonInputOf(target);
    return { ...traits, kind: 'function', input };
  }
  if (service === 'sqs') return { ...traits, kind: 'queue', input: textOf(target, 'Input') };
  throw invalid(
    `The engine has no schedules with targets like ${arn}; it has those with an event bus, a function or a queue of ${region.name}.`,
  );
}

/** @returns the service and the resource of an ARN of the region; nothing for any other */
function serviceOf(arn: string, { partition, name, accountId }: Region): readonly [string, string] {
  const [, arnPartition, service = '', region, account, ...resource] = arn.split(':');
  const isHere = arnPartition === partition && region === name && account === accountId;
  return isHere ? [service, resource.join(':')] : ['', ''];
}

function eventParametersOf(target: JsonObject): { readonly detailType: string; readonly source: string } {
  const parameters = target['EventBridgeParameters'];
  if (!isJsonObject(parameters)) throw invalid('EventBridgeParameters are required for an event bus.');
  refuseOthers(parameters, ['DetailType', 'Source'], 'EventBridgeParameters');
  const [detailType, source] = [textOf(parameters, 'DetailType'), textOf(parameters, 'Source')];
  if (detailType.length > MAX_DETAIL_TYPE) throw invalid(`DetailType has at most ${MAX_DETAIL_TYPE} characters.`);
  if (source.length > MAX_SOURCE || source.startsWith('aws.')) {
    throw invalid(`Source has at most ${MAX_SOURCE} characters and does not begin with "aws.".`);
  }
  return { detailType, source };
}

function jsonInputOf(target: JsonObject, owner: string): string {
  const input = textOf(target, 'Input');
  if (isJsonObject(jsonIn(input))) return input;
  throw invalid(`Input must be a JSON object for ${owner}.`);
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html */
function anyJsonInputOf(target: JsonObject): string {
  const input = textOf(target, 'Input');
  if (jsonIn(input) !== undefined) return input;
  throw invalid('Input must be JSON for a function.');
}

function deadLetterArnOf(target: JsonObject, region: Region): string | undefined {
  const config = target['DeadLetterConfig'];
  if (config === undefined) return undefined;
  if (!isJsonObject(config)) throw invalid('DeadLetterConfig must be an object.');
  refuseOthers(config, ['Arn'], 'DeadLetterConfig');
  const arn = textOf(config, 'Arn');
  if (serviceOf(arn, region)[0] === 'sqs') return arn;
  throw invalid(`The dead-letter queue ${arn} is not an SQS queue of this region and account.`);
}

function textOf(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} is required for a schedule.`);
}
