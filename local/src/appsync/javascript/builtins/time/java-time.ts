// Java's date patterns and time zones, as js-joda ports them.
import { createRequire } from 'node:module';
import { BuiltinError } from '../builtin';

/** Characters of a pattern, or of a text to parse. Ours. */
const MAX_LENGTH = 200;
const QUOTED = /'[^']*'/g;
/** The zone's name: js-joda has `ET` where Java has `EST`. */
const UNSUPPORTED_LETTER = /z/;

/** A zone of js-joda's own, that of this machine. */
const MACHINE_ZONE = 'SYSTEM';

const load = createRequire(__filename);

/** Loaded when code asks for it: the rules of all time zones take a quarter of a second. */
function joda() {
  const core = load('@js-joda/core') as typeof import('@js-joda/core');
  load('@js-joda/timezone');
  const { Locale } = load('@js-joda/locale_en-us') as typeof import('@js-joda/locale_en-us');
  return { core, english: Locale.US };
}

/**
 * Writes a moment as a pattern says.
 * @param moment milliseconds since 1970
 * @throws BuiltinError for a pattern or a zone that Java does not know
 */
export function formatMoment(moment: number, pattern: string, zone = 'Z'): string {
  const { core } = joda();
  return translated(pattern, () => {
    const local = core.ZonedDateTime.ofInstant(core.Instant.ofEpochMilli(moment), zoneOf(zone));
    return formatterOf(pattern).format(local);
  });
}

/**
 * Reads a moment.
 * @param zone for text that names none
 * @returns milliseconds since 1970
 * @throws BuiltinError when the text does not fit, or is not a date, a time and, without `zone`, a time zone
 */
export function parseMoment(text: string, pattern: string, zone: string | undefined): number {
  const { core } = joda();
  return translated(text, () => {
    requireShort(text, 'A text to parse');
    const fields = formatterOf(pattern).parse(text);
    const where = fields.query(core.TemporalQueries.zone()) ?? (zone === undefined ? undefined : zoneOf(zone));
    const date = fields.query(core.TemporalQueries.localDate());
    const time = fields.query(core.TemporalQueries.localTime());
    if (!date || !time) throw new BuiltinError(`Text '${text}' could not be parsed: it is not a date with a time.`);
    if (!where) throw new BuiltinError(`Text '${text}' could not be parsed: it has no time zone.`);
    return date.atTime(time).atZone(where).toInstant().toEpochMilli();
  });
}

function formatterOf(pattern: string) {
  requireShort(pattern, 'A pattern');
  const letter = UNSUPPORTED_LETTER.exec(pattern.replace(QUOTED, ''))?.[0];
  if (letter !== undefined) throw new BuiltinError(`The local engine does not know the pattern letter ${letter}.`);
  const { core, english } = joda();
  return core.DateTimeFormatter.ofPattern(pattern).withLocale(english);
}

function zoneOf(name: string) {
  if (name === MACHINE_ZONE) throw new BuiltinError(`Unknown time-zone ID: ${name}`);
  return joda().core.ZoneId.of(name);
}

function requireShort(text: string, what: string): void {
  if (text.length <= MAX_LENGTH) return;
  throw new BuiltinError(`${what} has at most ${MAX_LENGTH} characters in the local engine.`);
}

/** js-joda's sentences are Java's, with a repetition of the text behind them. */
function translated<Value>(text: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof BuiltinError || !(error instanceof Error)) throw error;
    const [sentence = ''] = error.message.split(`: ${text}, at index: `);
    throw new BuiltinError(sentence, { cause: error });
  }
}
