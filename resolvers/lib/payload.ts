// Whether a message's data is what the stage wants in its channel: its setting `payloads`.
import { util } from '@aws-appsync/utils';
import { covers } from './channel';
import { quoted, shortened } from './quoted';
import type { Refusal } from './refusal';

/** What the packaging puts here: resources/api/payload-rules.js. */
declare const PAYLOAD_RULES: PayloadRule[];

/** What must hold of a place in the data. `tools/stages/payload-schema.js` makes them of JSON Schemas, outer places first. */
export type PayloadRule = {
  /** A channel or a pattern. */
  channels: string;
  /** The names of the members on the way there; 0 stands for every item of a list. */
  at: (string | 0)[];
  /** Words of JSON Schema. Null where nothing is said. */
  types: string[] | null;
  required: string[] | null;
  /** All names that there may be. */
  known: string[] | null;
  /** Values, as JSON text. */
  values: string[] | null;
  /** A number's bounds, and those that it must not reach. */
  least: number | null;
  most: number | null;
  above: number | null;
  below: number | null;
  /** Characters of a text. */
  shortest: number | null;
  longest: number | null;
  /** Items of a list. */
  fewest: number | null;
  mostItems: number | null;
};

/** A place in the data. */
type Place = { path: string; value: unknown };

/** `InvalidData` with the place of the first mistake; null if the data fits. No data is null. */
export function dataRefusal(name: string, data: unknown): Refusal | null {
  for (const rule of rulesFor(PAYLOAD_RULES, name)) {
    for (const place of placesOf(rule, { path: 'data', value: data ?? null })) {
      const mistake = mistakeOf(rule, place.value);
      if (mistake !== null) {
        const message = `The data does not fit channel ${quoted(name)}: ${place.path} ${mistake}.`;
        return { errorType: 'InvalidData', message };
      }
    }
  }
  return null;
}

function rulesFor(rules: PayloadRule[], name: string): PayloadRule[] {
  return rules.filter(({ channels }) => covers(channels, name));
}

function placesOf({ at }: PayloadRule, root: Place): Place[] {
  let places = [root];
  for (const step of at) {
    places = places.flatMap((place) => placesBelow(place, step));
  }
  return places;
}

function placesBelow({ path, value }: Place, step: string | 0): Place[] {
  if (step === 0) {
    if (kindOf(value) !== 'array') return [];
    return (value as unknown[]).map((item, index) => ({ path: `${path}[${index}]`, value: item }));
  }
  if (kindOf(value) !== 'object' || Object.keys(value as object).indexOf(step) < 0) return [];
  return [{ path: `${path}.${step}`, value: (value as Record<string, unknown>)[step] }];
}

function mistakeOf(rule: PayloadRule, value: unknown): string | null {
  const { types, values } = rule;
  const kind = kindOf(value);
  if (types && !types.some((type) => type === kind || (type === 'integer' && isWhole(value)))) {
    return `must be of type ${types.join(' or ')}, not ${kind}`;
  }
  if (values && values.indexOf(JSON.stringify(value)) < 0) return `must be ${shortened(values.join(' or '))}`;
  if (kind === 'object') return memberMistake(rule, Object.keys(value as object));
  if (kind === 'number') return numberMistake(rule, value as number);
  if (kind === 'string') return textMistake(rule, value as string);
  if (kind === 'array') {
    return lengthMistake((value as unknown[]).length, { least: rule.fewest, most: rule.mostItems, what: 'items' });
  }
  return null;
}

function memberMistake({ required, known }: PayloadRule, names: string[]): string | null {
  const missing = (required ?? []).filter((name) => names.indexOf(name) < 0);
  if (missing.length > 0) return `must have the member ${quoted(missing[0] ?? '')}`;
  if (!known) return null;
  // One more than are known has one that is not.
  const unknown = names.slice(0, known.length + 1).filter((name) => known.indexOf(name) < 0);
  return unknown.length > 0 ? `must not have the member ${quoted(unknown[0] ?? '')}` : null;
}

function numberMistake({ least, most, above, below }: PayloadRule, value: number): string | null {
  if (least !== null && value < least) return `must be ${least} or more`;
  if (most !== null && value > most) return `must be ${most} or less`;
  if (above !== null && value <= above) return `must be more than ${above}`;
  if (below !== null && value >= below) return `must be less than ${below}`;
  return null;
}

/** What a length may be, and what it counts. */
type Length = { least: number | null; most: number | null; what: string };

function lengthMistake(length: number, { least, most, what }: Length): string | null {
  if (least !== null && length < least) return `must have ${least} ${what} or more`;
  if (most !== null && length > most) return `must have ${most} ${what} or fewer`;
  return null;
}

function textMistake({ shortest, longest }: PayloadRule, text: string): string | null {
  // To count them costs.
  if (shortest === null && longest === null) return null;
  return lengthMistake(charactersOf(text), { least: shortest, most: longest, what: 'characters' });
}

/** As JSON Schema counts: an emoji is one, which is two in JavaScript. In UTF-8 those are the ones whose first byte is F0 to F4. */
function charactersOf(text: string): number {
  return text.length - (util.urlEncode(text).split('%F').length - 1);
}

/** In the words of JSON Schema. APPSYNC_JS has no `Array.isArray`. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  // JSON has no number so large, and subscribers get null.
  if (typeof value === 'number' && JSON.stringify(value) === 'null') return 'null';
  if (typeof value !== 'object') return typeof value;
  // A map may have a member of that name.
  const mayBeList = typeof (value as { length?: unknown }).length === 'number';
  return mayBeList && JSON.stringify(value).charAt(0) === '[' ? 'array' : 'object';
}

function isWhole(value: unknown): boolean {
  return kindOf(value) === 'number' && (value as number) % 1 === 0;
}
