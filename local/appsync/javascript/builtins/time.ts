// `util.time`: https://docs.aws.amazon.com/appsync/latest/devguide/time-helpers-in-util-time-js.html
import { BuiltinError, type Builtins, requireNumber, requireText, unsupported } from './builtin';

const MILLISECONDS = 1000;

/** The clock, ISO 8601 and epochs. Patterns of Java's DateTimeFormatter are not supported. */
export const time: Builtins = {
  'util.time.nowISO8601': (_args, { clock }) => new Date(clock.now()).toISOString(),
  'util.time.nowEpochSeconds': (_args, { clock }) => Math.floor(clock.now() / MILLISECONDS),
  'util.time.nowEpochMilliSeconds': (_args, { clock }) => clock.now(),
  'util.time.parseISO8601ToEpochMilliSeconds': ([value]) =>
    parseIso(requireText(value, 'util.time.parseISO8601ToEpochMilliSeconds')),
  'util.time.epochMilliSecondsToSeconds': ([value]) =>
    Math.floor(requireNumber(value, 'util.time.epochMilliSecondsToSeconds') / MILLISECONDS),
  'util.time.epochMilliSecondsToISO8601': ([value]) =>
    formatIso(requireNumber(value, 'util.time.epochMilliSecondsToISO8601')),
  ...unsupported(
    'util.time.nowFormatted',
    'util.time.parseFormattedToEpochMilliSeconds',
    'util.time.epochMilliSecondsToFormatted',
  ),
};

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

function formatIso(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) throw new BuiltinError(`${milliseconds} milliseconds are outside of the calendar.`);
  return date.toISOString();
}
