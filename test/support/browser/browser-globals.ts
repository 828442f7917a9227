// What browser clients expect of their platform, in a Node process that trusts the planet's authority.
import { Agent, fetch as undiciFetch } from 'undici';
import { WebSocket } from 'ws';
import { Inbox } from '../../../local/test/support/messages';

/** Tells of the sockets that libraries open by themselves. */
export interface SocketWatch {
  /** Resolves when a library's subscription to this host is live: the next `start_ack` from there, after those so far. */
  nextStartAck(host: string): Promise<void>;
}

/** Lets `fetch` trust an authority, as a machine does that has it among its own. */
export function trustAuthority(ca: string): void {
  const dispatcher = new Agent({ connect: { ca } });
  const trusting: typeof undiciFetch = async (input, init) => undiciFetch(input, { ...init, dispatcher });
  // Node's own would look for a dispatcher outside of the test's global object.
  Object.assign(globalThis, { fetch: trusting });
}

/**
 * Gives the process a `fetch` and a global WebSocket that trust an authority (Node 20 has no WebSocket of its own), and timers that, as in a
 * browser, do not keep it running: the libraries leave some behind.
 */
export function installBrowserGlobals(ca: string): SocketWatch {
  trustAuthority(ca);
  const { setTimeout } = globalThis;
  const acks = new Inbox<string>();
  class TrustingWebSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { ca });
      this.on('message', (data: Buffer) => {
        const { type } = JSON.parse(data.toString()) as { type?: string };
        if (type === 'start_ack') acks.push(new URL(url).host);
      });
    }
  }
  Object.assign(globalThis, {
    WebSocket: TrustingWebSocket,
    setTimeout: Object.assign((...args: Parameters<typeof setTimeout>) => setTimeout(...args).unref(), setTimeout),
  });
  return {
    nextStartAck: async (host) => {
      const before = acks.items.filter((ack) => ack === host).length;
      await acks.find((ack) => ack === host && acks.items.filter((other) => other === host).length > before);
    },
  };
}
