// What is measured of two servers in one round, in turn, so that whatever else the machine does meets both alike.
import { setTimeout as pause } from 'node:timers/promises';
import { Crowd, type Server } from './party';
import { freshProject } from './project';
import type { AudienceOrder, AudienceReport, Door, DoorName } from './protocol';
import type { ServerName, Servers } from './servers';
import { startSeconds } from './starting';

/** A way into a server. */
export interface Side {
  readonly server: ServerName;
  readonly door?: DoorName;
  /** Is its second region down in its turns? */
  readonly isSecondDown?: boolean;
}

/** Who listens. */
export interface Size {
  readonly subscribers: number;
  readonly channels: number;
}

/** What came of one side's turn. */
export interface Turn extends Pick<AudienceReport, 'lost' | 'duplicates'> {
  readonly figure: number;
  /** The share of a core that the clients took. */
  readonly clients: number;
}

/** Both sides of a row, ready for any number of rounds. */
export interface Contest {
  /** @param isWarmUp is the turn thrown away? */
  readonly sides: readonly ((isWarmUp: boolean) => Promise<Turn>)[];
  close(): Promise<void>;
}

/** From a report, and the milliseconds of processor time that the server took meanwhile. */
export type Figure = (report: AudienceReport, cpu: number) => number;

const KIBIBYTE = 1024;
/** Milliseconds: between two looks, and of processor time between them below which a server has nothing left to do. */
const LOOK = 100;
const QUIET = 5;
const MOST_LOOKS = 30;

/** Every side gets the same order, again and again. */
export async function loadContest(
  servers: Servers,
  sides: readonly Side[],
  { size, order, warmUp = order, figure, isSettled = false }: LoadOptions,
): Promise<Contest> {
  const ready = await Promise.all(
    sides.map(async (side) => {
      const server = await servers.get(side.server);
      return { server, crowd: await Crowd.join(doorOf(server, side), size), isSecondDown: side.isSecondDown ?? false };
    }),
  );
  const turn = async ({ server, crowd, isSecondDown }: (typeof ready)[number], isWarmUp: boolean) => {
    const { cpu: before } = await server.usage(isSecondDown ? 'second region down' : 'usage');
    const report = await crowd.party.ask(isWarmUp ? warmUp : order);
    const after = isSettled ? await settled(server) : (await server.usage()).cpu;
    // What waits for the region is no part of the next turn.
    if (isSecondDown) await server.usage('second region up');
    if (isSecondDown) await settled(server);
    return turnOf(report, figure(report, after - before));
  };
  return {
    sides: ready.map((side) => async (isWarmUp) => turn(side, isWarmUp)),
    close: async () => {
      await Promise.all(ready.map(async ({ crowd }) => crowd.party.stop()));
    },
  };
}

/** What a load contest asks for. */
export interface LoadOptions {
  readonly size: Size;
  readonly order: AudienceOrder;
  /** What both sides get instead in the rounds that are thrown away; the same unless given. */
  readonly warmUp?: AudienceOrder;
  readonly figure: Figure;
  /** Does the work count that a server still does afterwards? */
  readonly isSettled?: boolean;
}

/** How long it takes until everybody has subscribed. */
export function joinContest(servers: Servers, sides: readonly Side[], size: Size): Contest {
  const turn = async (side: Side) => {
    const crowd = await Crowd.join(doorOf(await servers.get(side.server), side), size);
    await crowd.party.stop();
    return turnOf(crowd.joined, crowd.joined.elapsed / 1_000);
  };
  return { sides: sides.map((side) => async () => turn(side)), close: async () => Promise.resolve() };
}

/** By how many KiB the resident memory of a new server grows for each subscriber. */
export function memoryContest(servers: Servers, sides: readonly Side[], size: Size): Contest {
  const turn = async (side: Side) => {
    const server = await servers.fresh(side.server);
    const { resident: before } = await server.usage();
    const crowd = await Crowd.join(doorOf(server, side), size);
    const { resident: after } = await server.usage();
    await crowd.party.stop();
    await server.party.stop();
    return turnOf(crowd.joined, (after - before) / size.subscribers / KIBIBYTE);
  };
  return { sides: sides.map((side) => async () => turn(side)), close: async () => Promise.resolve() };
}

/** Seconds of `npm start`, in a copy of the project that is new each time, or stays. */
export function startContest({ isFresh }: { readonly isFresh: boolean }): Contest {
  const kept = isFresh ? undefined : freshProject('unchanged');
  const turn = async () => {
    const figure = await startSeconds(kept ?? freshProject('fresh'));
    return { figure, lost: 0, duplicates: 0, clients: 0 };
  };
  return { sides: [turn], close: async () => Promise.resolve() };
}

function turnOf({ lost, duplicates, cpu, elapsed }: AudienceReport, figure: number): Turn {
  return { figure, lost, duplicates, clients: cpu / elapsed };
}

function doorOf(server: Server, { door = 'direct' }: { readonly door?: DoorName }): Door {
  const found = server.doors[door];
  if (!found) throw new Error(`The server has no way in that is ${door}.`);
  return found;
}

/** @returns the processor time of the server when it has nothing left to do */
async function settled(server: Server): Promise<number> {
  let { cpu } = await server.usage();
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    await pause(LOOK);
    const { cpu: now } = await server.usage();
    if (now - cpu < QUIET) return now;
    cpu = now;
  }
  return cpu;
}
