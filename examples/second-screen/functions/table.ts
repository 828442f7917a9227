// The region's own table: its copy of the lease, its counters, and what it has counted. No other region reads it or writes to it.
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Counters } from './board';
import type { Lease, LeaseTable } from './lease';
import type { TallyTable } from './tally';
import type { Addition } from './votes';

/** A list of items, and an item of it: the table's key. */
interface Key {
  readonly list: 'counted' | 'films' | 'here' | 'leader';
  readonly item: string;
}

const LEASE: Key = { list: 'leader', item: 'lease' };
const RUN: Key = { list: 'leader', item: 'run' };

const SECOND = 1000;
/**
 * Seconds for which it is known that a message was counted. EventBridge tries for a day to deliver to another region, and the
 * queue keeps what it got for four days.
 */
const MEMORY = 6 * 86_400;
/** Attempts of a transaction that meets another one. */
const ATTEMPTS = 8;
/** Milliseconds of the first pause between two of them, at most; each pause may be twice as long as the one before. */
const PAUSE = 25;

/** The table as the functions see it. */
export class Table implements LeaseTable, TallyTable {
  readonly #client = new DynamoDBClient({});
  readonly #name: string;

  /** @param name of the table, in this region */
  constructor(name: string) {
    this.#name = name;
  }

  async lease(): Promise<Lease | undefined> {
    const { Item: item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#name, Key: keyOf(LEASE), ConsistentRead: true }),
    );
    const { leader, slot } = item ?? {};
    return leader?.S === undefined || slot?.N === undefined ? undefined : { leader: leader.S, slot: Number(slot.N) };
  }

  async note({ leader, slot }: Lease): Promise<boolean> {
    return this.#write(LEASE, {
      update: 'SET leader = :leader, slot = :slot',
      condition: 'attribute_not_exists(slot) OR slot < :slot OR (slot = :slot AND leader > :leader)',
      values: { ':leader': { S: leader }, ':slot': { N: String(slot) } },
    });
  }

  /**
   * Makes this run of the function the only one of the region.
   * @param now milliseconds since 1970
   * @param until when another one may run unless this one says so again
   * @returns is it?
   */
  async beginRun(now: number, until: number): Promise<boolean> {
    return this.#write(RUN, {
      update: 'SET ends = :until',
      condition: 'attribute_not_exists(ends) OR ends <= :now',
      values: { ':now': { N: String(now) }, ':until': { N: String(until) } },
    });
  }

  /** Says how much longer this run is the only one. @param until as above */
  async goOn(until: number): Promise<void> {
    await this.#write(RUN, { update: 'SET ends = :until', values: { ':until': { N: String(until) } } });
  }

  async countOnce(keys: readonly string[], additions: readonly Addition[]): Promise<ReadonlySet<string>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#client.send(
          new TransactWriteItemsCommand({ TransactItems: [...this.#marks(keys), ...this.#sums(additions)] }),
        );
        return new Set();
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = error.CancellationReasons ?? [];
        const counted = keys.filter((_, index) => reasons[index]?.Code === 'ConditionalCheckFailed');
        if (counted.length > 0) return new Set(counted);
        // Another run of the function adds to the same film: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
        if (attempt === ATTEMPTS || !reasons.some(({ Code: code }) => code === 'TransactionConflict')) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE * 2 ** attempt));
      }
    }
  }

  /** The counters of every film that has some. */
  async films(): Promise<ReadonlyMap<string, Counters>> {
    // A page is a megabyte, which no list of films fills.
    const { Items: items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#name,
        KeyConditionExpression: 'pk = :list',
        ExpressionAttributeValues: { ':list': { S: 'films' } },
      }),
    );
    return new Map(items.map((item) => [item['sk']?.S ?? '', countersIn(item)]));
  }

  /** The counters of a minute since 1970. */
  async here(minute: number): Promise<Counters> {
    const key = keyOf({ list: 'here', item: String(minute) });
    const { Item: item = {} } = await this.#client.send(new GetItemCommand({ TableName: this.#name, Key: key }));
    return countersIn(item);
  }

  #marks(keys: readonly string[]) {
    return keys.map((key) => ({
      Put: {
        TableName: this.#name,
        Item: { ...keyOf({ list: 'counted', item: key }), expires: expiry() },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }));
  }

  /** An update for each item. */
  #sums(additions: readonly Addition[]) {
    const items = new Map(additions.map((addition) => [`${addition.list} ${addition.item}`, addition]));
    return [...items.values()].map(({ list, item }) => {
      const some = additions.filter((addition) => addition.list === list && addition.item === item);
      const isPassing = list === 'here';
      return {
        Update: {
          TableName: this.#name,
          Key: keyOf({ list, item }),
          UpdateExpression: `ADD ${some.map((_, index) => `#${index} :${index}`).join(', ')}${isPassing ? ' SET expires = :expires' : ''}`,
          ExpressionAttributeNames: Object.fromEntries(some.map(({ counter }, index) => [`#${index}`, counter])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(some.map(({ by }, index) => [`:${index}`, { N: String(by) }])),
            ...(isPassing && { ':expires': expiry() }),
          },
        },
      };
    });
  }

  /** @returns did the condition hold? */
  async #write(
    key: Key,
    {
      update,
      condition,
      values,
    }: { update: string; condition?: string; values: Record<string, { S: string } | { N: string }> },
  ): Promise<boolean> {
    try {
      await this.#client.send(
        new UpdateItemCommand({
          ...{ TableName: this.#name, Key: keyOf(key), UpdateExpression: update, ExpressionAttributeValues: values },
          ...(condition !== undefined && { ConditionExpression: condition }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

function keyOf({ list, item }: Key) {
  return { pk: { S: list }, sk: { S: item } };
}

/** When DynamoDB may forget an item, in seconds since 1970. */
function expiry() {
  return { N: String(Math.floor(Date.now() / SECOND) + MEMORY) };
}

/** Those whose names have a region. */
function countersIn(item: Readonly<Record<string, { readonly N?: string | undefined }>>): Counters {
  const counters = Object.entries(item).filter(([name]) => name.includes('@'));
  return Object.fromEntries(counters.map(([name, value]) => [name, Number(value.N)]));
}
