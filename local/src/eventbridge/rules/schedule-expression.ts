// When a scheduled rule fires. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
import { Cron } from 'croner';
import { validationError } from '../validation-error';

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

/** Minutes, hours, day of the month, month, day of the week, year. */
const CRON = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;
/** What the engine's cron has not: the last day of a kind in the month, and the weekday next to a day. */
const UNSUPPORTED_DAYS = /\dL|W/;

/**
 * Compiles a `ScheduleExpression`.
 * @throws AwsError `ValidationException`
 */
export function compileSchedule(expression: string): Schedule {
  const fields = CRON.exec(expression);
  return fields ? cron(fields.slice(1)) : rate(expression);
}

function rate(expression: string): Schedule {
  const [, count, unit = '', plural] = RATE.exec(expression) ?? [];
  const duration = UNITS.get(unit);
  if (duration === undefined || (count === '1') !== (plural === '')) throw invalid();
  const period = Number(count) * duration;
  return { next: (after) => after + period };
}

/** In UTC. One of the two kinds of days is `?`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
function cron([minute = '', hour = '', day = '', month = '', weekday = '', year = '']: readonly string[]): Schedule {
  if ((day === '?') === (weekday === '?')) throw invalid();
  if (UNSUPPORTED_DAYS.test(day) || UNSUPPORTED_DAYS.test(weekday)) {
    throw validationError(`The engine has no cron expressions with "${day}" or "${weekday}" for days.`);
  }
  const pattern = ['0', minute, hour, anyDay(day), month, anyDay(fromSunday(weekday)), year].join(' ');
  const timetable = timetableOf(pattern);
  return { next: (after) => timetable.nextRun(new Date(after))?.getTime() ?? Number.POSITIVE_INFINITY };
}

function timetableOf(pattern: string): Cron {
  try {
    return new Cron(pattern, { timezone: 'UTC', mode: '7-part', sloppyRanges: true });
  } catch {
    throw invalid();
  }
}

function anyDay(field: string): string {
  return field === '?' ? '*' : field;
}

/** AWS counts the days of the week from 1, Sunday; the library from 0. What follows `#` or `/` is no day. */
function fromSunday(weekday: string): string {
  if (/(^|[-,])[089]/.test(weekday)) throw invalid();
  return weekday.replace(/(^|[-,])([1-7])/g, (_, before: string, day: string) => `${before}${Number(day) - 1}`);
}

function invalid() {
  return validationError('Parameter ScheduleExpression is not valid.');
}
