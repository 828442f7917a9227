// What a message on the bus counts for. Anybody may send one, so whatever is not a vote counts for nothing.
import { createHash } from 'node:crypto';
import { HERE, KINDS, MOST_VOTES, VOTES } from '../contract';
import { isFilm } from './films';

/** An event of the planet's, as every region's bus has it. */
export interface BusEvent {
  /** The region where the message entered the planet, in every region. */
  readonly region: string;
  readonly detail: {
    readonly name: string;
    readonly id: string;
    /** ISO 8601, of the clock of that region. */
    readonly publishedAt: string;
    readonly userId?: string | null;
    /** JSON text. */
    readonly data?: string | null;
  };
}

/** A number to add to one of the counters. */
export interface Addition {
  /** `films`, or `here` for those who watch. */
  readonly list: 'films' | 'here';
  /** A film's id, or a minute since 1970. */
  readonly item: string;
  /** A kind of vote and the region where it entered: `love@us-west-2`. Each region counts for itself what entered where. */
  readonly counter: string;
  readonly by: number;
}

/** What a message counts for. */
export interface Countable {
  /** The same for the same message, however often and from wherever it comes, and for no other. */
  readonly key: string;
  readonly additions: readonly Addition[];
}

/** Milliseconds. */
export const MINUTE = 60_000;

/** @returns nothing for what counts for nothing */
export function countableOf({ region, detail }: BusEvent): Countable | undefined {
  const additions = detail.name === HERE ? hereIn(region, detail.publishedAt) : votesIn(region, detail.data);
  return additions.length === 0 ? undefined : { key: keyOf(detail), additions };
}

/** Of its content, too: who takes another's id for other votes has sent another message. */
function keyOf({ name, id, userId, data }: BusEvent['detail']): string {
  const text = JSON.stringify([name, id, userId ?? null, name === VOTES ? data : null]);
  return createHash('sha256').update(text).digest('base64url');
}

function hereIn(region: string, publishedAt: string): readonly Addition[] {
  const minute = Math.floor(Date.parse(publishedAt) / MINUTE);
  if (!Number.isFinite(minute)) return [];
  return [{ list: 'here', item: String(minute), counter: `here@${region}`, by: 1 }];
}

/** @param text of a `Ballot`, if it is one */
function votesIn(region: string, text: string | null | undefined): readonly Addition[] {
  const { votes } = membersOf(parsed(text ?? ''));
  const additions = Object.entries(membersOf(votes)).flatMap(([film, counts]) =>
    KINDS.map((kind) => ({
      ...{ list: 'films' as const, item: film, counter: `${kind}@${region}` },
      by: numberOf(membersOf(counts)[kind] ?? 0),
    })),
  );
  const isSound = additions.every(({ item, by }) => isFilm(item) && Number.isInteger(by) && by >= 0);
  const sum = additions.reduce((total, { by }) => total + by, 0);
  return isSound && sum <= MOST_VOTES ? additions.filter(({ by }) => by > 0) : [];
}

/** The value's members; none of anything but an object. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
