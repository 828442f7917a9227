// The messages that are on their way over the map: a bounded number, whatever comes in.
import type { Point } from './projection';
import { pointOn, type Route } from './arcs';

/** Milliseconds that a dot travels, and that the ring takes which opens where it arrives. The real way takes less. */
export const TRAVEL_TIME = 900;
export const RING_TIME = 500;

/** Milliseconds between two rings in the place where messages enter and are read. */
const RING_PACE = 150;

/** What is drawn of one message. */
export interface Drawing {
  readonly kind: 'dot' | 'ring';
  readonly at: Point;
  /** How far the ring has opened, from 0 to 1; 0 for a dot. */
  readonly opening: number;
}

interface Travel {
  readonly route: Route;
  readonly to: Point;
  /** Milliseconds on the caller's clock. */
  readonly start: number;
}

/** Messages on their way. Times are milliseconds on any clock, the same for all calls. */
export class Travels {
  #travels: Travel[] = [];
  readonly #most: number;

  /**
   * @param most how many are drawn at a time; more are not taken, since they could not be told apart. Half of them may come at
   * once, the others at an even pace, so that a stream of messages looks like one.
   */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Sends a message on its way.
   * @param to where it arrives; with an empty route it is there at once
   */
  add(route: Route, to: Point, now: number): void {
    this.#forgetEnded(now);
    const last = this.#travels.findLast((travel) => (travel.route.length === 0) === (route.length === 0));
    const pause = now - (last?.start ?? -Infinity);
    if (route.length === 0 ? pause >= RING_PACE : this.#hasRoom(pause)) this.#travels.push({ route, to, start: now });
  }

  /** What there is to draw now. */
  drawings(now: number): readonly Drawing[] {
    this.#forgetEnded(now);
    return this.#travels.map(({ route, to, start }) => {
      const progress = route.length === 0 ? 1 : (now - start) / TRAVEL_TIME;
      if (progress < 1) return { kind: 'dot', at: pointOn(route, easeOut(progress)) ?? to, opening: 0 };
      return { kind: 'ring', at: to, opening: Math.min((now - start - travelTime(route)) / RING_TIME, 1) };
    });
  }

  /** @param pause milliseconds since the last one */
  #hasRoom(pause: number): boolean {
    const count = this.#travels.length;
    const pace = (TRAVEL_TIME + RING_TIME) / this.#most;
    return count < this.#most / 2 || (count < this.#most && pause >= pace);
  }

  #forgetEnded(now: number): void {
    this.#travels = this.#travels.filter(({ route, start }) => now - start < travelTime(route) + RING_TIME);
  }
}

function travelTime(route: Route): number {
  return route.length === 0 ? 0 : TRAVEL_TIME;
}

/** Slower towards the end. */
function easeOut(progress: number): number {
  return 1 - (1 - progress) ** 2;
}
