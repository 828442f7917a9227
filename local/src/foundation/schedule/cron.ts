// Cron expressions. Rules and schedules have the same: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions
import { Cron } from 'croner';

/** The values of a field, which a range may run through and begin again. */
interface Field {
  readonly first: number;
  readonly last: number;
  /** In the order of the values, from `first` on. */
  readonly names?: readonly string[];
  readonly endless?: true;
}

const MINUTES: Field = { first: 0, last: 59 };
const HOURS: Field = { first: 0, last: 23 };
const DAYS: Field = { first: 1, last: 31 };
const MONTHS: Field = {
  first: 1,
  last: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const WEEKDAYS: Field = { first: 1, last: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const YEARS: Field = { first: 1970, last: 2199, endless: true };

/** `*`, `1`, `1-5`, and each of them with `/2`. */
const ITEM = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/;
const NTH_WEEKDAY = /^(\w+)#([1-5])$/;
const LAST_WEEKDAY = /^(\w+)L$/;
const NEAREST_WEEKDAY = /^(\w+)W$/;
const LAST_WORKDAY = 'LW';

/**
 * Compiles a cron expression.
 * @param expression what stands between the brackets
 * @param timezone in which its times are, such as `Europe/Zurich`
 * @returns what says when it goes off next, after a time in milliseconds since 1970, or undefined if the expression is invalid
 */
export function compileCron(expression: string, timezone = 'UTC'): ((after: number) => number) | undefined {
  const [minutes = '', hours = '', days = '', months = '', weekdays = '', years = '', ...more] = expression
    .toUpperCase()
    .split(/ +/);
  if (more.length > 0 || (days === '?') === (weekdays === '?')) return undefined;
  const time = [valuesOf(minutes, MINUTES), valuesOf(hours, HOURS)];
  const date = [valuesOf(months, MONTHS), daysOfWeek(weekdays), valuesOf(years, YEARS)];
  const timetables = daysOfMonth(days)?.map((way) => ['0', ...time, way, ...date]);
  if (!timetables || timetables.flat().includes(undefined)) return undefined;
  const crons = timetables.map((fields) => new Cron(fields.join(' '), { timezone, mode: '7-part' }));
  return (after) => Math.min(...crons.map((cron) => nextOf(cron, after)));
}

function nextOf(cron: Cron, after: number): number {
  return cron.nextRun(new Date(after))?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** The days in the library's words, each of which makes a timetable: it knows the last workday of a month only by itself. */
function daysOfMonth(field: string): readonly string[] | undefined {
  if (field === '?') return ['*'];
  const items = field.split(',');
  const others = items.filter((item) => item !== LAST_WORKDAY);
  const days = listOf(others, (item) => {
    const nearest = NEAREST_WEEKDAY.exec(item)?.[1];
    if (nearest !== undefined) return withSuffix(valueOf(nearest, DAYS), 'W');
    return item === 'L' ? item : valuesOfItem(item, DAYS)?.join();
  });
  if (days === undefined) return undefined;
  return [...(days === '' ? [] : [days]), ...(others.length < items.length ? [LAST_WORKDAY] : [])];
}

/** In the library's words, to which Sunday is 0. `L` is the last day of the week, `6L` the last Friday of the month. */
function daysOfWeek(field: string): string | undefined {
  if (field === '?') return '*';
  const [, nth, week] = NTH_WEEKDAY.exec(field) ?? [];
  if (nth !== undefined) return withSuffix(weekdayOf(nth), `#${week ?? ''}`);
  // AWS's page has no steps here, and EventBridge takes none: https://github.com/teamkeel/keel/pull/1286
  if (field.includes('/')) return undefined;
  return listOf(field.split(','), (item) => {
    const last = LAST_WEEKDAY.exec(item)?.[1];
    if (last !== undefined) return withSuffix(weekdayOf(last), 'L');
    if (item === 'L') return String(WEEKDAYS.last - 1);
    return valuesOfItem(item, WEEKDAYS)
      ?.map((day) => day - 1)
      .join();
  });
}

function weekdayOf(text: string): number | undefined {
  const value = valueOf(text, WEEKDAYS);
  return value === undefined ? undefined : value - 1;
}

function withSuffix(value: number | undefined, suffix: string): string | undefined {
  return value === undefined ? undefined : `${value}${suffix}`;
}

function valuesOf(text: string, field: Field): string | undefined {
  return listOf(text.split(','), (item) => valuesOfItem(item, field)?.join());
}

function listOf(items: readonly string[], read: (item: string) => string | undefined): string | undefined {
  const texts = items.map(read);
  return texts.includes(undefined) ? undefined : texts.join();
}

function valuesOfItem(item: string, field: Field): readonly number[] | undefined {
  const [, any, from, to, step = '1'] = ITEM.exec(item) ?? [];
  const start = any === undefined ? valueOf(from ?? '', field) : field.first;
  const end = to === undefined ? lastOf(item, start, field) : valueOf(to, field);
  const size = field.last - field.first + 1;
  const stride = Number(step);
  if (start === undefined || end === undefined || stride < 1 || stride > size) return undefined;
  if (start > end && field.endless) return undefined;
  const count = start > end ? end + size - start : end - start;
  return Array.from({ length: Math.floor(count / stride) + 1 }, (_, index) => {
    return field.first + ((start - field.first + index * stride) % size);
  });
}

/** `5/10` goes on to the end of the field, `5` is by itself. */
function lastOf(item: string, start: number | undefined, field: Field): number | undefined {
  return /[*/]/.test(item) ? field.last : start;
}

function valueOf(text: string, { first, last, names = [] }: Field): number | undefined {
  const name = names.indexOf(text);
  if (name >= 0) return first + name;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= first && value <= last ? value : undefined;
}
