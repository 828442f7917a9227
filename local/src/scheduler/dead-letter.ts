// Invocations that came to nothing: https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
import { AwsError } from '../foundation/errors';
import { eventTimeOf } from '../eventbridge/eventbridge';
import type { MessageAttributes } from '../sqs/sqs';
import type { Execution, Surroundings } from './execution';
import type { ExhaustedRetryCondition } from './retry-policy';

/** An invocation that its target did not take. */
export interface LostInvocation {
  readonly execution: Execution;
  /** What the target would have got. */
  readonly input: string;
  readonly error: AwsError;
  /** Absent when another attempt would have been in vain. */
  readonly exhausted: ExhaustedRetryCondition | undefined;
}

/** Sends what was lost to its dead-letter queue, as the target's role, and tells the person at the terminal. */
export function buryInvocation(
  lost: LostInvocation,
  { roleOf, sqs, region: { log } }: Pick<Surroundings, 'roleOf' | 'sqs' | 'region'>,
): void {
  const { scheduleArn, target } = lost.execution;
  const { deadLetterArn } = target;
  log.info(
    `Schedule ${scheduleArn} did not reach ${target.arn} (${lost.error.code}: ${lost.error.message})${
      deadLetterArn === undefined ? '' : `; its dead-letter queue is ${deadLetterArn}`
    }`,
  );
  if (deadLetterArn === undefined) return;
  try {
    sqs.sendMessage(deadLetterArn, lost.input, attributesOf(lost), roleOf(lost.execution));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    log.info(`Schedule ${scheduleArn}: its dead-letter queue took nothing (${error.code}: ${error.message})`);
  }
}

function attributesOf({ execution, error, exhausted }: LostInvocation): MessageAttributes {
  return {
    SCHEDULE_ARN: text(execution.scheduleArn),
    TARGET_ARN: text(execution.target.arn),
    EXECUTION_ID: text(execution.executionId),
    SCHEDULED_TIME: text(eventTimeOf(execution.due)),
    RETRY_ATTEMPTS: text(String(execution.retries)),
    ERROR_CODE: text(error.code),
    ERROR_MESSAGE: text(error.message || error.code),
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: text(exhausted) }),
  };
}

function text(StringValue: string) {
  return { DataType: 'String', StringValue } as const;
}
