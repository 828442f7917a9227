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
}

/** A part of one region's messages. */
export interface Page {
  readonly messages: readonly RawMessage[];
  readonly hasMore: boolean;
}

/** The messages of one region that are being read. */
interface Stream {
  question: Question;
  messages: readonly RawMessage[];
  /** Of `messages`, so many were taken. */
  taken: number;
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

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** Takes note that a message came. */
  reached({ region, position }: RawMessage): void {
    if (position > (this.#newest.get(region) ?? '')) this.#newest.set(region, position);
  }

  /** Is a message of the history from before the subscription? */
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
   * @param last how many
   * @throws PubSubError
   */
  async begin(last: number): Promise<RawMessage[]> {
    const regions = this.#options.regions();
    const count = Math.max(1, Math.min(last, MOST_LAST));
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
      question: this.#from(region, overlap),
      messages: [],
      taken: 0,
      hasMore: true,
    }));
    for (;;) {
      const empty = streams.filter(({ messages, taken, hasMore }) => hasMore && taken === messages.length);
      if (empty.length > 0) {
        const pages = await ask(async () => this.#ask(empty.map(({ question }) => question)));
        empty.forEach((stream, index) => fill(stream, pages[index]));
      }
      const [next] = streams.filter(isFilled).sort((one, other) => byPosition(headOf(one), headOf(other)));
      if (!next) return;
      const message = headOf(next);
      next.taken += 1;
      yield message;
    }
  }

  #from(region: string, overlap: number): Question {
    const { memory, since } = this.#options;
    const newest = this.#newest.get(region);
    if (newest === undefined) return { region, ...(since !== undefined && { since }) };
    const bounds = [oldestUlid(timeOf(newest) - overlap), this.#floors.get(region) ?? '', memory.forgotten(region)];
    return { region, after: bounds.sort().at(-1) ?? '', ...(since !== undefined && { since }) };
  }

  async #ask(questions: readonly Question[]): Promise<Page[]> {
    const { api, channel } = this.#options;
    const variables: Record<string, unknown> = { name: channel };
    const fields = questions.map(({ region, after, since, last }, index) => {
      Object.assign(variables, { [`a${index}`]: after, [`s${index}`]: since, [`l${index}`]: last });
      if (last === undefined) variables[`n${index}`] = PAGE;
      const given = `after: $a${index}, since: $s${index}, last: $l${index}, limit: $n${index}`;
      return `r${index}: history(name: $name, region: ${JSON.stringify(region)}, ${given}) { messages { ${FIELDS} } hasMore }`;
    });
    const declared = questions.map(
      (_, index) => `$a${index}: ID, $s${index}: AWSDateTime, $l${index}: Int, $n${index}: Int`,
    );
    const query = `query History($name: String!, ${declared.join(', ')}) { ${fields.join(' ')} }`;
    const data = await api.request(query, variables);
    return questions.map((_, index) => data[`r${index}`] as Page);
  }
}

function fill(stream: Stream, page: Page | undefined): void {
  const { messages, hasMore } = page ?? { messages: [], hasMore: false };
  stream.messages = messages;
  stream.taken = 0;
  const position = messages.at(-1)?.position;
  // Without a last message there is nothing to go on from.
  stream.hasMore = hasMore && position !== undefined;
  if (position !== undefined) stream.question = { region: stream.question.region, after: position };
}

function isFilled({ messages, taken }: Stream): boolean {
  return taken < messages.length;
}

function headOf({ messages, taken }: Stream): RawMessage {
  return messages[taken] as RawMessage;
}

function byPosition(one: RawMessage, other: RawMessage): number {
  return one.position < other.position ? -1 : 1;
}
