// Deliveries that wait for the end of the same failure, and are tried again together.
import type { Clock } from '../../foundation/clock';
import { MAX_CONVOY, RETRY_STEP } from '../limits';
import type { LastingFailure } from './delivery-failure';

/** Deliveries that failed alike, as often, and in the same step. */
export interface Convoy<Delivery> {
  readonly failure: LastingFailure;
  readonly first: Delivery;
  /** All of them, the first one included. */
  readonly deliveries: Delivery[];
  /** How often they will have been tried again. */
  readonly retries: number;
  /** When the oldest of their events was taken, in milliseconds since 1970. */
  takenAt: number;
}

/** A delivery that is to wait. */
export interface Waiting<Delivery> extends Pick<Convoy<Delivery>, 'failure' | 'retries' | 'takenAt'> {
  readonly delivery: Delivery;
}

/** Puts deliveries together, so that another attempt costs no more for many than for one. */
export class Convoys<Delivery> {
  readonly #clock: Clock;
  readonly #depart: (convoy: Convoy<Delivery>, step: number) => void;
  /** Those that may be joined, and until when, in milliseconds since 1970. */
  readonly #open = new WeakMap<LastingFailure, { readonly convoy: Convoy<Delivery>; readonly until: number }>();

  /** @param depart told of each new convoy, and of the milliseconds for which others may still join it */
  constructor(clock: Clock, depart: (convoy: Convoy<Delivery>, step: number) => void) {
    this.#clock = clock;
    this.#depart = depart;
  }

  add({ delivery, failure, retries, takenAt }: Waiting<Delivery>): void {
    const now = this.#clock.now();
    const { convoy, until = 0 } = this.#open.get(failure) ?? {};
    if (convoy && now <= until && convoy.retries === retries && convoy.deliveries.length < MAX_CONVOY) {
      convoy.deliveries.push(delivery);
      convoy.takenAt = Math.min(convoy.takenAt, takenAt);
      return;
    }
    const opened = { failure, first: delivery, deliveries: [delivery], retries, takenAt };
    const end = Math.ceil(now / RETRY_STEP) * RETRY_STEP;
    this.#open.set(failure, { convoy: opened, until: end });
    this.#depart(opened, end - now);
  }

  /** The convoy has arrived: nothing of it is kept. */
  forget({ failure, deliveries }: Convoy<Delivery>): void {
    if (this.#open.get(failure)?.convoy.deliveries === deliveries) this.#open.delete(failure);
  }
}
