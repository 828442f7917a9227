// When a scheduled rule or a schedule fires. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
import { Cron } from 'croner';
import { AwsError } from '../errors';
import { compileCron } from './cron';

/** A schedule, compiled. */
export interface Schedule {
  /**
   * When the rule fires next; `Infinity` for never.
   * @param after milliseconds since 1970: its creation, or when it fired last
   */
  next(after: number): number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds of a unit; one of it is written in the singular, more in the plural. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['minute', MINUTE],
  ['hour', HOUR],
  ['day', DAY],
]);

const RATE = /^rate\(([1-9]\d{0,8}) (minute|hour|day)(s?)\)$/;
const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;
const CRON = /^cron\((.*)\)$/;

/**
 * Compiles a `ScheduleExpression`.
 * @param timezone in which a cron expression is; rates have none
 * @throws AwsError `ValidationException`
 */
export function compileSchedule(expression: string, timezone = 'UTC'): Schedule {
  const [, fields] = CRON.exec(expression) ?? [];
  const next = fields === undefined ? rate(expression) : compileCron(fields, timezone);
  if (!next) throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  return { next };
}

/**
 * Compiles an expression of one time, which only Scheduler has: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time
 * @param timezone such as `Europe/Zurich`
 * @returns undefined for one that is not of this kind, or not of the calendar
 */
export function compileOnce(expression: string, timezone: string): Schedule | undefined {
  const [, time] = AT.exec(expression) ?? [];
  if (time === undefined || !isOfCalendar(time)) return undefined;
  const due = new Cron(time, { timezone }).nextRun(new Date(0))?.getTime() ?? Number.POSITIVE_INFINITY;
  return { next: (after) => (due > after ? due : Number.POSITIVE_INFINITY) };
}

/** Not February 30. */
function isOfCalendar(time: string): boolean {
  const date = new Date(`${time}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(time);
}

function rate(expression: string): Schedule['next'] | undefined {
  const [, count, unit = '', plural] = RATE.exec(expression) ?? [];
  const duration = UNITS.get(unit);
  if (duration === undefined || (count === '1') !== (plural === '')) return undefined;
  const period = Number(count) * duration;
  return (after) => after + period;
}
