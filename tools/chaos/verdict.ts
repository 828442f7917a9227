// Whether every promise was kept in a storm: docs/DELIVERY.md and the library's README say what they are.
import type { Heard, Listening, Log, Publication } from './log';

/** The verdict on a storm. */
export interface Verdict {
  /** Each broken promise in a sentence; none is as it should be. */
  readonly broken: readonly string[];
  readonly counts: Readonly<Record<'published' | 'acknowledged' | 'refused' | 'handed over' | 'gaps', number>>;
  /** By reason. */
  readonly gaps: Readonly<Record<string, number>>;
  /** Milliseconds from a call of `publish` until each subscriber that was live already was handed the message, sorted. */
  readonly delays: readonly number[];
}

/** The reasons of gaps that a stage with a history may tell: of what is late, and not lost. */
const LATE = new Set(['MessageMissing', 'OutOfOrder', 'TooLate']);

type HeardMessage = Extract<Heard, { readonly kind: 'message' }>;
type HeardGap = Extract<Heard, { readonly kind: 'gap' }>;

/** Judges a storm. */
export function verdictOf({ publications, listenings, mendedAt, unfinished }: Log): Verdict {
  const published = new Map(publications.map((publication) => [keyOf(publication), publication]));
  const isAcknowledged = ({ outcome }: Publication) => outcome.kind === 'acknowledged';
  const acknowledged = publications.filter(isAcknowledged).length;
  const messages = listenings.flatMap((listening) => messagesOf(listening));
  const gaps = listenings.flatMap(({ heard }) => heard.filter((entry) => entry.kind === 'gap'));
  return {
    broken: [
      ...unfinished,
      ...publications.flatMap(wronglyTaken),
      ...listenings.flatMap((listening) => [
        ...invented(listening, published),
        ...(listening.door === 'Events'
          ? brokenByConnection(listening, publications, mendedAt)
          : brokenByLibrary(listening, publications, published)),
      ]),
    ],
    counts: {
      ...{ published: publications.length, acknowledged, refused: publications.length - acknowledged },
      ...{ 'handed over': messages.length, gaps: gaps.length },
    },
    gaps: Object.fromEntries(
      [...new Set(gaps.map(({ reason }) => reason))].map((reason) => [
        reason,
        gaps.filter((gap) => gap.reason === reason).length,
      ]),
    ),
    delays: listenings.flatMap((listening) => delaysOf(listening, published)).sort((one, other) => one - other),
  };
}

/** What the client library promises. */
function brokenByLibrary(
  listening: Listening,
  publications: readonly Publication[],
  published: ReadonlyMap<string, Publication>,
): readonly string[] {
  return [
    ...repeated(listening),
    ...missing(listening, publications),
    ...unordered(listening, published),
    ...wronglyTold(listening, published),
  ];
}

/**
 * What the Events door promises a connection: all that is published while it lasts, in any order. Whatever is broadcast when a table
 * fails, or a region goes down, may be broadcast again.
 */
function brokenByConnection(
  listening: Listening,
  publications: readonly Publication[],
  mendedAt: number,
): readonly string[] {
  const late = new Set(publications.filter(({ calledAt }) => calledAt >= mendedAt).map(keyOf));
  const heard = listening.heard.filter((entry) => late.has(heardKeyOf(entry)));
  return [
    ...repeated({ ...listening, heard }),
    ...(listening.endedAt === undefined ? missing(listening, publications) : []),
  ];
}

function delaysOf(listening: Listening, published: ReadonlyMap<string, Publication>): readonly number[] {
  const { liveAt = Infinity } = listening;
  return messagesOf(listening).flatMap(({ at, ...message }) => {
    const { calledAt = 0 } = published.get(heardKeyOf(message)) ?? {};
    return calledAt < liveAt ? [] : [at - calledAt];
  });
}

/** Every refused publish is an error. */
function wronglyTaken({ publisher, channel, text, isForbidden, outcome }: Publication): readonly string[] {
  if (isForbidden === (outcome.kind === 'refused')) return [];
  const what = `${outcome.id} ("${text}") of ${publisher} to ${channel}`;
  return [
    outcome.kind === 'refused'
      ? `${what} was refused, with ${outcome.code}, though every fault was mended.`
      : `${what} was acknowledged, though it must be refused.`,
  ];
}

/** Nothing is seen that was not published. */
function invented(listening: Listening, published: ReadonlyMap<string, Publication>): readonly string[] {
  return messagesOf(listening).flatMap((message) => {
    const publication = published.get(heardKeyOf(message));
    const mayBe = publication && (publication.outcome.kind === 'acknowledged' || publication.outcome.mayArrive);
    const isWhole = publication?.channel === listening.channel && publication.text === message.text;
    if (mayBe && isWhole) return [];
    return [`${nameOf(listening)} was handed ${message.id} ("${message.text}"), which was not published like that.`];
  });
}

/** Nothing is handed over twice. */
function repeated(listening: Listening): readonly string[] {
  const seen = new Map<string, HeardMessage>();
  return messagesOf(listening).flatMap((message) => {
    const first = seen.get(heardKeyOf(message));
    seen.set(heardKeyOf(message), first ?? message);
    if (!first) return [];
    return [
      `${nameOf(listening)} was handed ${message.id} ("${message.text}") at ${timeOf(first.at)}, and again at ${timeOf(message.at)}.`,
    ];
  });
}

/**
 * What was acknowledged is handed over to everyone to whom it was promised; unless its lateness was told, with the message.
 * @returns a sentence for each message that was not
 */
export function missing(listening: Listening, publications: readonly Publication[]): readonly string[] {
  const { channel, promisedFrom, heard } = listening;
  if (promisedFrom === undefined) return [`${nameOf(listening)} was never live.`];
  const had = new Set(
    heard
      .filter((entry) => entry.kind === 'message' || entry.reason === 'TooLate')
      .map(({ sender, id = '' }) => heardKeyOf({ sender, id })),
  );
  return publications.flatMap((publication) => {
    const { outcome, calledAt, publisher, text } = publication;
    const isPromised = outcome.kind === 'acknowledged' && publication.channel === channel && calledAt >= promisedFrom;
    if (!isPromised || had.has(keyOf(publication))) return [];
    return [
      `${nameOf(listening)} was never handed ${outcome.id} ("${text}"), which ${publisher} published at ${timeOf(calledAt)} and got acknowledged at ${timeOf(outcome.at)}.`,
    ];
  });
}

/**
 * A publisher's messages come in its order; unless one that does not is told before it. What entered the system before the
 * subscription began is not owed, and may come when it likes.
 */
function unordered(listening: Listening, published: ReadonlyMap<string, Publication>): readonly string[] {
  const order = new Map([...published.keys()].map((key, index) => [key, index]));
  const latest = new Map<string, HeardMessage>();
  const told = new Set<string>();
  const broken: string[] = [];
  for (const entry of listening.heard) {
    const key = heardKeyOf(entry);
    if (entry.kind === 'gap') {
      if (entry.reason === 'OutOfOrder') told.add(key);
      continue;
    }
    const publication = published.get(key);
    // Of what was not acknowledged its publisher names nothing after it.
    if (publication?.outcome.kind !== 'acknowledged' || publication.calledAt < (listening.promisedFrom ?? 0)) continue;
    const before = latest.get(publication.publisher);
    const isLate = before !== undefined && (order.get(heardKeyOf(before)) ?? 0) > (order.get(key) ?? 0);
    if (!isLate) latest.set(publication.publisher, entry);
    else if (!told.has(key)) {
      broken.push(
        `${nameOf(listening)} was handed ${entry.id} ("${entry.text}") at ${timeOf(entry.at)}, after ${before.id} ("${before.text}"), which ${publication.publisher} published later, and was not told.`,
      );
    }
  }
  return broken;
}

/** A gap is told of what was published, and not of what a history of hours still has. */
function wronglyTold(listening: Listening, published: ReadonlyMap<string, Publication>): readonly string[] {
  const gaps: readonly HeardGap[] = listening.heard.filter((entry) => entry.kind === 'gap');
  return gaps.flatMap((gap) => {
    if (!LATE.has(gap.reason)) {
      return [`${nameOf(listening)} was told ${gap.reason} at ${timeOf(gap.at)}, though the history has everything.`];
    }
    if (published.has(heardKeyOf(gap))) return [];
    return [`${nameOf(listening)} was told ${gap.reason} of ${gap.id ?? 'no message'}, which was not published.`];
  });
}

function messagesOf({ heard }: Listening): readonly HeardMessage[] {
  return heard.filter((entry) => entry.kind === 'message');
}

/** What makes a message the same: id and sender. The tokens of a publisher have its name for their subject. */
function keyOf({ publisher, outcome }: Publication): string {
  return heardKeyOf({ sender: publisher, id: outcome.id });
}

function heardKeyOf({ sender, id }: { readonly sender?: string | null | undefined; readonly id?: string | undefined }) {
  return `${sender ?? ''} ${id ?? ''}`;
}

function nameOf({ subscriber, channel }: Listening): string {
  return `${subscriber} on ${channel}`;
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, -1);
}
