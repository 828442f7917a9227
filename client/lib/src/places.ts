// Where the API answers: the front door, and by their own names its regions, for when the front door does not answer.
import type { Clock } from './clock';
import { createPauses } from './pauses';

/** An address of the API. */
export interface Place {
  readonly origin: string;
  readonly realtimeUrl: string;
  /** What the credentials name. */
  readonly host: string;
}

/** A region of the stage. */
export interface Region {
  /** AWS's name: `us-west-2`. */
  readonly name: string;
  /** The API's own address there, for when the front door does not answer. */
  readonly url?: string | undefined;
}

/** Failures in a row after which the front door is left. */
const PATIENCE = 2;
/** AppSync's own hosts have another one for WebSockets. https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
const APPSYNC = /\.appsync(?=-api\.)/;

/** The place at an address. @param url with or without the path `/graphql` */
export function placeAt(url: string): Place {
  const { origin, host } = new URL(url);
  const path = APPSYNC.test(host) ? '/graphql' : '/graphql/realtime';
  const realtimeUrl = (origin + path).replace(/^http/, 'ws').replace(APPSYNC, '$&-realtime');
  return { origin, host, realtimeUrl };
}

/** The places of a stage, which of them is in use, and those who wait until one answers. */
export type Places = ReturnType<typeof createPlaces>;

/** Begins with the front door. @param onLeave told that it was left */
export function createPlaces(front: Place, clock: Clock, random: () => number, onLeave: () => void) {
  const all = [front];
  const pauses = createPauses(clock, random);
  let failures = 0;
  let isDown = false;

  function use(place: Place): void {
    places.current = place;
    failures = 0;
  }

  const places = {
    ...pauses,
    front,
    current: front,

    /** Makes regions known by their own names, in the order in which they are tried. */
    add(others: readonly Place[]): void {
      all.push(...others);
    },

    /** Takes note that a place did not answer; the next one is tried after two failures of the front door, or one of a region. */
    failed(place: Place): void {
      if (place !== places.current) return;
      isDown = true;
      failures += 1;
      if (place === front && failures < PATIENCE) return;
      use(all[all.indexOf(place) + 1] ?? front);
      if (places.current !== front) onLeave();
    },

    /** Takes note that a place answered: whoever waits for that goes on. */
    worked(place: Place): void {
      if (place !== places.current) return;
      failures = 0;
      if (isDown) pauses.wake();
      isDown = false;
    },

    /** Uses the front door again. */
    toFront: () => use(front),
  };
  return places;
}
