// `util.time`: https://docs.aws.amazon.com/appsync/latest/devguide/time-helpers-in-util-time-js.html
import type { JsonValue } from '../../../../foundation/json';
import { BuiltinError, type Builtins, requireNumber, requireText } from '../builtin';
import { formatMoment, parseMoment } from './java-time';

const MILLISECONDS = 1000;

/** The clock, ISO 8601, epochs, and patterns of Java's DateTimeFormatter. */
export const time: Builtins = {
  'util.time.nowISO8601': (_args, { clock }) => isoOf(clock.now()),
  'util.time.nowEpochSeconds': (_args, { clock }) => Math.floor(clock.now() / MILLISECONDS),
  'util.time.nowEpochMilliSeconds': (_args, { clock }) => clock.now(),
  'util.time.nowFormatted': ([pattern, zone], { clock }) =>
    format(clock.now(), pattern, zone, 'util.time.nowFormatted'),
  'util.time.parseFormattedToEpochMilliSeconds': ([value, pattern, zone]) => {
    const what = 'util.time.parseFormattedToEpochMilliSeconds';
    return parseMoment(requireText(value, what), requireText(pattern, what), optionalZone(zone, what));
  },
  'util.time.parseISO8601ToEpochMilliSeconds': ([value]) =>
    parseIso(requireText(value, 'util.time.parseISO8601ToEpochMilliSeconds')),
  'util.time.epochMilliSecondsToSeconds': ([value]) =>
    Math.floor(requireNumber(value, 'util.time.epochMilliSecondsToSeconds') / MILLISECONDS),
  'util.time.epochMilliSecondsToISO8601': ([value]) =>
    isoOf(checkedDate(requireNumber(value, 'util.time.epochMilliSecondsToISO8601')).getTime()),
  'util.time.epochMilliSecondsToFormatted': ([value, pattern, zone]) => {
    const what = 'util.time.epochMilliSecondsToFormatted';
    return format(checkedDate(requireNumber(value, what)).getTime(), pattern, zone, what);
  },
};

function format(moment: number, pattern: JsonValue | undefined, zone: JsonValue | undefined, what: string): string {
  return formatMoment(moment, requireText(pattern, what), optionalZone(zone, what));
}

function optionalZone(zone: JsonValue | undefined, what: string): string | undefined {
  return zone === undefined || zone === null ? undefined : requireText(zone, what);
}

/** As `toISOString` writes it, of which most is the same for every message of a second. */
function isoOf(moment: number): string {
  const milliseconds = Math.trunc(moment);
  const second = Math.floor(milliseconds / MILLISECONDS);
  if (second !== written.second) {
    written = { second, text: new Date(second * MILLISECONDS).toISOString().slice(0, -'000Z'.length) };
  }
  return `${written.text}${String(milliseconds - second * MILLISECONDS).padStart(3, '0')}Z`;
}

/** The last second up to its point. */
let written = { second: Number.NaN, text: '' };

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

function parseIso(value: string): number {
  const milliseconds = ISO_8601.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(milliseconds)) {
    throw new BuiltinError(
      `"${value}" is not an ISO 8601 timestamp with a time zone, such as 2018-02-01T17:21:05.180+08:00.`,
    );
  }
  return milliseconds;
}

function checkedDate(milliseconds: number): Date {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) throw new BuiltinError(`${milliseconds} milliseconds are outside of the calendar.`);
  return date;
}
