// The rows of the benchmark: what is compared with what, and what is wanted of it.
import { type Contest, type Figure, joinContest, loadContest, memoryContest, type Side, startContest } from './contest';
import type { AudienceOrder } from './protocol';
import type { ServerName, Servers } from './servers';
import type { Limits } from './statistics';

/** How long a benchmark may take. */
export interface Pace {
  /** Milliseconds of load in one turn. */
  readonly milliseconds: number;
  /** Connections that are opened, or are idle. */
  readonly connections: number;
  /** Rounds that are thrown away first, at most. */
  readonly mostWarmUp: number;
}

/** A row of the table. */
export interface Row extends Limits {
  readonly id: string;
  readonly title: string;
  /** What is counted, and where one figure has no other beside it, the unit of the limits. */
  readonly unit: string;
  /** The peers that it needs, which may not be installed. */
  readonly peers?: readonly ServerName[];
  /** Is it limited by itself, since there is nothing beside it? */
  readonly isAlone?: boolean;
  /** Rounds that are thrown away first. */
  readonly warmUp: number;
  open(servers: Servers, pace: Pace): Promise<Contest>;
}

const ENGINE: Side = { server: 'one' };
const EDGE: Side = { server: 'one', door: 'edge' };
/** The same region, which hands each message to subscribers at both doors. */
const BOTH_DOORS: Side = { server: 'doors' };
const EVENTS: Side = { server: 'doors', door: 'events' };
const WS: Side = { server: 'ws' };
/** Messages on their way at the same time: a busy bus. */
const BUSY = 8;
const MANY = 32;
const CHANNELS = { subscribers: 1_000, channels: 1_000 };
const PACE = 50;

const rate: Figure = ({ deliveries, elapsed }) => (deliveries / elapsed) * 1_000;
const answer: Figure = (report) => report.answer;
const latency: Figure = (report) => report.latency;
const cost: Figure = ({ messages }, cpu) => (cpu / messages) * 1_000;

/** What a row of load compares. */
interface Load {
  readonly sides: readonly [Side, Side];
  readonly subscribers?: number;
  readonly inFlight?: number;
}

function load(figure: Figure, { sides, subscribers = 1, inFlight = 1 }: Load): Row['open'] {
  const size = { subscribers, channels: 1 };
  return async (servers, { milliseconds }) =>
    loadContest(servers, sides, { size, figure, order: { kind: 'load', milliseconds, inFlight } });
}

function channels(figure: Figure, sides: readonly [Side, Side], isSettled: boolean): Row['open'] {
  return async (servers, { milliseconds }) => {
    const order: AudienceOrder = { kind: 'load', milliseconds, inFlight: MANY };
    return loadContest(servers, sides, { size: CHANNELS, figure, order, isSettled });
  };
}

function fanOut(
  subscribers: number,
  inFlight: number,
  beside: Side = WS,
): Pick<Row, 'unit' | 'better' | 'warmUp' | 'open'> {
  return { ...DELIVERIES, open: load(rate, { sides: [ENGINE, beside], subscribers, inFlight }) };
}

/** V8 compiles what has run often: the first 10,000 messages of an engine take up to six times as long as those after them. */
const UNTIL_COMPILED = 4;
/** A turn of the whole stage has fewer messages. */
const UNTIL_WHOLE_COMPILED = 10;
const DELIVERIES = { unit: 'deliveries/s', better: 'more', warmUp: UNTIL_COMPILED } as const;
const COST = { unit: 'µs of CPU', better: 'less', warmUp: UNTIL_COMPILED } as const;
const SECONDS = { unit: 's', better: 'less' } as const;
const START = { ...SECONDS, isAlone: true } as const;
const ANSWER = { unit: 'ms', better: 'less', warmUp: UNTIL_COMPILED } as const;

export const ROWS: readonly Row[] = [
  {
    ...{ id: 'channels', title: '1,000 channels, a subscriber each, beside `ws`', wanted: 0.8, floor: 0.4 },
    ...{ ...DELIVERIES, unit: 'messages/s' },
    open: channels(rate, [ENGINE, WS], false),
  },
  {
    ...{ id: 'publish', title: 'publish, p50, beside `ws`', wanted: 2, floor: 4, ...ANSWER },
    open: load(answer, { sides: [ENGINE, WS] }),
  },
  {
    ...{
      id: 'latency',
      title: 'delivery, p99, 100 subscribers, 50 messages/s, beside `ws`',
      wanted: 1,
      floor: 1.3,
      ...ANSWER,
    },
    open: async (servers, { milliseconds }) => {
      const order: AudienceOrder = { kind: 'pace', milliseconds: 2 * milliseconds, perSecond: PACE };
      // At this pace it would take minutes until an engine is compiled.
      const warmUp: AudienceOrder = { kind: 'load', milliseconds, inFlight: 1 };
      const size = { subscribers: 100, channels: 1 };
      return loadContest(servers, [ENGINE, WS], { size, figure: latency, order, warmUp });
    },
  },
  {
    ...{ id: 'fan-out-1000', title: 'fan-out to 1,000, 8 in flight, beside `ws`', wanted: 2.5, floor: 2 },
    ...fanOut(1_000, BUSY),
  },
  {
    ...{ id: 'fan-out-single', title: 'fan-out to 1,000, one at a time, beside `ws`', wanted: 1, floor: 0.9 },
    ...fanOut(1_000, 1),
  },
  {
    ...{ id: 'fan-out-100', title: 'fan-out to 100, 8 in flight, beside `ws`', wanted: 1, floor: 0.8 },
    ...fanOut(100, BUSY),
  },
  {
    ...{ id: 'fan-out-4000', title: 'fan-out to 4,000, 8 in flight, beside `ws`', wanted: 2.5, floor: 2 },
    ...fanOut(4_000, BUSY),
  },
  {
    ...{ id: 'graphql-ws', title: 'fan-out to 1,000, 8 in flight, beside graphql-ws', wanted: 12, floor: 8 },
    ...{ ...fanOut(1_000, BUSY, { server: 'graphql-ws' }), peers: ['graphql-ws'] },
  },
  {
    ...{ id: 'simulator', title: "fan-out to 1,000, 8 in flight, beside AWS's simulator", wanted: 12, floor: 8 },
    ...{ ...fanOut(1_000, BUSY, { server: 'simulator' }), peers: ['simulator'] },
  },
  {
    ...{ id: 'events', title: 'AppSync Events: fan-out to 1,000, 8 in flight, beside GraphQL', wanted: 1.2, floor: 1 },
    ...{ ...DELIVERIES, open: load(rate, { sides: [EVENTS, BOTH_DOORS], subscribers: 1_000, inFlight: BUSY }) },
  },
  {
    ...{ id: 'events-ws', title: 'AppSync Events: fan-out to 1,000, 8 in flight, beside `ws`', wanted: 2.5, floor: 2 },
    ...{ ...DELIVERIES, open: load(rate, { sides: [EVENTS, WS], subscribers: 1_000, inFlight: BUSY }) },
  },
  {
    ...{
      id: 'edge-fan-out',
      title: 'front door: fan-out to 1,000, 8 in flight, beside direct',
      wanted: 0.8,
      floor: 0.6,
    },
    ...{ ...DELIVERIES, open: load(rate, { sides: [EDGE, ENGINE], subscribers: 1_000, inFlight: BUSY }) },
  },
  {
    ...{ id: 'edge-publish', title: 'front door: publish, p50, beside direct', wanted: 1.5, floor: 2, ...ANSWER },
    open: load(answer, { sides: [EDGE, ENGINE] }),
  },
  {
    ...{
      id: 'connections',
      title: '2,000 subscribed connections (500 with --quick), beside `ws`',
      wanted: 1.2,
      floor: 1.5,
      ...SECONDS,
    },
    warmUp: 1,
    open: async (servers, { connections }) =>
      Promise.resolve(joinContest(servers, [ENGINE, WS], { subscribers: connections, channels: 1 })),
  },
  {
    ...{ id: 'idle', title: 'an idle subscription, beside `ws`', wanted: 1.1, floor: 1.3, unit: 'KiB', better: 'less' },
    warmUp: 0,
    open: async (servers, { connections }) =>
      Promise.resolve(memoryContest(servers, [ENGINE, WS], { subscribers: connections, channels: 1 })),
  },
  {
    ...{ id: 'start', title: '`npm start`, nothing changed', wanted: 3, floor: 5, ...START, warmUp: 1 },
    open: async () => Promise.resolve(startContest({ isFresh: false })),
  },
  {
    ...{ id: 'start-fresh', title: '`npm start`, nothing made yet', wanted: 8, floor: 12, ...START, warmUp: 0 },
    open: async () => Promise.resolve(startContest({ isFresh: true })),
  },
  {
    ...{ id: 'second-region', title: 'a second region: CPU per message, beside one region', wanted: 1.15, floor: 1.25 },
    ...{ ...COST, open: channels(cost, [{ server: 'two' }, ENGINE], true) },
  },
  {
    ...{
      id: 'down-region',
      title: 'a region that is down: CPU per message, beside one region',
      wanted: 1.05,
      floor: 1.15,
    },
    ...{ ...COST, open: channels(cost, [{ server: 'two', isSecondDown: true }, ENGINE], true) },
  },
  {
    ...{
      id: 'whole',
      title: 'a history, both doors and a second region: CPU per message, beside one region',
      wanted: 10,
      floor: 20,
    },
    ...{ ...COST, warmUp: UNTIL_WHOLE_COMPILED, open: channels(cost, [{ server: 'whole' }, ENGINE], true) },
  },
];
