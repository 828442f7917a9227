// Deletes items that have had their time: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
// DynamoDB deletes them within a few days, and they are read until then; here it is within a minute.
import { MINUTE } from '../foundation/clock';
import { AwsError } from '../foundation/errors';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';
import type { Region } from '../foundation/region';
import { textOf } from './attribute-value';
import { MAX_OVERDUE } from './limits';
import type { Tables } from './tables';

/** Items that are looked at in one turn. */
const PAGE = 250;
const SECOND = 1000;
/** Has an item had its time? */
const IS_OVER = '#expires < :now AND #expires >= :oldest';

/** A table with a time to live. */
interface Watched {
  readonly table: string;
  /** The attribute with the time, in seconds since 1970, and those of the table's key. */
  readonly attribute: string;
  readonly key: readonly string[];
}

/** Looks once a minute at the tables that have a time to live. */
export class TimeToLive {
  readonly #tables: Pick<Tables, 'call'>;
  readonly #region: Region;
  #watched: readonly Watched[] = [];
  #cancel: () => void = () => undefined;
  #sweeping: Promise<void> | undefined;

  constructor(tables: Pick<Tables, 'call'>, region: Region) {
    this.#tables = tables;
    this.#region = region;
  }

  /** @param definition what `CreateTable` took */
  watch({ TableName: table, KeySchema: keySchema }: JsonObject, attribute: string): void {
    const key = objectsIn(keySchema).map((part) => textOf(part['AttributeName']));
    this.#watched = [...this.#watched, { table: textOf(table), attribute, key }];
    if (this.#watched.length === 1 && !this.#sweeping) this.#wait();
  }

  /** The attribute that ends a table's items; none where they live for ever. */
  attributeOf(table: string): string | undefined {
    return this.#watched.find((watched) => watched.table === table)?.attribute;
  }

  /** Looks no more at a table. */
  forget(table: string): void {
    this.#watched = this.#watched.filter((watched) => watched.table !== table);
    if (this.#watched.length === 0) this.#cancel();
  }

  /** Ends when a sweep that has begun has ended. */
  async stop(): Promise<void> {
    this.#cancel();
    this.#watched = [];
    await this.#sweeping;
  }

  #wait(): void {
    const { clock, log } = this.#region;
    this.#cancel = clock.after(MINUTE, () => {
      this.#sweeping = this.#sweep()
        .catch((fault: unknown) => log.fault(fault))
        .then(() => {
          this.#sweeping = undefined;
          if (this.#watched.length > 0) this.#wait();
        });
    });
  }

  async #sweep(): Promise<void> {
    for (const watched of this.#watched) {
      let from: JsonObject | undefined = {};
      while (from && this.#watched.includes(watched)) from = await this.#page(watched, from);
    }
  }

  /** @returns where the next page begins; `undefined` after the last one */
  async #page({ attribute, key, table }: Watched, from: JsonObject): Promise<JsonObject | undefined> {
    const now = Math.floor(this.#region.clock.now() / SECOND);
    const values = {
      ExpressionAttributeNames: { '#expires': attribute },
      ExpressionAttributeValues: { ':now': { N: String(now) }, ':oldest': { N: String(now - MAX_OVERDUE) } },
    };
    const scan = { TableName: table, Limit: PAGE, FilterExpression: IS_OVER, ...values, ...from };
    const { Items: items, LastEvaluatedKey: next } = await this.#tables.call('Scan', scan);
    for (const item of objectsIn(items)) {
      const itemKey = Object.fromEntries(key.map((name) => [name, item[name] ?? null]));
      await this.#delete({ TableName: table, Key: itemKey, ConditionExpression: IS_OVER, ...values });
    }
    return isJsonObject(next) ? { ExclusiveStartKey: next } : undefined;
  }

  /** Deletes an item, unless somebody has given it more time since it was read. */
  async #delete(item: JsonObject): Promise<void> {
    try {
      await this.#tables.call('DeleteItem', item);
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) throw error;
    }
  }
}

function objectsIn(list: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(list) ? list.filter(isJsonObject) : [];
}
