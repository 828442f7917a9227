// A target of a rule, as `AWS::Events::Rule` and `PutTargets` describe it.
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import { parseArn } from '../arn';
import type { Input } from '../inputs/input';
import { parseInput } from '../inputs/input-definition';
import { MAX_TARGET_ID_LENGTH } from '../limits';
import { optionalText, requiredText, refuseOthers } from '../members';
import { parseRetryPolicy, type RetryPolicy } from '../delivery/retry-policy';
import { appSyncTarget } from '../targets/app-sync';
import { eventBusTarget } from '../targets/event-bus';
import { lambdaTarget } from '../targets/lambda';
import { sqsTarget } from '../targets/sqs';
import type { Invoke, TargetDefinition, TargetKind, TargetSurroundings } from '../targets/target-kind';
import { outOfBounds, validationError, wrongType } from '../validation-error';

/** A target, ready to be invoked. */
export interface Target {
  readonly id: string;
  readonly arn: string;
  /** As it was defined. */
  readonly definition: JsonObject;
  readonly input: Input;
  readonly retryPolicy: RetryPolicy;
  /** The ARN of the queue for events that could not be delivered. */
  readonly deadLetterArn: string | undefined;
  readonly invoke: Invoke;
}

/** The kinds of targets that the engine has. */
const KINDS: readonly TargetKind[] = [appSyncTarget, eventBusTarget, lambdaTarget, sqsTarget];

const PROPERTIES = [
  ...['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer'],
  ...['RetryPolicy', 'DeadLetterConfig', 'AppSyncParameters'],
];

const ID = /^[.\-_A-Za-z0-9]+$/;

/**
 * @param index where the target stands in its rule, for AWS's sentences
 * @throws AwsError `ValidationException`
 */
export function createTarget(value: JsonValue, index: number, surroundings: TargetSurroundings): Target {
  const at = `targets.${index + 1}.member`;
  if (!isJsonObject(value)) throw wrongType(at, 'structure');
  const id = idOf(value, at);
  refuseOthers(value, PROPERTIES, `target ${id}`);
  const definition = definitionOf(value, id);
  return {
    id,
    arn: definition.arn,
    definition: value,
    input: parseInput(value, id),
    retryPolicy: parseRetryPolicy(value['RetryPolicy'], `${at}.retryPolicy`),
    deadLetterArn: deadLetterArnOf(value['DeadLetterConfig'], id, surroundings.region),
    invoke: kindOf(definition).create(definition, surroundings),
  };
}

function idOf(value: JsonObject, at: string): string {
  const id = requiredText(value, 'Id', at);
  if (!ID.test(id)) {
    throw outOfBounds(id, `${at}.id`, 'Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+');
  }
  if (id.length > MAX_TARGET_ID_LENGTH) {
    throw outOfBounds(id, `${at}.id`, `Member must have length less than or equal to ${MAX_TARGET_ID_LENGTH}`);
  }
  return id;
}

function definitionOf(value: JsonObject, id: string): TargetDefinition {
  const arn = requiredText(value, 'Arn', `target ${id}`);
  const parsed = parseArn(arn);
  if (!parsed) throw validationError(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  return { id, arn, parsed, roleArn: optionalText(value, 'RoleArn'), properties: value };
}

function kindOf({ id, arn, parsed }: TargetDefinition): TargetKind {
  const kind = KINDS.find((candidate) => candidate.takes(parsed));
  if (kind) return kind;
  throw validationError(
    `Target ${id}: the engine has no targets like ${arn}; it has AppSync APIs, event buses, Lambda functions and SQS queues.`,
  );
}

function deadLetterArnOf(value: JsonValue | undefined, id: string, region: Region): string | undefined {
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) throw wrongType('DeadLetterConfig', 'structure');
  refuseOthers(value, ['Arn'], `DeadLetterConfig of target ${id}`);
  const arn = optionalText(value, 'Arn');
  if (arn === undefined) return undefined;
  const parsed = parseArn(arn);
  if (parsed?.service === 'sqs' && parsed.region === region.name && parsed.accountId === region.accountId) return arn;
  throw validationError(`Target ${id}: the dead-letter queue ${arn} is not an SQS queue of this region and account.`);
}
