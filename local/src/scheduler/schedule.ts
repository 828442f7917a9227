// A schedule that invokes its target.
import { randomBytes } from 'node:crypto';
import { AwsError, Unreachable } from '../foundation/errors';
import type { JsonObject } from '../foundation/json';
import { type EventBridge, eventTimeOf } from '../eventbridge/eventbridge';
import type { Iam } from '../iam/iam';
import type { Log } from '../foundation/log';
import type { Target } from './target';

/** The service as which Scheduler assumes roles. */
const SERVICE = 'scheduler.amazonaws.com';

/** Bytes of an execution's id, which is written in hexadecimal. */
const EXECUTION_ID_BYTES = 8;

/** Every invocation is tried once. */
const ATTEMPT_NUMBER = '1';

/** What is invoked, and for whom. */
export interface Invocation {
  readonly scheduleArn: string;
  /** Of the schedule's group, on whose behalf roles are assumed: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
  readonly groupArn: string;
  readonly target: Target;
  /** Milliseconds since 1970. */
  readonly due: number;
}

/** Who is asked for an invocation, and who is told when it fails. */
export interface Surroundings {
  readonly iam: Iam;
  readonly eventBridge: EventBridge;
  readonly log: Log;
}

/**
 * Puts the event of a schedule on its bus. When that fails the log says why: the bus of the same region fails for reasons that
 * another attempt does not fix. A region that is down fires nothing, and makes up for nothing.
 */
export async function invoke(invocation: Invocation, { iam, eventBridge, log }: Surroundings): Promise<void> {
  const { scheduleArn, groupArn, target } = invocation;
  try {
    const caller = iam.assumeRole(target.roleArn, SERVICE, groupArn);
    const { Entries } = await eventBridge.putEvents([entryOf(invocation)], caller);
    for (const entry of Entries) {
      if ('ErrorCode' in entry) throw new AwsError(entry.ErrorCode, entry.ErrorMessage);
    }
  } catch (error) {
    if (error instanceof Unreachable) return;
    if (!(error instanceof AwsError)) throw error;
    log.info(`Schedule ${scheduleArn} did not reach ${target.busArn} (${error.code}: ${error.message})`);
  }
}

function entryOf(invocation: Invocation): JsonObject {
  const { scheduleArn, target } = invocation;
  return {
    EventBusName: target.busArn,
    DetailType: target.detailType,
    Source: target.source,
    Detail: withContext(invocation),
    Resources: [scheduleArn],
  };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function withContext({ scheduleArn, target, due }: Invocation): string {
  return target.input
    .replaceAll('<aws.scheduler.schedule-arn>', scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', eventTimeOf(due))
    .replaceAll('<aws.scheduler.execution-id>', randomBytes(EXECUTION_ID_BYTES).toString('hex'))
    .replaceAll('<aws.scheduler.attempt-number>', ATTEMPT_NUMBER);
}
