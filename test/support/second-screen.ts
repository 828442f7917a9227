// The second screen's table in memory: what DynamoDB promises of it, with failures that a test asks for.
import type { Counters } from '../../examples/second-screen/functions/board';
import type { Lease } from '../../examples/second-screen/functions/lease';
import type { Show } from '../../examples/second-screen/functions/run';
import type { TallyTable } from '../../examples/second-screen/functions/tally';
import type { Addition, BusEvent } from '../../examples/second-screen/functions/votes';

/** A region's table. */
export class MemoryTable implements TallyTable {
  #lease: Lease | undefined;
  #runEnds = 0;
  readonly #counted = new Set<string>();
  readonly #counters = new Map<string, Record<string, number>>();
  /** Transactions so far, refused ones among them. */
  transactions = 0;
  /** Of the next transaction: nothing is written, or all of it is and nobody learns of it. */
  fails: 'before' | 'after' | undefined;

  readonly lease = async () => Promise.resolve(this.#lease);

  readonly note = async ({ leader, slot }: Lease) => {
    const known = this.#lease;
    const isNews = !known || known.slot < slot || (known.slot === slot && known.leader > leader);
    if (isNews) this.#lease = { leader, slot };
    return Promise.resolve(isNews);
  };

  readonly beginRun = async (now: number, until: number) => {
    const isFree = this.#runEnds <= now;
    if (isFree) this.#runEnds = until;
    return Promise.resolve(isFree);
  };

  readonly goOn = async (until: number) => {
    this.#runEnds = until;
    return Promise.resolve();
  };

  readonly films = async () => Promise.resolve(this.#list('films'));

  readonly here = async (minute: number) => Promise.resolve(this.#list('here').get(String(minute)) ?? {});

  async countOnce(keys: readonly string[], additions: readonly Addition[]): Promise<ReadonlySet<string>> {
    await Promise.resolve();
    this.transactions += 1;
    const failure = this.fails;
    this.fails = undefined;
    if (failure === 'before') throw new Error('The table did not answer.');
    const known = new Set(keys.filter((key) => this.#counted.has(key)));
    if (known.size > 0) return known;
    for (const key of keys) this.#counted.add(key);
    for (const { list, item, counter, by } of additions) {
      const counters = this.#counters.get(`${list} ${item}`) ?? {};
      counters[counter] = (counters[counter] ?? 0) + by;
      this.#counters.set(`${list} ${item}`, counters);
    }
    if (failure === 'after') throw new Error('The answer was lost.');
    return new Set();
  }

  #list(list: string): ReadonlyMap<string, Counters> {
    const found = [...this.#counters].filter(([name]) => name.startsWith(`${list} `));
    return new Map(found.map(([name, counters]) => [name.slice(list.length + 1), { ...counters }]));
  }
}

/** A clock that stands still but for those who wait: their time comes at once, in its order. */
export class Waiting {
  #now: number;
  readonly #waiting: { readonly time: number; readonly wake: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  readonly now = () => this.#now;

  readonly until = async (time: number) => new Promise<void>((wake) => this.#waiting.push({ time, wake }));

  /** Lets time pass up to a time. */
  async pass(end: number): Promise<void> {
    for (;;) {
      await settled();
      this.#waiting.sort((one, other) => one.time - other.time);
      const next = this.#waiting[0];
      if (!next || next.time > end) break;
      this.#waiting.shift();
      this.#now = Math.max(this.#now, next.time);
      next.wake();
    }
    this.#now = end;
  }
}

/** After all that goes on without time. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** A message of a viewer's, as every bus has it. */
export function aVote(
  { data, ...detail }: { readonly data?: unknown } & Partial<Omit<BusEvent['detail'], 'data'>> = {},
  region = 'us-west-2',
): BusEvent {
  const votes = { votes: { metropolis: { love: 1 } } };
  return {
    region,
    detail: {
      ...{ name: 'screen/votes', id: 'one', publishedAt: '2026-01-01T00:00:00.000Z', userId: null },
      data: typeof data === 'string' ? data : JSON.stringify(data === undefined ? votes : data),
      ...detail,
    },
  };
}

/** What a run publishes, and where. */
export type Published = Parameters<Show['bus']['publish']>[0];
