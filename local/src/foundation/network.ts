// The network between regions: text in, text out. Nothing else is shared by two regions. And what can go wrong with it.
import { Unreachable } from './errors';
import type { Clock } from './clock';
import { pause } from './delay';
import { type Power, PowerSwitch } from './power';

/** Answers what other regions send. */
export type Receiver = (message: string) => Promise<string>;

/** The network, as one region sees it. */
export interface Network {
  /** Milliseconds that everything takes longer on its way into the region, and out of it. */
  readonly delay: number;
  /** Milliseconds by which the region's buses deliver late at most, and each event twice; 0 if they do not. */
  readonly stutter: number;
  /** Do the region's tables refuse every call? */
  readonly isThrottled: boolean;
  /** Is it certain that what is sent there now does not arrive? What takes longer may find the way mended. */
  isLost(to: string): boolean;
  /**
   * Sends a message to a service of another region, or of this one.
   * @returns the answer
   * @throws Unreachable when the region is unknown, one of the two is down, or the way between them is cut
   */
  send(to: string, service: string, message: string): Promise<string>;
  /** Answers messages to a service of this region. */
  receive(service: string, receiver: Receiver): void;
}

/** What is wrong with a region. */
export interface RegionState {
  readonly isUp: boolean;
  /** Milliseconds, as above. */
  readonly delay: number;
  readonly stutter: number;
  readonly isThrottled: boolean;
  /** The regions to which the way is cut. */
  readonly splitFrom: readonly string[];
}

/** The network of a planet: what connects its regions, and where they and it can be broken. */
export class PlanetNetwork {
  readonly #clock: Clock | undefined;
  readonly #receivers = new Map<string, Receiver>();
  readonly #switches = new Map<string, PowerSwitch>();
  readonly #delays = new Map<string, number>();
  readonly #stutters = new Map<string, number>();
  readonly #throttled = new Set<string>();
  /** The regions to which the way is cut, in both directions. */
  readonly #cuts = new Map<string, Set<string>>();

  /** @param clock what slow regions are slow by; without it nothing can be slow */
  constructor(clock?: Clock) {
    this.#clock = clock;
  }

  /** The network, as one region sees it. */
  of(from: string): Network {
    // Asked for every frame to every subscriber: no more than a look-up.
    const ownDelay = () => this.#delays.get(from) ?? 0;
    const ownStutter = () => this.#stutters.get(from) ?? 0;
    const isThrottled = () => this.#throttled.has(from);
    const delayTo = (to: string) => (from === to ? 0 : ownDelay() + (this.#delays.get(to) ?? 0));
    return {
      get delay() {
        return ownDelay();
      },
      get stutter() {
        return ownStutter();
      },
      get isThrottled() {
        return isThrottled();
      },
      isLost: (to) => delayTo(to) === 0 && !this.#leadsTo(from, to),
      send: async (to, service, message) => {
        const delay = delayTo(to);
        if (this.#clock && delay > 0) await pause(this.#clock, delay);
        const receiver = this.#receivers.get(`${to}/${service}`);
        if (!receiver || !this.#leadsTo(from, to)) throw new Unreachable(from, to);
        return receiver(message);
      },
      receive: (service, receiver) => {
        this.#receivers.set(`${from}/${service}`, receiver);
      },
    };
  }

  /** The power of a region. */
  powerOf(region: string): Power {
    return this.#switchOf(region);
  }

  /** What is wrong with a region. */
  stateOf(region: string): RegionState {
    return {
      isUp: this.#switchOf(region).isUp,
      delay: this.#delays.get(region) ?? 0,
      stutter: this.#stutters.get(region) ?? 0,
      isThrottled: this.#throttled.has(region),
      splitFrom: [...(this.#cuts.get(region) ?? [])],
    };
  }

  /** From now on the region does not answer; it keeps what it has. */
  takeDown(region: string): void {
    this.#switchOf(region).turn(false);
  }

  /** From now on the region answers again. What else is wrong with it stays. */
  bringUp(region: string): void {
    this.#switchOf(region).turn(true);
  }

  /** From now on everything takes longer on its way into the region, and out of it. @param delay milliseconds */
  slowDown(region: string, delay: number): void {
    this.#delays.set(region, delay);
  }

  /**
   * From now on the region's buses deliver each event twice, and late, as EventBridge may: it keeps no order, and delivers at least
   * once. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
   * @param most milliseconds, of which each delivery takes a random part; 0 ends it
   */
  stutter(region: string, most: number): void {
    this.#stutters.set(region, most);
  }

  /** From now on the region's tables refuse every call, or no longer. */
  throttleTables(region: string, isThrottled = true): void {
    if (isThrottled) this.#throttled.add(region);
    else this.#throttled.delete(region);
  }

  /** The region is up again, nothing in it is slow, twice or refused, and every way to it is whole. */
  restore(region: string): void {
    this.#delays.delete(region);
    this.#stutters.delete(region);
    this.#throttled.delete(region);
    for (const other of this.stateOf(region).splitFrom) this.heal(region, other);
    this.bringUp(region);
  }

  /** Cuts the way between two regions, in both directions. */
  cut(one: string, other: string): void {
    this.#cutsOf(one).add(other);
    this.#cutsOf(other).add(one);
  }

  /** Mends the way between two regions. */
  heal(one: string, other: string): void {
    this.#cutsOf(one).delete(other);
    this.#cutsOf(other).delete(one);
  }

  #leadsTo(from: string, to: string): boolean {
    return this.#switchOf(from).isUp && this.#switchOf(to).isUp && !this.#cutsOf(from).has(to);
  }

  #cutsOf(region: string): Set<string> {
    const cuts = this.#cuts.get(region) ?? new Set();
    this.#cuts.set(region, cuts);
    return cuts;
  }

  #switchOf(region: string): PowerSwitch {
    const known = this.#switches.get(region) ?? new PowerSwitch(region);
    this.#switches.set(region, known);
    return known;
  }
}
