// When a scheduled rule fires. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
import { validationError } from './validation-error';

/** A schedule, compiled. */
export interface Schedule {
  /**
   * When the rule fires next.
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

/**
 * Compiles a `ScheduleExpression`.
 * @throws AwsError `ValidationException`
 */
export function compileSchedule(expression: string): Schedule {
  if (expression.startsWith('cron(')) {
    throw validationError(`The engine has no cron expressions such as ${expression}; it has rate expressions.`);
  }
  const [, count, unit = '', plural] = RATE.exec(expression) ?? [];
  const duration = UNITS.get(unit);
  if (duration === undefined || (count === '1') !== (plural === '')) {
    throw validationError('Parameter ScheduleExpression is not valid.');
  }
  const period = Number(count) * duration;
  return { next: (after) => after + period };
}
