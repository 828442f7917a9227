// A stage that exists in memory only, with a clock that stands still until it is told to go on.
import {
  type Client,
  type Clock,
  connect,
  type ConnectOptions,
  type FetchOptions,
  type Gap,
  type Message,
  type State,
} from '../../../client/lib/src/index';
import type { RawMessage } from '../../../client/lib/src/message';
import { aMessage } from '../../support/message';

/** The front door's host, and the regions' own. */
export const FRONT = 'front.test';
export const OREGON = 'us-west-2';
export const SYDNEY = 'ap-southeast-2';
export const REGIONS = [OREGON, SYDNEY];
/** When the world begins: milliseconds since 1970. */
export const BEGINNING = Date.UTC(2026, 0, 1);

/** A clock that is wound by hand. */
export class HandClock implements Clock {
  #now = BEGINNING;
  readonly #tasks = new Set<{ at: number; readonly task: () => void }>();

  now(): number {
    return this.#now;
  }

  after(delay: number, task: () => void): () => void {
    const entry = { at: this.#now + delay, task };
    this.#tasks.add(entry);
    return () => void this.#tasks.delete(entry);
  }
  /** The device sleeps: the time goes on, and timers stand still. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
    for (const task of this.#tasks) task.at += milliseconds;
  }

  /** Lets time pass, and everything happen that is due in it. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await rest();
      const [next] = [...this.#tasks].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.#tasks.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.task();
    }
    this.#now = end;
  }
}

/** Lets everything happen that needs no time. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

type Listener = (event: { readonly data: string }) => void;

interface StartFrame {
  readonly id: string;
  readonly type: string;
  readonly payload?: { readonly data: string; readonly extensions: { readonly authorization: Record<string, string> } };
}

/** A WebSocket of the client, seen from the API. */
export class WorldSocket {
  readonly host: string;
  readonly frames: StartFrame[] = [];
  readonly channels = new Map<string, string>();
  isOpen = true;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(
    url: string,
    readonly world: World,
  ) {
    this.host = new URL(url).host;
    world.sockets.push(this);
    queueMicrotask(() => {
      if (world.down.has(this.host)) this.drop();
      else if (!world.silent.has(this.host)) this.#open();
    });
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  send(text: string): void {
    const frame = JSON.parse(text) as StartFrame;
    this.frames.push(frame);
    queueMicrotask(() => this.world.answer(this, frame));
  }

  close(): void {
    this.isOpen = false;
  }

  /** A frame of the API's. */
  push(frame: object): void {
    this.say(JSON.stringify(frame));
  }

  /** Text that need not be a frame. */
  say(text: string): void {
    if (this.isOpen) this.#tell('message', text);
  }

  /** The connection breaks. */
  drop(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#tell('close', '');
  }

  #open(): void {
    const { clock, delay } = this.world;
    if (delay === 0) this.#tell('open', '');
    else clock.after(delay, () => this.#tell('open', ''));
  }

  #tell(type: string, data: string): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data });
  }
}

/** The sockets that are opened in one world. */
function socketsOf(world: World): new (url: string) => WorldSocket {
  return class extends WorldSocket {
    constructor(url: string) {
      super(url, world);
    }
  };
}

/** What the API answers to a request; `undefined` for its usual answer. */
type Answer = (query: string, variables: Readonly<Record<string, unknown>>, host: string) => object | undefined;

/** The world. */
export class World {
  readonly clock = new HandClock();
  readonly sockets: WorldSocket[] = [];
  /** Hosts that refuse connections, and such that never answer. */
  readonly down = new Set<string>();
  readonly silent = new Set<string>();
  /** Milliseconds that a connection takes. */
  delay = 0;
  /** What every region remembers. */
  readonly history: RawMessage[] = [];
  readonly requests: {
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly host: string;
  }[] = [];
  /** The hosts that refused a request, once for each. */
  readonly refusals: string[] = [];
  /** Answers in place of the API. */
  answers: Answer = () => undefined;
  /** Frames that answer a `start`, in place of `start_ack`. */
  onStart: (channel: string, authorization: Record<string, string>) => object = () => ({ type: 'start_ack' });
  hoursOfHistory = 24;
  /** Makes clients: the library's source, unless a test has another build. */
  connect: typeof connect = connect;
  /** Where messages stand that landed late. */
  readonly #landed = new Map<RawMessage, string>();
  #count = 0;

  /** A client in this world. */
  client(options: Partial<ConnectOptions> = {}): Client {
    return this.connect({
      url: `https://${FRONT}`,
      ...(options.apiKey === undefined && { token: () => 'token' }),
      regions: REGIONS.map((name) => ({ name, url: `https://${name}.test` })),
      historyHours: this.hoursOfHistory,
      fetch: async (url, init) => this.#fetch(url, init),
      WebSocket: socketsOf(this),
      clock: this.clock,
      random: () => 0,
      ...options,
    });
  }

  /** The sockets that are open. */
  get open(): readonly WorldSocket[] {
    return this.sockets.filter(({ isOpen }) => isOpen);
  }

  /** A message that was published now, and that nobody has yet. */
  message(overrides: Partial<RawMessage> = {}): RawMessage {
    this.#count += 1;
    const id = ulidOf(this.clock.now(), this.#count);
    return {
      ...aMessage({ message: `message ${this.#count}`, id, position: id, region: OREGON, userId: 'bob' }),
      publishedAt: new Date(this.clock.now()).toISOString(),
      data: null,
      ...overrides,
    };
  }

  /** Remembers a message, which is not pushed. */
  remember(message = this.message()): RawMessage {
    this.history.push(message);
    return message;
  }

  /** Remembers a message that lands now, long after it entered the system. */
  rememberLate(message: RawMessage): void {
    this.#landed.set(message, ulidOf(this.clock.now(), 0));
    this.remember(message);
  }

  /** Pushes a message to all who are subscribed, and remembers it. */
  async deliver(message = this.message()): Promise<RawMessage> {
    if (!this.history.includes(message)) this.history.push(message);
    this.push(message);
    await rest();
    return message;
  }

  /** Pushes a message, which is not remembered. */
  push(message: RawMessage): void {
    for (const socket of this.open) {
      for (const [id, channel] of socket.channels) {
        if (covers(channel, message.name)) socket.push({ id, type: 'data', payload: { data: { subscribe: message } } });
      }
    }
  }

  /** Breaks every connection. */
  async drop(): Promise<void> {
    for (const socket of this.open) socket.drop();
    await rest();
  }

  /** What the API does with a frame. */
  answer(socket: WorldSocket, { id, type, payload }: StartFrame): void {
    if (type === 'connection_init') {
      socket.push({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
    } else if (type === 'start' && payload) {
      const { variables } = JSON.parse(payload.data) as { readonly variables: { readonly name: string } };
      const answer = this.onStart(variables.name, payload.extensions.authorization);
      if ('type' in answer && answer.type === 'start_ack') socket.channels.set(id, variables.name);
      socket.push({ id, ...answer });
    } else if (type === 'stop') {
      socket.channels.delete(id);
      socket.push({ id, type: 'complete' });
    }
  }

  async #fetch(url: string, { signal, body = '' }: FetchOptions): Promise<Response> {
    const { host } = new URL(url);
    if (this.silent.has(host))
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    if (this.down.has(host)) {
      this.refusals.push(host);
      throw new TypeError('fetch failed');
    }
    const { query, variables } = JSON.parse(body) as {
      query: string;
      variables: Record<string, unknown>;
    };
    this.requests.push({ query, variables, host });
    const answer = this.answers(query, variables, host) ?? { data: this.#answer(query, variables) };
    return new Response(JSON.stringify(answer));
  }

  #answer(query: string, variables: Readonly<Record<string, unknown>>): object {
    if (query.includes('{ region }')) return { region: OREGON };
    if (query.includes('publishBatch')) {
      const messages = variables['messages'] as readonly { readonly id: string }[];
      const outcomeOf = ({ id }: { readonly id: string }) => ({
        message: { id, region: OREGON, publishedAt: '', userId: 'ana' },
        error: null,
      });
      return { publishBatch: messages.map(outcomeOf) };
    }
    if (query.startsWith('mutation'))
      return { publish: { id: variables['id'], region: OREGON, publishedAt: '', userId: 'ana' } };
    const pages = [...query.matchAll(/(r\d+): history\(name: \$name, ([^)]*)\)/g)].map(([, alias = '', text = '']) => {
      const args = JSON.parse(`{${text.replace(/(\w+):(?= )/g, '"$1":')}}`) as HistoryArguments;
      return [alias, this.#page(String(variables['name']), args)] as const;
    });
    return Object.fromEntries(pages);
  }

  #page(name: string, { region, after = '', last, limit = 100 }: HistoryArguments) {
    const placeOf = (message: RawMessage) => this.#landed.get(message) ?? message.position;
    // A pattern shares its index with its neighbours.
    const isPattern = name.endsWith('/*');
    const isInIndex = (message: RawMessage) =>
      isPattern ? message.name.split('/')[0] === name.split('/')[0] : message.name === name;
    const all = this.history
      .filter((message) => message.region === region && isInIndex(message) && placeOf(message) > after)
      .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
    const page = last === undefined ? all.slice(0, limit) : all.slice(-last);
    const newest = page.at(-1);
    const messages = page.filter((message) => covers(name, message.name));
    return { messages, hasMore: page.length < all.length, next: newest ? placeOf(newest) : null };
  }
}

/** Does a channel, or a pattern, have the messages of a channel? */
function covers(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

interface HistoryArguments {
  readonly region: string;
  readonly after?: string;
  readonly last?: number;
  readonly limit?: number;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID of a time. @param count tells those of one time apart */
export function ulidOf(time: number, count: number): string {
  return base32(time, 10) + base32(count, 16);
}

function base32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = ALPHABET.charAt(rest % 32) + text;
  return text;
}

/** What a subscription was told, in its order. */
export class Told {
  readonly all: (string | Gap<Message>)[] = [];
  readonly states: State[] = [];

  /** The texts of the messages. */
  get texts(): readonly string[] {
    return this.all.filter((item) => typeof item === 'string');
  }

  get gaps(): readonly Gap<Message>[] {
    return this.all.filter((item) => typeof item !== 'string');
  }
}

/** Subscribes to `tech`, or elsewhere, and keeps all that is told. */
export function told(client: Client, options: Parameters<Client['subscribe']>[1] = {}, channel = 'tech') {
  const heard = new Told();
  const subscription = client.subscribe(channel, {
    onMessage: ({ message }) => heard.all.push(message),
    onGap: (gap) => heard.all.push(gap),
    ...options,
  });
  subscription.on('state', (state) => heard.states.push(state));
  return Object.assign(heard, { subscription });
}
