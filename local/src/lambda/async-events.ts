// The events that wait for one function: asynchronous invocations, with their retries.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
import type { Clock } from '../foundation/clock';
import { AwsError } from '../foundation/errors';
import type { JsonValue } from '../foundation/json';
import type { Log } from '../foundation/log';
import type { Power } from '../foundation/power';
import type { InvocationResult } from './lambda';
import { MAX_ENVIRONMENTS, MAX_WAITING_BYTES, MAX_WAITING_EVENTS, RETRY_WAITS } from './limits';

const SECOND = 1000;

/** How often and for how long an event is tried: https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export interface RetrySettings {
  /** From 0 to 2. */
  readonly maximumRetryAttempts: number;
  /** Seconds. */
  readonly maximumEventAge: number;
}

/** An event for a function. */
export interface AsyncEvent {
  /** The same for every attempt. */
  readonly requestId: string;
  readonly payload: JsonValue;
  readonly invokedFunctionArn: string;
}

/** What became of an event. */
export interface EventEnd {
  readonly event: AsyncEvent;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  /** How often the function was invoked. */
  readonly attempts: number;
  /** What it answered last; absent when it was not invoked. */
  readonly result?: InvocationResult | undefined;
}

/** Whom events wait for. */
export interface AsyncEventOptions {
  /** What waits and ages go by. */
  readonly clock: Clock;
  readonly power: Power;
  readonly log: Log;
  readonly settings: () => RetrySettings;
  /** May the function be invoked once more at the same time? */
  readonly hasRoom: () => boolean;
  readonly invoke: (event: AsyncEvent) => Promise<InvocationResult>;
  /** Told of each event that needs no further attempt. */
  readonly ended: (end: EventEnd) => void;
}

/** An event and what was done about it. */
interface Waiting {
  readonly event: AsyncEvent;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly attempts: number;
}

/** Hands events to a function, those first that came first, and again when it fails. */
export class AsyncEvents {
  readonly #options: AsyncEventOptions;
  #ready: Waiting[] = [];
  /** Cancels what waits for its retry. */
  readonly #retries = new Set<() => void>();
  #running = 0;
  /** Of all that are not ended. */
  #count = 0;
  #bytes = 0;
  /** How often the region has gone down. */
  #outages = 0;
  #isStopped = false;

  constructor(options: AsyncEventOptions) {
    this.#options = options;
  }

  /** @param bytes of the payload @throws AwsError `TooManyRequestsException` when too many are waiting already */
  add(event: AsyncEvent, bytes: number): void {
    if (this.#count >= MAX_WAITING_EVENTS || this.#bytes + bytes > MAX_WAITING_BYTES) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    this.#count += 1;
    this.#bytes += bytes;
    this.#ready.push({ event, bytes, since: this.#options.clock.now(), attempts: 0 });
    this.next();
  }

  /** Begins with those that wait, as far as there is room. */
  next(): void {
    const { power, hasRoom } = this.#options;
    while (power.isUp && !this.#isStopped && this.#running < MAX_ENVIRONMENTS && hasRoom()) {
      const waiting = this.#ready.shift();
      if (!waiting) return;
      this.#running += 1;
      this.#try(waiting)
        .catch((fault: unknown) => this.#options.log.fault(fault))
        .finally(() => {
          this.#running -= 1;
          this.next();
        });
    }
  }

  /** The region has gone down: what ends now was no attempt. */
  interrupt(): void {
    this.#outages += 1;
  }

  /** Gives up every event. */
  stop(): void {
    this.#isStopped = true;
    this.#ready = [];
    for (const cancel of this.#retries) cancel();
  }

  async #try(waiting: Waiting): Promise<void> {
    const outages = this.#outages;
    if (this.#isOver(waiting, 0)) {
      this.#end(waiting, { condition: 'EventAgeExceeded' });
      return;
    }
    const result = await this.#options.invoke(waiting.event);
    if (this.#isStopped) return;
    if (this.#outages > outages) this.#ready.unshift(waiting);
    else this.#tried({ ...waiting, attempts: waiting.attempts + 1 }, result);
  }

  #tried(waiting: Waiting, result: InvocationResult): void {
    const { maximumRetryAttempts } = this.#options.settings();
    if (result.functionError === undefined) this.#end(waiting, { condition: 'Success', result });
    else if (waiting.attempts > maximumRetryAttempts) this.#end(waiting, { condition: 'RetriesExhausted', result });
    else this.#retry(waiting, result);
  }

  #retry(waiting: Waiting, result: InvocationResult): void {
    const { clock } = this.#options;
    const wait = RETRY_WAITS[waiting.attempts - 1] ?? 0;
    if (this.#isOver(waiting, wait)) {
      this.#end(waiting, { condition: 'EventAgeExceeded', result });
      return;
    }
    const cancel = clock.after(wait, () => {
      this.#retries.delete(cancel);
      this.#ready.push(waiting);
      this.next();
    });
    this.#retries.add(cancel);
  }

  /** Is it too old, or will it be after a wait? @param wait milliseconds */
  #isOver({ since }: Waiting, wait: number): boolean {
    const { clock, settings } = this.#options;
    return clock.now() + wait - since > settings().maximumEventAge * SECOND;
  }

  #end({ event, attempts, bytes }: Waiting, end: Pick<EventEnd, 'condition' | 'result'>): void {
    this.#count -= 1;
    this.#bytes -= bytes;
    this.#options.ended({ event, attempts, ...end });
  }
}
