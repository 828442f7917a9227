// A channel that is listened to at the Events door until the end. It keeps nothing: what comes while there is no connection is missed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, SocketLike } from 'global-pubsub-client';
import { isJsonObject, type JsonObject, jsonIn, type JsonValue, UserError } from 'local-aws/terms';
import { attemptsAt } from './attempts';
import { eventAuthorization, eventRefusal, eventSocket } from './event-api';
import { counted, type ListeningOptions } from './listening';
import { type Network, networkOf } from './network';

/** Milliseconds: before the first further attempt, and the most. */
const FIRST_PAUSE = 250;
const MOST_PAUSE = 15_000;
/** Milliseconds without any frame after which a connection is given up, until the API has said for how long it may be silent, and the most. */
const PATIENCE = 15_000;
const MOST_PATIENCE = 600_000;
/** The one subscription of each connection. */
const SUBSCRIPTION = '1';

/** A channel that is listened to. */
export class EventListening {
  /** Never resolves. @throws UserError `SUBSCRIPTION_REFUSED` or `API_UNREACHABLE` for what no further attempt would change */
  readonly ended: Promise<never>;
  readonly #options: Omit<ListeningOptions, 'from'>;
  readonly #network: Network;
  #isLive = false;
  #wasLive = false;
  /** Was it told why the connection under way is none? */
  #isTold = false;
  #messages = 0;

  constructor(options: Omit<ListeningOptions, 'from'>) {
    this.#options = options;
    const { connection } = options;
    const { hopeless, onFailure } = attemptsAt(connection.url, {
      wasReached: () => this.#wasLive,
      onTrouble: (reason) => {
        if (!this.#isLive) this.#tellTrouble(reason);
      },
    });
    // There are no requests.
    this.#network = networkOf(connection.ca, onFailure, () => true);
    this.ended = Promise.race([this.#insist(), hopeless]);
  }

  /** How many messages there were. */
  get count(): string {
    return `${counted(this.#messages, 'message')}.`;
  }

  async #insist(): Promise<never> {
    const { tell } = this.#options;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, MOST_PAUSE)) {
      const began = performance.now();
      const reason = await this.#connect();
      if (this.#isLive) {
        tell('The connection was lost; trying again. What comes meanwhile is missed.');
        // One that is lost as soon as it is there is no better than none.
        if (performance.now() - began > MOST_PAUSE) pause = FIRST_PAUSE;
      } else if (!this.#isTold) this.#tellTrouble(reason);
      this.#isLive = this.#isTold = false;
      await sleep(pause);
    }
  }

  #tellTrouble(reason: string): void {
    this.#isTold = true;
    this.#options.tell(`No connection (${reason}); trying again.`);
  }

  /**
   * Resolves when the connection is over.
   * @returns why
   * @throws UserError `SUBSCRIPTION_REFUSED`
   */
  async #connect(): Promise<string> {
    const { connection } = this.#options;
    const socket = new this.#network.WebSocket(...eventSocket(connection));
    let patience = PATIENCE;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        const isAlive = () => {
          clearTimeout(timer);
          timer = setTimeout(() => resolve('no answer'), patience);
        };
        isAlive();
        socket.addEventListener('close', () => resolve('the API closed it'));
        socket.addEventListener('open', () => this.#subscribe(socket));
        socket.addEventListener('message', ({ data }) => {
          const frame = frameIn(data);
          const { connectionTimeoutMs } = frame;
          if (typeof connectionTimeoutMs === 'number') {
            patience = Math.min(Math.max(connectionTimeoutMs, PATIENCE), MOST_PATIENCE);
          }
          isAlive();
          const refusal = this.#take(frame);
          if (refusal?.isPassing === true) resolve(refusal.sentence);
          else if (refusal) reject(new UserError('SUBSCRIPTION_REFUSED', refusal.sentence));
        });
      });
    } finally {
      clearTimeout(timer);
      socket.close();
    }
  }

  #subscribe(socket: SocketLike): void {
    const { connection, channel } = this.#options;
    const authorization = eventAuthorization(connection);
    const frame = { type: 'subscribe', id: SUBSCRIPTION, channel: `/${channel}`, authorization };
    socket.send(JSON.stringify({ type: 'connection_init' }));
    socket.send(JSON.stringify(frame));
  }

  /** @returns the refusal that a frame is */
  #take(frame: JsonObject) {
    const { channel, connection, onMessage, tell } = this.#options;
    if (frame['type'] === 'subscribe_success') {
      tell(
        this.#wasLive
          ? 'Live again.'
          : `Listening to ${channel} at the Events door of ${connection.url}; Ctrl-C ends it.`,
      );
      this.#isLive = this.#wasLive = true;
    }
    const { type, event, errors } = frame;
    const message = type === 'data' && typeof event === 'string' ? jsonIn(event) : undefined;
    // Whatever is not a message of ours was not broadcast by the bus.
    if (isMessage(message)) {
      this.#messages += 1;
      onMessage(message);
    }
    const refusal = errors === undefined ? undefined : eventRefusal(errors, connection.credentials);
    if (type !== 'broadcast_error') return refusal;
    // Of one message: those that come after it are none the worse.
    if (refusal) tell(`A message is missing: ${refusal.sentence}`);
    return undefined;
  }
}

/** What every message has. */
const TEXTS = ['name', 'message', 'id', 'publishedAt', 'region'];

function isMessage(value: JsonValue | undefined): value is JsonObject & Message {
  if (!isJsonObject(value)) return false;
  const { userId, data } = value;
  return (
    TEXTS.every((member) => typeof value[member] === 'string') &&
    (userId === null || typeof userId === 'string') &&
    data !== undefined
  );
}

function frameIn(data: unknown): JsonObject {
  const frame = jsonIn(String(data));
  return isJsonObject(frame) ? frame : {};
}
