// What is known of an invocation, and whom it needs.
import type { Clock } from '../foundation/clock';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { EventBridge } from '../eventbridge/eventbridge';
import type { AssumedRole } from '../iam/iam';
import type { Lambda } from '../lambda/lambda';
import type { Sqs } from '../sqs/sqs';
import type { Target } from './target';

/** What is invoked, and for whom. */
export interface Invocation {
  readonly scheduleArn: string;
  /** Of the schedule's group, on whose behalf roles are assumed: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
  readonly groupArn: string;
  readonly target: Target;
  /** Milliseconds since 1970. */
  readonly due: number;
}

/** One execution of an invocation, after so many attempts. */
export interface Execution extends Invocation {
  readonly executionId: string;
  /** How often it was tried again. */
  readonly retries: number;
}

/** Who is asked for an invocation, and who is told when it fails. */
export interface Surroundings {
  readonly region: Region;
  /** Whom an invocation is made as. @throws AwsError `AccessDenied` */
  readonly roleOf: (invocation: Invocation) => AssumedRole;
  readonly eventBridge: EventBridge;
  readonly lambda: Pick<Lambda, 'invokeAsync'>;
  readonly sqs: Pick<Sqs, 'sendMessage'>;
  readonly power: Power;
  readonly clock: Clock;
  /** Does something later, unless Scheduler is stopped. @param delay milliseconds */
  readonly later: (delay: number, task: () => void) => void;
}
