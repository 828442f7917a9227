// A channel that is listened to until the end, and what is told of it: messages, states, gaps, and how many there were.
import type { From, Message, State, Subscription } from 'global-pubsub-client';
import { UserError } from 'local-aws/terms';
import { type Caller, callerOf } from './caller';
import type { Connection } from './connection';
import { gapText } from './gap-text';

/** What is listened to, and who is told. */
export interface ListeningOptions {
  readonly connection: Connection;
  readonly channel: string;
  readonly from: From;
  readonly onMessage: (message: Message) => void;
  /** Told how it stands, in sentences. */
  readonly tell: (sentence: string) => void;
}

/** A channel that is listened to. */
export class Listening {
  /**
   * Resolves when an operator has ended it.
   * @throws UserError `SUBSCRIPTION_REFUSED` or `API_UNREACHABLE` for what no further attempt would change
   */
  readonly ended: Promise<void>;
  readonly #options: ListeningOptions;
  readonly #caller: Caller;
  #state: State = 'connecting';
  #wasLive = false;
  #messages = 0;
  #caughtUp = 0;
  /** Of `caughtUp`, those before the last time that it was not live. */
  #before = 0;
  #gaps = 0;

  constructor(options: ListeningOptions) {
    this.#options = options;
    const { connection, channel, from, tell } = options;
    this.#caller = callerOf(connection, {
      wasReached: () => this.#wasLive,
      onTrouble: (reason) => {
        if (!this.#isUp) tell(`No connection (${reason}); trying again.`);
      },
      onError: tell,
    });
    const subscription = this.#caller.client.subscribe(channel, {
      from,
      onMessage: (message) => this.#take(message),
      onGap: (gap) => {
        this.#gaps += 1;
        tell(gapText(gap));
      },
    });
    this.ended = Promise.race([this.#follow(subscription), this.#caller.hopeless]);
  }

  /** How many messages and gaps there were. */
  get count(): string {
    const caughtUp = this.#caughtUp === 0 ? '' : `, ${this.#caughtUp} of them while catching up`;
    return `${counted(this.#messages, 'message')}${caughtUp}; ${counted(this.#gaps, 'gap')}.`;
  }

  get #isUp(): boolean {
    return this.#state === 'live' || this.#state === 'catching up';
  }

  #take(message: Message): void {
    this.#messages += 1;
    if (this.#state !== 'live') this.#caughtUp += 1;
    this.#options.onMessage(message);
  }

  async #follow(subscription: Subscription): Promise<void> {
    return new Promise((resolve, reject) => {
      subscription.on('state', (state) => {
        this.#changed(state);
        if (state === 'closed') resolve();
        if (state === 'refused') {
          const { reason } = subscription;
          const sentence = reason ? this.#caller.sentenceOf(reason) : 'The API gave no reason.';
          reject(new UserError('SUBSCRIPTION_REFUSED', sentence, { cause: reason }));
        }
      });
    });
  }

  #changed(state: State): void {
    const { channel, connection, from, tell } = this.#options;
    if (this.#isUp && state === 'connecting') tell('The connection was lost; trying again.');
    this.#state = state;
    if (state === 'closed') tell(`An operator has ended the subscription to ${channel}.`);
    if (state === 'catching up') {
      this.#before = this.#caughtUp;
      if (this.#wasLive || from !== 'now') tell('Catching up …');
    }
    if (state !== 'live') return;
    if (this.#wasLive) tell(`Live again, after ${counted(this.#caughtUp - this.#before, 'message')} to catch up with.`);
    else tell(`Listening to ${channel} at ${connection.url}; Ctrl-C ends it.`);
    this.#wasLive = true;
  }
}

/** A number of things: `1 message`, `2 messages`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
