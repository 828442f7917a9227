// The history of a channel, or of those that a pattern covers: from where on it is read, and how.
import type { Api } from './api';
import { FIELDS, type RawMessage } from './message';
import { newestOf, oldestOf, raise } from './positions';
import { oldestUlid, timeOf } from './ulid';

/** Messages that a page has at most. */
const PAGE = 250;
/** The API's own most. */
const MOST_LAST = 1000;

/** What is asked for of one region's messages. */
interface Question {
  readonly region: string;
  readonly after?: string;
  readonly since?: string;
  readonly last?: number;
  readonly limit?: number;
}

/** A part of one region's messages. */
interface Page {
  readonly messages: RawMessage[];
  readonly hasMore: boolean;
  /** Where the newest of them stands: late ones stand where they landed. */
  readonly next: string | null;
}

/** The messages of one region that are being read. */
interface Stream {
  question: Question;
  /** Those of a page that were not taken yet. */
  messages: RawMessage[];
  hasMore: boolean;
}

/**
 * Makes what reads a channel's history, and knows how far a subscription has had it.
 * @param since where a subscription begins that wants what came since a time: ISO 8601
 * @param regions the stage's
 * @param forgottenOf of a region: positions up to this one may have been forgotten
 */
export function createHistory(
  api: Api,
  channel: string,
  since: string | undefined,
  regions: () => readonly string[],
  forgottenOf: (region: string) => string,
) {
  /** By region: the newest position that was had, and that before which the subscription is owed nothing. */
  const newest = new Map<string, string>();
  let floors = new Map<string, string>();
  /** By region: the oldest position that was dropped since the history was read. */
  const oldestDropped = new Map<string, string>();
  const floorOf = (region: string) => floors.get(region) ?? '';

  /** What came after the newest message that was had, and a while before it. */
  function questionOf(region: string, overlap: number): Question {
    const last = newest.get(region) ?? '';
    const from = oldestUlid(timeOf(oldestOf(last, oldestDropped.get(region) ?? last)) - overlap);
    oldestDropped.delete(region);
    const after = newestOf(from, floorOf(region), forgottenOf(region));
    return { region, limit: PAGE, after, ...(since && { since }) };
  }

  /** Asks for the next page of each stream that has been taken whole. @throws PubSubError */
  async function fill(streams: readonly Stream[]): Promise<void> {
    const empty = streams.filter(isEmpty);
    const fields = empty.map(
      ({ question }, index) =>
        `r${index}: history(name: $name, ${argumentsOf(question)}) { messages { ${FIELDS} } hasMore next }`,
    );
    const data = await api.request(`query($name: String!) { ${fields.join(' ')} }`, { name: channel });
    empty.forEach((stream, index) => {
      // Fails for a region without an answer: it is asked again.
      const { messages, hasMore, next } = data[`r${index}`] as Page;
      stream.messages = messages;
      // Without a last message there is nothing to go on from.
      stream.hasMore = hasMore && next !== null;
      stream.question = { region: stream.question.region, limit: PAGE, after: next ?? '' };
    });
  }

  /** Takes note that a message came. */
  function reached({ region, position }: RawMessage): void {
    raise(newest, region, position);
  }

  /** Takes note that everything up to a position was looked at. */
  function scanned({ region, after = '' }: Question): void {
    raise(newest, region, after);
  }

  /** Takes note that a message came for which there was no room. It may stand before the newest one. */
  function dropped({ region, position }: RawMessage): void {
    oldestDropped.set(region, oldestOf(position, oldestDropped.get(region) ?? position));
  }

  return {
    reached,
    dropped,

    /** Is a message from before the subscription? */
    isBefore: ({ region, position }: RawMessage) => position <= floorOf(region),

    /** The time, by the regions' clocks, before which the subscription is owed nothing: milliseconds since 1970; 0 if not known. */
    startedAt: () => (since ? Date.parse(since) : Math.max(0, ...[...floors.values()].map(timeOf))),

    /**
     * The newest messages of each region: the subscription begins after them.
     * @param last how many; not so few that all of them may have landed late
     * @throws PubSubError
     */
    async begin(last: number): Promise<RawMessage[]> {
      const count = Math.min(last, MOST_LAST);
      const streams = regions().map((region) => streamOf({ region, last: count }));
      await fill(streams);
      const messages = streams.flatMap((stream) => stream.messages).sort(byPosition);
      messages.forEach(reached);
      // Of a pattern a page may have none, though there are messages of its neighbours.
      for (const { question } of streams) if (!newest.has(question.region)) scanned(question);
      floors = new Map(newest);
      return messages;
    },

    /**
     * What came after the newest messages that were had, and a while before them, by their positions: of each region a page is held.
     * @param overlap milliseconds before the newest ones
     * @param insist asks for pages; may do so again
     * @throws PubSubError
     */
    async *read(overlap: number, insist: (ask: () => Promise<void>) => Promise<void>): AsyncGenerator<RawMessage> {
      const all = new Set([...regions(), ...newest.keys()]);
      const streams = [...all].map((region) => streamOf(questionOf(region, overlap)));
      for (;;) {
        while (streams.some(isEmpty)) await insist(() => fill(streams));
        const [message] = streams.flatMap(({ messages }) => messages.slice(0, 1)).sort(byPosition);
        if (!message) {
          // So that a pattern of which little comes is not looked for again among all that its neighbours had.
          if (channel.endsWith('*')) for (const { question } of streams) scanned(question);
          return;
        }
        for (const { messages } of streams) if (messages[0] === message) messages.shift();
        yield message;
      }
    },
  };
}

function streamOf(question: Question): Stream {
  return { question, messages: [], hasMore: true };
}

/** Is there more of it, but none at hand? */
function isEmpty({ messages, hasMore }: Stream): boolean {
  return hasMore && messages.length === 0;
}

/** In GraphQL a text and a number are written as in JSON. */
function argumentsOf(question: Question): string {
  return Object.entries(question)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');
}

function byPosition(one: RawMessage, other: RawMessage): number {
  return one.position < other.position ? -1 : 1;
}
