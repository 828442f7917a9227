// A schedule that invokes its target.
import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError, Unreachable } from '../foundation/errors';
import type { JsonObject, JsonValue } from '../foundation/json';
import type { Region } from '../foundation/region';
import { eventTimeOf } from '../eventbridge/eventbridge';
import type { AssumedRole } from '../iam/iam';
import { buryInvocation } from './dead-letter';
import type { Execution, Invocation, Surroundings } from './execution';
import { type ExhaustedRetryCondition, exhaustedCondition, retryDelay } from './retry-policy';

/** Bytes of an execution's id, which is written in hexadecimal. */
const EXECUTION_ID_BYTES = 8;

const TOO_MANY_REQUESTS = 429;
const SERVER_FAULT = 500;

/** Invokes a schedule's target. What the target does not take is tried again if that may help, and becomes a dead letter otherwise. */
export function invoke(invocation: Invocation, surroundings: Surroundings): void {
  const executionId = randomBytes(EXECUTION_ID_BYTES).toString('hex');
  attempt({ ...invocation, executionId, retries: 0 }, surroundings);
}

function attempt(execution: Execution, surroundings: Surroundings): void {
  // A region that is down fires nothing, and makes up for nothing.
  if (!surroundings.power.isUp) return;
  try {
    deliver(execution, surroundings.roleOf(execution), surroundings);
  } catch (error) {
    if (error instanceof Unreachable) return;
    if (error instanceof AwsError) failed(execution, error, surroundings);
    else surroundings.region.log.fault(error);
  }
}

function deliver(execution: Execution, caller: AssumedRole, surroundings: Surroundings): void {
  const { target, scheduleArn } = execution;
  const input = inputOf(execution, surroundings);
  switch (target.kind) {
    case 'event-bus': {
      const entry: JsonObject = {
        EventBusName: target.arn,
        DetailType: target.detailType,
        Source: target.source,
        Detail: input,
        Resources: [scheduleArn],
      };
      const { Entries } = surroundings.eventBridge.putEvents([entry], caller);
      for (const answer of Entries) {
        if ('ErrorCode' in answer) throw new AwsError(answer.ErrorCode, answer.ErrorMessage);
      }
      return;
    }
    case 'function':
      surroundings.lambda.invokeAsync({ functionName: target.arn, payload: JSON.parse(input) as JsonValue, caller });
      return;
    case 'queue':
      surroundings.sqs.sendMessage(target.arn, input, {}, caller);
  }
}

/** Only who is asked too much, or has a fault, may answer otherwise the next time. */
function failed(execution: Execution, error: AwsError, surroundings: Surroundings): void {
  const { target, retries, due } = execution;
  const { clock, later } = surroundings;
  const isRetried =
    error.status === TOO_MANY_REQUESTS || error.status >= SERVER_FAULT || error.code === 'ThrottlingException';
  const exhausted: ExhaustedRetryCondition | undefined = isRetried
    ? exhaustedCondition(target.retryPolicy, retries, clock.now() - due)
    : undefined;
  if (!isRetried || exhausted) {
    buryInvocation({ execution, input: inputOf(execution, surroundings), error, exhausted }, surroundings);
    return;
  }
  later(retryDelay(retries), () => attempt({ ...execution, retries: retries + 1 }, surroundings));
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function inputOf(execution: Execution, { region }: Surroundings): string {
  const { scheduleArn, executionId, retries, target, due } = execution;
  return (target.input ?? noticeOf(execution, region))
    .replaceAll('<aws.scheduler.schedule-arn>', scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', eventTimeOf(due))
    .replaceAll('<aws.scheduler.execution-id>', executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(retries + 1));
}

/** What a function gets of a schedule without an input. */
function noticeOf({ scheduleArn, due }: Execution, { accountId, name }: Region): string {
  return JSON.stringify({
    ...{ version: '0', id: randomUUID(), 'detail-type': 'Scheduled Event', source: 'aws.scheduler' },
    ...{ account: accountId, time: eventTimeOf(due), region: name, resources: [scheduleArn], detail: '{}' },
  });
}
