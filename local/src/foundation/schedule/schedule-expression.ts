// When a scheduled rule fires. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
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
const CRON = /^cron\((.*)\)$/;

/**
 * Compiles a `ScheduleExpression`. Cron expressions are in UTC.
 * @throws AwsError `ValidationException`
 */
export function compileSchedule(expression: string): Schedule {
  const [, fields] = CRON.exec(expression) ?? [];
  const next = fields === undefined ? rate(expression) : compileCron(fields);
  if (!next) throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  return { next };
}

function rate(expression: string): Schedule['next'] | undefined {
  const [, count, unit = '', plural] = RATE.exec(expression) ?? [];
  const duration = UNITS.get(unit);
  if (duration === undefined || (count === '1') !== (plural === '')) return undefined;
  const period = Number(count) * duration;
  return (after) => after + period;
}
