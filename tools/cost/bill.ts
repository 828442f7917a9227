// What a stage costs in AWS, item by item.
import type { Load } from './load';
import { currency, date, prices } from './prices.json';

/** A price of prices.json. */
export type PriceName = keyof typeof prices;

/** An item of the bill, for a month. */
export interface Item {
  readonly name: string;
  readonly price: PriceName;
  /** In the unit of its price. */
  readonly quantity: number;
}

/** What something costs. */
export interface Cost {
  readonly perMonth: number;
  /** For a million published messages. */
  readonly perMillion: number;
}

/** An item with what it costs. */
export type PricedItem = Item & Cost;

export const PRICE_LIST = { currency, date, prices };

const MILLION = 1_000_000;
/** Seconds. */
export const MONTH = 30 * 86_400;
const MINUTES = MONTH / 60;
const GIGABYTE = 1e9;
/** Bytes that are billed as one: https://aws.amazon.com/appsync/pricing/ and https://aws.amazon.com/eventbridge/pricing/ */
const UPDATE = 5 * 1024;
const EVENT = 64 * 1024;
/** Of a write to DynamoDB: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const WRITE = 1024;
/** What an item takes beside its message: keys, the names of attributes, an attempt's id. About. */
const KEYS = 300;
/** AppSync ends a connection after 24 hours: each subscriber connects at least once a day. */
const CONNECTIONS = 30;
/** Of the router: `memorySize` of edge/serverless.yml, and an assumption. */
const ROUTER_GIGABYTES = 0.25;
const ROUTER_SECONDS = 0.01;

/** What a month of this load takes of AWS. */
export function itemsOf(load: Load): readonly Item[] {
  const messages = load.messagesPerSecond * MONTH;
  const connections = load.subscribers * CONNECTIONS;
  return [
    ...appSyncItems(load, messages, connections),
    ...eventItems(load, messages, connections),
    ...busItems(load, messages),
    ...historyItems(load, messages),
    ...edgeItems(load, messages, connections),
  ];
}

/** @returns the items with their costs, and their sum */
export function billOf(load: Load): { readonly items: readonly PricedItem[]; readonly total: Cost } {
  const millions = (load.messagesPerSecond * MONTH) / MILLION;
  const items = itemsOf(load).map((item) => {
    const perMonth = costOf(item);
    return { ...item, perMonth, perMillion: perMonth / millions };
  });
  const perMonth = items.reduce((sum, item) => sum + item.perMonth, 0);
  return { items, total: { perMonth, perMillion: perMonth / millions } };
}

/** @returns in the list's currency */
export function costOf({ price, quantity }: Pick<Item, 'price' | 'quantity'>): number {
  const { [price]: listed } = prices;
  return (quantity / listed.per) * listed.price;
}

function appSyncItems(
  { regions, subscribers, atEvents = 0, bytes, byBackends }: Load,
  messages: number,
  connections: number,
): readonly Item[] {
  const here = 1 - atEvents;
  const updates = messages * subscribers * here * Math.ceil(bytes / UPDATE);
  return [
    { name: 'AppSync: publish', price: 'operation', quantity: messages * (1 - byBackends) },
    { name: 'AppSync: admitFromBus, for backends', price: 'operation', quantity: messages * byBackends },
    { name: 'AppSync: publishFromBus, once in each region', price: 'operation', quantity: messages * regions },
    { name: 'AppSync: updates to subscribers, in 5 kB', price: 'update', quantity: updates },
    { name: 'AppSync: connecting and subscribing, once a day', price: 'update', quantity: 2 * connections * here },
    { name: 'AppSync: connection minutes', price: 'connectionMinute', quantity: subscribers * MINUTES },
  ];
}

/**
 * Of a stage with Event APIs: each region claims each message, broadcasts it whoever is there, and takes note that it did. Nothing is claimed
 * of what it does not remember.
 */
function eventItems(
  { regions, subscribers, atEvents, bytes, unkept = 0 }: Load,
  messages: number,
  connections: number,
): readonly Item[] {
  if (atEvents === undefined) return [];
  const units = Math.ceil(bytes / UPDATE);
  const broadcasts = messages * regions;
  const there = subscribers * atEvents;
  return [
    { name: 'AppSync: broadcastFromBus, once in each region', price: 'operation', quantity: broadcasts },
    { name: 'DynamoDB: claiming and settling broadcasts', price: 'writeUnit', quantity: 2 * broadcasts * (1 - unkept) },
    {
      name: 'Events: broadcasts taken in, and their handler',
      price: 'eventOperation',
      quantity: broadcasts * (units + 1),
    },
    { name: 'Events: events to subscribers, in 5 kB', price: 'eventOperation', quantity: messages * there * units },
    {
      name: 'Events: connecting and subscribing, once a day',
      price: 'eventOperation',
      quantity: 2 * connections * atEvents,
    },
  ];
}

/** What a backend puts on the bus, the API puts there once more as its own. */
function busItems({ regions, bytes, byBackends }: Load, messages: number): readonly Item[] {
  const events = messages * Math.ceil(bytes / EVENT);
  const others = regions - 1;
  const gigabytes = (messages * others * bytes) / GIGABYTE;
  return [
    { name: 'EventBridge: events put, in 64 KB', price: 'event', quantity: events * (1 + byBackends) },
    { name: 'EventBridge: events sent to the other regions', price: 'forwardedEvent', quantity: events * others },
    { name: 'Data between regions, in GB', price: 'betweenRegions', quantity: gigabytes },
  ];
}

/** Each region writes each message that it remembers into its table and the index. Names with a slash are in a second index. */
function historyItems({ regions, bytes, unkept = 0 }: Load, messages: number): readonly Item[] {
  const units = 2 * Math.ceil((bytes + KEYS) / WRITE);
  return [
    {
      name: 'DynamoDB: remembering, in 1 KB, table and index',
      price: 'writeUnit',
      quantity: messages * (1 - unkept) * regions * units,
    },
  ];
}

function edgeItems(load: Load, messages: number, connections: number): readonly Item[] {
  const { regions, subscribers, bytes, byBackends } = load;
  const published = messages * (1 - byBackends);
  const requests = published + connections;
  const duration = requests * ROUTER_GIGABYTES * ROUTER_SECONDS;
  return [
    { name: 'CloudFront: requests', price: 'edgeRequest', quantity: requests },
    {
      name: 'CloudFront: data to viewers, in GB',
      price: 'toViewers',
      quantity: (messages * subscribers * bytes) / GIGABYTE,
    },
    { name: 'CloudFront: data to regions, in GB', price: 'toOrigin', quantity: (published * bytes) / GIGABYTE },
    { name: 'Lambda@Edge: calls of the router', price: 'edgeCall', quantity: requests },
    { name: 'Lambda@Edge: duration, in GB-seconds', price: 'edgeDuration', quantity: duration },
    { name: 'WAF: requests, at the front door and at the API', price: 'inspectedRequest', quantity: 2 * requests },
    { name: 'WAF: a web ACL for each region and the front door', price: 'accessList', quantity: regions + 1 },
  ];
}
