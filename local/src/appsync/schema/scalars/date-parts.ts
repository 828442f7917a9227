// The parts of ISO 8601 dates and times as AppSync takes them: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html

const DATE = /^([+-]?\d{4,9})-(\d{2})-(\d{2})/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?/;
const OFFSET = /^(?:Z|[+-](\d{2}):(\d{2})(?::(\d{2}))?)$/;
const MAX_OFFSET_HOURS = 18;

/** The rest of the text after a calendar date; `undefined` when it does not begin with one. */
export function afterDate(text: string): string | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [all, year, month, day] = match;
  return isCalendarDate(Number(year), Number(month), Number(day)) ? text.slice(all.length) : undefined;
}

/** The rest of the text after a time of day, seconds and their fraction optional; `undefined` when there is none. */
export function afterTime(text: string): string | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [all, hour, minute, second = '0'] = match;
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 ? text.slice(all.length) : undefined;
}

/** Is the text `Z` or `±hh:mm`, or `±hh:mm:ss` as AppSync allows? */
export function isOffset(text: string): boolean {
  const match = OFFSET.exec(text);
  if (!match) return false;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) <= MAX_OFFSET_HOURS && Number(minutes) < 60 && Number(seconds) < 60;
}

function isCalendarDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  // Any leap year tells whether February has a 29th.
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= new Date(Date.UTC(leap ? 2000 : 2001, month, 0)).getUTCDate();
}
