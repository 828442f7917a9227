// Deletes items that have had their time: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
// DynamoDB deletes them within a few days, and they are read until then; here it is within a minute.
import { MINUTE } from '../foundation/clock';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';
import type { Region } from '../foundation/region';
import { textOf } from './attribute-value';
import type { Tables } from './tables';

/** Items that are looked at in one turn. */
const PAGE = 250;
const SECOND = 1000;

/** A table with a time to live. */
interface Watched {
  readonly table: string;
  /** The attribute with the time, in seconds since 1970, and those of the table's key. */
  readonly attribute: string;
  readonly key: readonly string[];
}

/** Looks once a minute at the tables that have a time to live. */
export class TimeToLive {
  readonly #tables: Tables;
  readonly #region: Region;
  #watched: readonly Watched[] = [];
  #cancel: () => void = () => undefined;
  #sweeping: Promise<void> | undefined;

  constructor(tables: Tables, region: Region) {
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
  async #page(watched: Watched, from: JsonObject): Promise<JsonObject | undefined> {
    const { attribute, key, table } = watched;
    const { Items: items, LastEvaluatedKey: next } = await this.#tables.call('Scan', {
      TableName: table,
      Limit: PAGE,
      FilterExpression: '#expires < :now',
      ExpressionAttributeNames: { '#expires': attribute },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(this.#region.clock.now() / SECOND)) } },
      ...from,
    });
    for (const item of objectsIn(items)) {
      const itemKey = Object.fromEntries(key.map((name) => [name, item[name] ?? null]));
      await this.#tables.call('DeleteItem', { TableName: table, Key: itemKey });
    }
    return isJsonObject(next) ? { ExclusiveStartKey: next } : undefined;
  }
}

function objectsIn(list: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(list) ? list.filter(isJsonObject) : [];
}
