// One connection of AppSync's real-time protocol, with one subscription on it:
// https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { UserError } from 'local-aws/terms';
import type { Connection } from './connection';
import { expiredToken } from './expired-token';
import { type Failure, failureOf, refusalOf } from './failure';

/** Milliseconds that a handshake may take, and that may pass without a sign of life until the server says how many. */
const PATIENCE = 15_000;
/** Codes of `connection_error` for which it is of no use to try again. */
const FINAL_CODES: readonly (number | undefined)[] = [400, 401, 403];
/** Errors of a `start` for which it is. */
const PASSING_ERRORS: readonly (string | undefined)[] = ['LimitExceededError', 'InternalFailure'];

const SUBSCRIBE = `subscription Subscribe($name: String!) {
  subscribe(name: $name) { name message data id publishedAt region userId position previous } }`;

/** A message of a channel. */
export interface Message {
  readonly name: string;
  readonly message: string;
  /** JSON text. */
  readonly data: string | null;
  readonly id: string;
  readonly publishedAt: string;
  readonly region: string;
  readonly userId: string | null;
  readonly position: string;
  readonly previous: string | null;
}

/** What is listened to, and who is told. */
export interface Listening {
  readonly connection: Connection;
  readonly channel: string;
  /** Has an earlier connection been live? Then the address is right. */
  readonly wasLive: boolean;
  readonly onLive: () => void;
  readonly onMessage: (message: Message) => void;
  /** Told why a message came that cannot be shown. */
  readonly onError: (sentence: string) => void;
}

/** How a connection ended: by the will of an operator, or for a reason for which one tries again. */
export type End = { readonly kind: 'unsubscribed' } | { readonly kind: 'lost'; readonly reason: string };

interface Frame {
  readonly type: string;
  readonly payload?: Payload;
}

interface Payload {
  readonly connectionTimeoutMs?: number;
  readonly data?: { readonly subscribe: Message | null } | null;
  /** A list, or for some errors the error itself. */
  readonly errors?: FrameError | readonly FrameError[];
}

interface FrameError {
  readonly errorType?: string;
  readonly message?: string;
  readonly errorCode?: number;
}

/**
 * Listens for as long as one connection lasts.
 * @throws UserError `SUBSCRIPTION_REFUSED` for what another attempt would not change
 */
export async function listen(listening: Listening): Promise<End> {
  return new Promise((resolve, reject) => new Session(listening, resolve, reject));
}

class Session {
  readonly #authorization: object;
  readonly #socket: WebSocket;
  #patience = PATIENCE;
  #silence: NodeJS.Timeout | undefined;
  readonly #listening: Listening;
  readonly #ended: (end: End) => void;
  readonly #failed: (error: UserError) => void;

  constructor(listening: Listening, ended: (end: End) => void, failed: (error: UserError) => void) {
    this.#listening = listening;
    this.#ended = ended;
    this.#failed = failed;
    const { graphqlUrl, realtimeUrl, credentials, ca } = listening.connection;
    this.#authorization = { host: new URL(graphqlUrl).host, ...credentials };
    const header = Buffer.from(JSON.stringify(this.#authorization)).toString('base64url');
    const options = { handshakeTimeout: PATIENCE, ...(ca !== undefined && { ca }) };
    this.#socket = new WebSocket(realtimeUrl, ['graphql-ws', `header-${header}`], options);
    this.#socket.on('open', () => {
      this.#heard();
      this.#send({ type: 'connection_init' });
    });
    this.#socket.on('message', (bytes: Buffer) => {
      this.#heard();
      this.#take(JSON.parse(bytes.toString()) as Frame);
    });
    this.#socket.on('unexpected-response', (request, { statusCode = 0 }) => {
      request.destroy();
      this.#notMade(refusalOf(statusCode, graphqlUrl));
    });
    this.#socket.on('error', (error) => this.#notMade(failureOf(error, graphqlUrl)));
    this.#socket.on('close', () => this.#lost('the server closed it'));
  }

  #take({ type, payload = {} }: Frame): void {
    switch (type) {
      case 'connection_ack':
        this.#patience = payload.connectionTimeoutMs ?? this.#patience;
        this.#start();
        return;
      case 'start_ack':
        this.#listening.onLive();
        return;
      case 'data':
        if (payload.data?.subscribe) this.#listening.onMessage(payload.data.subscribe);
        else this.#listening.onError(sentenceOf(errorIn(payload)));
        return;
      case 'complete':
        this.#close();
        this.#ended({ kind: 'unsubscribed' });
        return;
      case 'connection_error':
        this.#refused(payload, ({ errorCode }) => FINAL_CODES.includes(errorCode));
        return;
      case 'error':
        this.#refused(payload, ({ errorType }) => !PASSING_ERRORS.includes(errorType));
    }
  }

  #start(): void {
    const data = JSON.stringify({ query: SUBSCRIBE, variables: { name: this.#listening.channel } });
    const extensions = { authorization: this.#authorization };
    this.#send({ id: randomUUID(), type: 'start', payload: { data, extensions } });
  }

  #refused(payload: Payload, isFinal: (error: FrameError) => boolean): void {
    const error = errorIn(payload);
    const { credentials } = this.#listening.connection;
    if (isFinal(error)) this.#fail(expiredToken(error, credentials) ?? sentenceOf(error));
    else this.#lost(sentenceOf(error));
  }

  #notMade({ prospect, reason }: Failure): void {
    const isHopeful = prospect === 'good' || (prospect !== 'none' && this.#listening.wasLive);
    if (isHopeful) this.#lost(reason);
    else this.#fail(reason);
  }

  /** A server that says nothing for too long is gone, whatever the socket says. */
  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost('the server is silent'), this.#patience);
  }

  #send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  #lost(reason: string): void {
    this.#close();
    this.#ended({ kind: 'lost', reason });
  }

  #fail(sentence: string): void {
    this.#close();
    this.#failed(new UserError('SUBSCRIPTION_REFUSED', sentence));
  }

  #close(): void {
    clearTimeout(this.#silence);
    this.#socket.terminate();
  }
}

function errorIn({ errors }: Payload): FrameError {
  const [error = {}] = [errors ?? []].flat();
  return error;
}

function sentenceOf({ errorType, message }: FrameError): string {
  return [errorType ?? 'Error', message].filter(Boolean).join(': ');
}
