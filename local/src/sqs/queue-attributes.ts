// How a queue is configured.
import { isJsonObject, jsonIn, type JsonObject, type JsonValue } from '../foundation/json';
import {
  DELAY_SECONDS,
  MAX_RECEIVE_COUNT,
  MAXIMUM_MESSAGE_SIZE,
  MESSAGE_RETENTION_PERIOD,
  RECEIVE_MESSAGE_WAIT_TIME,
  VISIBILITY_TIMEOUT,
} from './limits';
import { SqsError, unknownAttribute } from './sqs-error';

/** A queue's configuration, in seconds and bytes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export interface QueueAttributes {
  readonly VisibilityTimeout: number;
  readonly MessageRetentionPeriod: number;
  readonly DelaySeconds: number;
  readonly MaximumMessageSize: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  /** Makes no difference here: nothing is written to a disk. */
  readonly SqsManagedSseEnabled: boolean;
  /** Absent for a queue that keeps its messages to itself. */
  readonly RedrivePolicy?: RedrivePolicy;
}

/** Where a message goes that nobody deals with. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

const SQS_ARN = /^arn:[^:]+:sqs:/;

const ATTRIBUTE_NAMES: ReadonlySet<string> = new Set<keyof QueueAttributes>([
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'MaximumMessageSize',
  'ReceiveMessageWaitTimeSeconds',
  'SqsManagedSseEnabled',
  'RedrivePolicy',
]);

/**
 * Reads attributes as `CreateQueue` or a template gives them: numbers, booleans, or their text.
 * @throws SqsError `InvalidAttributeName` or `InvalidAttributeValue`
 */
export function parseQueueAttributes(attributes: JsonObject): QueueAttributes {
  const unknown = Object.keys(attributes).find((name) => !ATTRIBUTE_NAMES.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  const redrivePolicy = redrivePolicyOf(attributes['RedrivePolicy']);
  return {
    ...(redrivePolicy && { RedrivePolicy: redrivePolicy }),
    VisibilityTimeout: integer(attributes, 'VisibilityTimeout', VISIBILITY_TIMEOUT),
    MessageRetentionPeriod: integer(attributes, 'MessageRetentionPeriod', MESSAGE_RETENTION_PERIOD),
    DelaySeconds: integer(attributes, 'DelaySeconds', DELAY_SECONDS),
    MaximumMessageSize: integer(attributes, 'MaximumMessageSize', MAXIMUM_MESSAGE_SIZE),
    ReceiveMessageWaitTimeSeconds: integer(attributes, 'ReceiveMessageWaitTimeSeconds', RECEIVE_MESSAGE_WAIT_TIME),
    SqsManagedSseEnabled: boolean(attributes, 'SqsManagedSseEnabled'),
  };
}

/** An object in a template, its text in the API. */
function redrivePolicyOf(value: JsonValue | undefined): RedrivePolicy | undefined {
  if (value === undefined || value === '') return undefined;
  const policy = typeof value === 'string' ? jsonIn(value) : value;
  if (!isJsonObject(policy)) throw invalidValue('RedrivePolicy');
  const { deadLetterTargetArn: arn, maxReceiveCount: count } = policy;
  const maxReceiveCount = Number(count);
  const { min, max } = MAX_RECEIVE_COUNT;
  const isCount = Number.isInteger(maxReceiveCount) && maxReceiveCount >= min && maxReceiveCount <= max;
  if (typeof arn === 'string' && SQS_ARN.test(arn) && isCount) return { deadLetterTargetArn: arn, maxReceiveCount };
  throw invalidValue('RedrivePolicy');
}

function integer(
  attributes: JsonObject,
  name: keyof QueueAttributes,
  bounds: { readonly min: number; readonly max: number; readonly default: number },
): number {
  const value = attributes[name];
  if (value === undefined) return bounds.default;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw invalidValue(name);
  if (number < bounds.min || number > bounds.max) throw invalidValue(name);
  return number;
}

function boolean(attributes: JsonObject, name: keyof QueueAttributes): boolean {
  const truth = new Map<JsonValue | undefined, boolean>([
    [undefined, true],
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
  ]).get(attributes[name]);
  if (truth === undefined) throw invalidValue(name);
  return truth;
}

function invalidValue(name: string): SqsError {
  return new SqsError('InvalidAttributeValue', 'InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}
