// The region's schedules.
import type { Clock } from '../foundation/clock';
import type { EventBridge } from '../eventbridge/eventbridge';
import type { Iam } from '../iam/iam';
import { AwsError } from '../foundation/errors';
import { Recurrence } from '../foundation/schedule/recurrence';
import { compileOnce, compileSchedule, type Schedule } from '../foundation/schedule/schedule-expression';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { Lambda } from '../lambda/lambda';
import type { Sqs } from '../sqs/sqs';
import { MAX_SCHEDULE_NAME, PRECISION } from './limits';
import { invalid } from './invalid';
import type { Invocation } from './execution';
import { invoke } from './schedule';
import type { ScheduleDefinition, Scheduler } from './scheduler';
import { parseTarget } from './target';

/** The service as which Scheduler assumes roles. */
const SERVICE = 'scheduler.amazonaws.com';

/** The group that every account has, and the only one here. */
const DEFAULT_GROUP = 'default';

const NAME = new RegExp(`^[0-9a-zA-Z\\-_.]{1,${MAX_SCHEDULE_NAME}}$`);

/** What schedules need of others. */
export interface SchedulerOptions {
  readonly iam: Iam;
  readonly eventBridge: EventBridge;
  readonly lambda: Pick<Lambda, 'invokeAsync'>;
  readonly sqs: Pick<Sqs, 'sendMessage'>;
  readonly power: Power;
  /** What schedules go by. */
  readonly clock: Clock;
  /** When in its minute a schedule goes off: from 0 to 1. */
  readonly random?: () => number;
}

/** Creates the schedules of a region, at first none. */
export function createScheduler(
  region: Region,
  { iam, clock, random = Math.random, ...neighbours }: SchedulerOptions,
): Scheduler {
  /** By ARN; one that is disabled does not recur. */
  const schedules = new Map<string, Recurrence | undefined>();
  const waiting = new Set<() => void>();
  const later = (delay: number, task: () => void) => {
    const cancel = clock.after(delay, () => {
      waiting.delete(cancel);
      task();
    });
    waiting.add(cancel);
  };
  const roleOf = ({ target, groupArn }: Invocation) => iam.assumeRole(target.roleArn, SERVICE, groupArn);
  const recurrenceOf = (arn: string, definition: ScheduleDefinition) => {
    const groupArn = groupArnOf(definition, region);
    const schedule = scheduleOf(definition);
    const target = parseTarget(definition.target, region);
    const send = (due: number) => {
      const invocation = { scheduleArn: arn, groupArn, target, due };
      const surroundings = { ...neighbours, region, clock, later, roleOf };
      invoke(invocation, surroundings);
    };
    // Between its minute and the moment within it, a schedule may be deleted.
    const fire = (due: number) =>
      later(random() * PRECISION, () => {
        if (schedules.has(arn)) send(due);
      });
    if (definition.state !== 'ENABLED') return undefined;
    return new Recurrence(clock, schedule, firstOf(definition.scheduleExpression, schedule, clock.now()), fire);
  };
  const find = (definition: Pick<ScheduleDefinition, 'name' | 'groupName'>) => {
    const arn = arnOf(definition, region);
    if (schedules.has(arn)) return arn;
    throw new AwsError('ResourceNotFoundException', `Schedule ${definition.name} does not exist.`, 404);
  };
  return {
    createSchedule: (definition) => {
      const arn = arnOf(definition, region);
      if (schedules.has(arn)) {
        throw new AwsError('ConflictException', `Schedule ${definition.name} already exists.`, 409);
      }
      schedules.set(arn, recurrenceOf(arn, definition));
      return { arn };
    },
    updateSchedule: (definition) => {
      const arn = find(definition);
      const recurrence = recurrenceOf(arn, definition);
      schedules.get(arn)?.stop();
      schedules.set(arn, recurrence);
      return { arn };
    },
    deleteSchedule: (definition) => {
      const arn = find(definition);
      schedules.get(arn)?.stop();
      schedules.delete(arn);
    },
    stop: () => {
      for (const recurrence of schedules.values()) recurrence?.stop();
      for (const cancel of waiting) cancel();
    },
  };
}

function groupArnOf({ groupName }: ScheduleDefinition, { partition, name, accountId }: Region): string {
  return `arn:${partition}:scheduler:${name}:${accountId}:schedule-group/${groupName}`;
}

function arnOf(
  { name, groupName }: Pick<ScheduleDefinition, 'name' | 'groupName'>,
  { partition, name: region, accountId }: Region,
): string {
  if (!NAME.test(name)) throw invalid(`The schedule name "${name}" is not valid.`);
  if (groupName !== DEFAULT_GROUP) {
    throw new AwsError('ResourceNotFoundException', `Schedule group ${groupName} does not exist.`, 404);
  }
  return `arn:${partition}:scheduler:${region}:${accountId}:schedule/${groupName}/${name}`;
}

function scheduleOf({ scheduleExpression: expression, timezone = 'UTC' }: ScheduleDefinition): Schedule {
  requireTimezone(timezone);
  try {
    return compileOnce(expression, timezone) ?? compileSchedule(asOfRule(expression), timezone);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(`Invalid Schedule Expression ${expression}.`);
  }
}

function requireTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw invalid(`Invalid timezone ${timezone}.`);
  }
}

/** Schedules take a unit in the singular and the plural, whatever its number: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
function asOfRule(expression: string): string {
  return expression.replace(/^rate\((\d+) (minute|hour|day)s?\)$/, (_, count: string, unit: string) => {
    return `rate(${count} ${unit}${count === '1' ? '' : 's'})`;
  });
}

/**
 * A rate begins at once: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
 * @param now milliseconds since 1970
 */
function firstOf(expression: string, schedule: Schedule, now: number): number {
  return expression.startsWith('rate(') ? now : schedule.next(now);
}
