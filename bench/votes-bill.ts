// What votes for the second screen cost in AWS, of what an election took.
import { costOf, type Item, itemsOf, MONTH } from '../tools/cost/bill';

/** What an election has come to. */
export interface Turnout {
  readonly votes: number;
  /** That the viewers sent: each has the votes of one click or more. */
  readonly messages: number;
  /** Has the stage Event APIs? */
  readonly hasEvents: boolean;
  readonly regions: readonly RegionTurnout[];
}

/** What it took in one region. */
export interface RegionTurnout {
  /** Messages that were counted. */
  readonly messages: number;
  /** Calls of the function `count`. */
  readonly calls: number;
  /** For which it ran, all calls together. */
  readonly seconds: number;
  /** Items that it wrote into the application's table, those of refused transactions among them. */
  readonly writes: number;
}

/** An item with what it costs. */
export type Costing = Item & { readonly cost: number };

/** Gigabytes of the functions: `memorySize` in examples/second-screen/serverless.yml. */
export const MEMORY = { count: 0.25, show: 0.125, follow: 0.125 };

const MILLION = 1_000_000;
const MINUTES = MONTH / 60;
/** Of a vote's message as it is delivered, about. */
const BYTES = 512;
/** A write in a transaction counts twice: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling */
const TRANSACTION = 2;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const MESSAGES_OF_A_REQUEST = 10;
/**
 * How many of Lambda's processes wait at an idle queue: no fewer than five where the mapping has a maximum concurrency.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const WAITING = 5;
/** Times a minute: a request waits for 20 seconds. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/best-practices-setting-up-long-polling.html */
const WAITS = 3;
/** In a minute: functions/films.ts. */
const FILMS = 6;
/** Seconds of a call of `show`, and, assumed, of one of `follow`, which writes one item. */
const SHOW = 60;
const FOLLOW = 0.1;
/** Of a run of `show`, without what it notes as the leader: functions/run.ts. */
const WRITES_OF_A_RUN = FILMS + 2;

/** What a million votes take of AWS. */
export function billOfVotes(turnout: Turnout): readonly Costing[] {
  const scale = MILLION / turnout.votes;
  const sum = (of: (region: RegionTurnout) => number) => turnout.regions.reduce((total, each) => total + of(each), 0);
  const requests = sum(requestsOf);
  const items: readonly Item[] = [
    {
      name: 'SQS: votes to the queue of each region',
      price: 'queueRequest',
      quantity: sum(({ messages }) => messages),
    },
    { name: 'SQS: taking them from there, ten at a time', price: 'queueRequest', quantity: requests },
    { name: 'SQS: deleting them, ten at a time', price: 'queueRequest', quantity: requests },
    { name: 'Lambda: calls of count', price: 'call', quantity: sum(({ calls }) => calls) },
    {
      name: 'Lambda: duration of count, in GB-seconds',
      price: 'duration',
      quantity: sum(({ seconds }) => seconds) * MEMORY.count,
    },
    {
      name: 'DynamoDB: counting, each write twice as in a transaction',
      price: 'writeUnit',
      quantity: sum(({ writes }) => writes) * TRANSACTION,
    },
  ];
  return [...planetItems(turnout), ...items.map((item) => ({ ...item, quantity: item.quantity * scale }))].map(costing);
}

/** What a month takes of AWS in which nobody votes: the application's own, without its films and its leaderboard. */
export function billOfMonth(regions: number): readonly Costing[] {
  const minutes = MINUTES * regions;
  const items: readonly Item[] = [
    {
      name: 'SQS: waiting for votes, five requests at a time',
      price: 'queueRequest',
      quantity: minutes * WAITING * WAITS,
    },
    { name: 'Scheduler: a run of show each minute', price: 'scheduledCall', quantity: minutes },
    { name: 'Lambda: calls of show', price: 'call', quantity: minutes },
    { name: 'Lambda: duration of show, in GB-seconds', price: 'duration', quantity: minutes * SHOW * MEMORY.show },
    { name: 'Lambda: calls of follow, for each film', price: 'call', quantity: minutes * FILMS },
    {
      name: 'Lambda: duration of follow, in GB-seconds',
      price: 'duration',
      quantity: minutes * FILMS * FOLLOW * MEMORY.follow,
    },
    {
      name: 'DynamoDB: the lease, its copies and the runs',
      price: 'writeUnit',
      quantity: minutes * (WRITES_OF_A_RUN + FILMS) + MINUTES * FILMS,
    },
  ];
  return items.map(costing);
}

/** The planet's, for a million votes: `npm run cost` has them for any load. A web ACL costs the same without votes. */
function planetItems({ votes, messages, hasEvents, regions }: Turnout): readonly Item[] {
  const inAMonth = (messages / votes) * MILLION;
  const load = {
    ...{ regions: regions.length, subscribers: 0, byBackends: 0, bytes: BYTES },
    ...{ messagesPerSecond: inAMonth / MONTH, atEvents: hasEvents ? 0 : undefined },
  };
  const patterns: Item = {
    name: 'DynamoDB: remembering, the index of patterns',
    price: 'writeUnit',
    quantity: inAMonth * regions.length,
  };
  return [...itemsOf(load).filter(({ price, quantity }) => price !== 'accessList' && quantity > 0), patterns];
}

/** Receives, or deletes, as many as there are if each call has as many messages. */
function requestsOf({ messages, calls }: RegionTurnout): number {
  return calls === 0 ? 0 : calls * Math.ceil(messages / calls / MESSAGES_OF_A_REQUEST);
}

function costing(item: Item): Costing {
  return { ...item, cost: costOf(item) };
}
