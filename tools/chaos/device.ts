// A device that takes part: its sockets and requests break when its connections are cut, and while it sleeps it has none, and
// its timers stand still.
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Clock, ConnectOptions } from 'global-pubsub-client';
import { Agent, fetch as undiciFetch, type RequestInit as UndiciRequest } from 'undici';
import { WebSocket } from 'ws';
import { givingUpWith } from '../api/giving-up';

/** A device. */
export class Device {
  readonly #sockets = new Set<WebSocket>();
  readonly #requests = new Set<AbortController>();
  /** Timers that fell due while the device slept. */
  readonly #due = new Set<() => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #agent: Agent;
  /** One for all sockets: to make one takes as long as a handshake. */
  readonly #secureContext: SecureContext;
  #isAwake = true;

  /** @param ca the authority that it trusts, PEM */
  constructor(ca: string) {
    this.#secureContext = createSecureContext({ ca });
    this.#agent = new Agent({ connect: { ca } });
  }

  /** What a client on this device is made with. */
  get options(): Required<Pick<ConnectOptions, 'clock' | 'fetch' | 'WebSocket'>> {
    const take = (socket: WebSocket) => this.#take(socket);
    // Node.js hands it on to the TLS connection; the types of ws do not say so.
    const tls: object = { secureContext: this.#secureContext };
    return {
      clock: this.#clock,
      fetch: async (url, init) => this.#fetch(url, init),
      WebSocket: class extends WebSocket {
        constructor(url: string, protocols: string[]) {
          super(url, protocols, tls);
          take(this);
        }
      },
    };
  }

  /** Breaks its connections. */
  cut(): void {
    for (const request of this.#requests) request.abort(new Error('The connection was cut.'));
    for (const socket of this.#sockets) socket.terminate();
  }

  sleep(): void {
    this.#isAwake = false;
    this.cut();
  }

  wake(): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    const due = [...this.#due];
    this.#due.clear();
    for (const task of due) task();
  }

  /** Is switched off: nothing that waits comes. */
  async end(): Promise<void> {
    this.cut();
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#agent.destroy();
  }

  readonly #clock: Clock = {
    now: () => Date.now(),
    after: (delay, task) => {
      const run = () => {
        this.#timers.delete(timer);
        if (this.#isAwake) task();
        else this.#due.add(task);
      };
      const timer = setTimeout(run, delay);
      this.#timers.add(timer);
      return () => {
        clearTimeout(timer);
        this.#timers.delete(timer);
        this.#due.delete(task);
      };
    },
  };

  async #fetch(url: string, init: RequestInit = {}): Promise<Response> {
    if (!this.#isAwake) throw new Error('The device sleeps.');
    return givingUpWith(init.signal, async (request) => {
      this.#requests.add(request);
      try {
        const { signal } = request;
        const { status, text } = await answered(url, { ...init, signal, dispatcher: this.#agent } as UndiciRequest);
        return new Response(text, { status });
      } finally {
        this.#requests.delete(request);
      }
    });
  }

  #take(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (!this.#isAwake) setImmediate(() => socket.terminate());
  }
}

async function answered(url: string, request: UndiciRequest) {
  const response = await undiciFetch(url, request);
  return { status: response.status, text: await response.text() };
}
