// A bare WebSocket that speaks AppSync's real-time protocol, frame by frame.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { Inbox, type ReceivedMessage, SUBSCRIBE, type Subscriber } from '../../../local/test/support/messages';
import type { Api } from '../planet';

/** A frame of the protocol. */
export interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: {
    readonly data?: { readonly subscribe?: ReceivedMessage } | null;
    readonly errors?: unknown;
    readonly [key: string]: unknown;
  };
}

/** How the credentials travel with the handshake. */
export type Carrier = 'query' | 'subprotocol' | 'headers';

/** What a connection is opened with. */
export interface ConnectOptions {
  readonly carrier?: Carrier;
  /** The authorization object; the API's key unless given. */
  readonly authorization?: Readonly<Record<string, string>>;
  /** Below the API's origin; that of the API unless given. */
  readonly path?: string;
  /** WSS instead of WS. */
  readonly secure?: boolean;
}

/** An open socket. */
export class BareClient {
  readonly frames = new Inbox<Frame>();
  /** The close code, once the server or the client has closed. */
  readonly closed: Promise<number>;

  private constructor(
    readonly socket: WebSocket,
    readonly authorization: Readonly<Record<string, string>>,
  ) {
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Frame));
    this.closed = new Promise((resolve) => socket.once('close', resolve));
  }

  /** Opens a socket; nothing is sent yet. */
  static async open(api: Api, options: ConnectOptions = {}): Promise<BareClient> {
    const authorization = options.authorization ?? apiKeyOf(api);
    const client = new BareClient(socketOf(api, authorization, options), authorization);
    await new Promise((resolve, reject) => {
      client.socket.once('open', resolve);
      client.socket.once('error', reject);
    });
    return client;
  }

  /** Opens a socket and waits for `connection_ack`. */
  static async connect(api: Api, options: ConnectOptions = {}): Promise<BareClient> {
    const client = await BareClient.open(api, options);
    client.send({ type: 'connection_init' });
    await client.#first(({ type }) => type === 'connection_ack');
    return client;
  }

  /** Sends a frame as JSON. */
  send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Sends a `start` and returns its id. */
  start(query: string, variables: object = {}, authorization = this.authorization, id: string = randomUUID()): string {
    this.send({
      id,
      type: 'start',
      payload: { data: JSON.stringify({ query, variables }), extensions: { authorization } },
    });
    return id;
  }

  /** The first frame of a type that belongs to an operation, now or later. */
  async frame(type: string, id: string): Promise<Frame> {
    return this.#first((frame) => frame.type === type && frame.id === id);
  }

  /** @throws Error when the socket is closed before there is one */
  async #first(is: (frame: Frame) => boolean): Promise<Frame> {
    const received = this.frames.items.find(is);
    if (received) return received;
    const closed = this.closed.then((code) => {
      throw new Error(`The socket was closed with ${code}, after ${JSON.stringify(this.frames.items)}.`);
    });
    return Promise.race([this.frames.find(is), closed]);
  }

  /** Starts an operation and waits until it is live. */
  async subscribe(name: string, query: string = SUBSCRIBE): Promise<Subscriber & { readonly id: string }> {
    const id = this.start(query, { name });
    await this.frame('start_ack', id);
    const mine = ({ id: other, type }: Frame) => other === id && type === 'data';
    const messageOf = ({ payload }: Frame) => payload?.data?.subscribe as ReceivedMessage;
    const { frames } = this;
    return {
      id,
      get messages() {
        return frames.items.filter(mine).map(messageOf);
      },
      find: async (is) => messageOf(await frames.find((frame) => mine(frame) && is(messageOf(frame)))),
      close: () => this.close(),
    };
  }

  /** Closes the socket. */
  close(): void {
    this.socket.close();
  }
}

/** Opens a socket of its own for one channel. */
export async function bareSubscriber(api: Api, name: string, options: ConnectOptions = {}): Promise<Subscriber> {
  return (await BareClient.connect(api, options)).subscribe(name);
}

/** The authorization object of the API's key. */
export function apiKeyOf({ graphqlUrl, apiKey }: Api): Readonly<Record<string, string>> {
  return { host: new URL(graphqlUrl).host, 'x-api-key': apiKey };
}

function socketOf(api: Api, authorization: Readonly<Record<string, string>>, options: ConnectOptions): WebSocket {
  const { carrier = 'subprotocol', path, secure = false } = options;
  const own = secure ? api.realtimeUrl.replace(/^ws:/, 'wss:') : api.realtimeUrl;
  const url = path === undefined ? new URL(own) : new URL(path, own);
  const encoded = Buffer.from(JSON.stringify(authorization));
  if (carrier === 'query') {
    url.searchParams.set('header', encoded.toString('base64'));
    url.searchParams.set('payload', 'e30=');
  }
  const protocols =
    carrier === 'subprotocol' ? ['graphql-ws', `header-${encoded.toString('base64url')}`] : ['graphql-ws'];
  return new WebSocket(url, protocols, { ca: api.ca, ...(carrier === 'headers' && { headers: authorization }) });
}
