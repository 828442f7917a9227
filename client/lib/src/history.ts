// The history of a channel: from where on it is read, and how.
import type { Api } from './api';
import type { Memory } from './memory';
import { FIELDS, type RawMessage } from './message';
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
export interface Page {
  readonly messages: RawMessage[];
  readonly hasMore: boolean;
  /** Where the newest of them stands: late ones stand where they landed. */
  readonly next: string | null;
}

/** The messages of one region that are being read. */
interface Stream {
  readonly region: string;
  question: Question;
  /** Those of a page that were not taken yet. */
  messages: RawMessage[];
  hasMore: boolean;
}

/** What reading a history needs. */
export interface HistoryOptions {
  readonly api: Api;
  readonly channel: string;
  readonly memory: Memory;
  /** The stage's regions. */
  regions(): readonly string[];
  /** Where a subscription begins that wants what came since a time: ISO 8601. */
  readonly since?: string | undefined;
}

/** The history of a channel, as far as a subscription has had it. */
export class History {
  readonly #options: HistoryOptions;
  /** By region: the newest position that was had, and that before which the subscription is owed nothing. */
  readonly #newest = new Map<string, string>();
  readonly #floors = new Map<string, string>();
  /** By region: the oldest position that was dropped since the history was read. */
  readonly #dropped = new Map<string, string>();

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** Takes note that a message came. */
  reached({ region, position }: Pick<RawMessage, 'region' | 'position'>): void {
    if (position > (this.#newest.get(region) ?? '')) this.#newest.set(region, position);
  }

  /** Takes note that a message came for which there was no room. It may stand before the newest one. */
  dropped({ region, position }: RawMessage): void {
    const oldest = this.#dropped.get(region) ?? position;
    this.#dropped.set(region, position < oldest ? position : oldest);
  }

  /** Is a message from before the subscription? */
  isBefore({ region, position }: RawMessage): boolean {
    return position <= (this.#floors.get(region) ?? '');
  }

  /** The time, by the regions' clocks, before which the subscription is owed nothing: milliseconds since 1970, or `undefined`. */
  get startedAt(): number | undefined {
    const { since } = this.#options;
    if (since !== undefined) return Date.parse(since);
    return this.#floors.size === 0 ? undefined : Math.max(...[...this.#floors.values()].map(timeOf));
  }

  /**
   * The newest messages of each region: the subscription begins after them.
   * @param last how many; not so few that all of them may have landed late
   * @throws PubSubError
   */
  async begin(last: number): Promise<RawMessage[]> {
    const regions = this.#options.regions();
    const count = Math.min(last, MOST_LAST);
    const pages = await this.#ask(regions.map((region) => ({ region, last: count })));
    const messages = pages.flatMap((page) => page.messages).sort(byPosition);
    for (const message of messages) this.reached(message);
    for (const [region, position] of this.#newest) this.#floors.set(region, position);
    return messages;
  }

  /**
   * What came after the newest messages that were had, and a while before them, by their positions: of each region a page is held.
   * @param overlap milliseconds before the newest ones
   * @throws PubSubError of `ask`, which may try again
   */
  async *read(
    overlap: number,
    ask = async (attempt: () => Promise<Page[]>): Promise<Page[]> => attempt(),
  ): AsyncGenerator<RawMessage> {
    const regions = new Set([...this.#options.regions(), ...this.#newest.keys()]);
    const streams = [...regions].map((region): Stream => ({
      region,
      question: this.#from(region, overlap),
      messages: [],
      hasMore: true,
    }));
    for (;;) {
      const empty = streams.filter(({ messages, hasMore }) => hasMore && messages.length === 0);
      if (empty.length > 0) {
        const pages = await ask(async () => this.#ask(empty.map(({ question }) => question)));
        empty.forEach((stream, index) => fill(stream, pages[index] as Page));
      }
      let next: Stream | undefined;
      for (const stream of streams) {
        const [message] = stream.messages;
        if (message && (!next || byPosition(message, headOf(next)) < 0)) next = stream;
      }
      const message = next?.messages.shift();
      if (!message) return;
      yield message;
    }
  }

  #from(region: string, overlap: number): Question {
    const { memory, since } = this.#options;
    const newest = this.#newest.get(region);
    const start = { region, limit: PAGE, ...(since !== undefined && { since }) };
    if (newest === undefined) return start;
    const [oldest = newest] = [newest, this.#dropped.get(region) ?? newest].sort();
    this.#dropped.delete(region);
    const bounds = [oldestUlid(timeOf(oldest) - overlap), this.#floors.get(region) ?? '', memory.forgotten(region)];
    return { ...start, after: bounds.sort().at(-1) ?? '' };
  }

  async #ask(questions: readonly Question[]): Promise<Page[]> {
    const { api, channel: name } = this.#options;
    const fields = questions.map(
      (question, index) =>
        `r${index}: history(name: $name, ${argumentsOf(question)}) { messages { ${FIELDS} } hasMore next }`,
    );
    const data = await api.request(`query History($name: String!) { ${fields.join(' ')} }`, { name });
    return questions.map((_, index) => {
      // Fails for a region without an answer: it is asked again.
      const { messages, ...rest } = data[`r${index}`] as Page;
      return { messages: [...messages], ...rest };
    });
  }
}

/** In GraphQL a text and a number are written as in JSON. */
function argumentsOf(question: Question): string {
  return Object.entries(question)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');
}

/** Without a last message there is nothing to go on from. */
function fill(stream: Stream, page: Page): void {
  const { region } = stream;
  const { messages, hasMore, next: after } = page;
  stream.messages = messages;
  stream.hasMore = hasMore && after !== null;
  if (after !== null) stream.question = { region, limit: PAGE, after };
}

function headOf({ messages }: Stream): RawMessage {
  return messages[0] as RawMessage;
}

function byPosition(one: RawMessage, other: RawMessage): number {
  return one.position < other.position ? -1 : 1;
}
