// What browser clients expect of their platform, in a Node process that trusts the planet's authority.
import { WebSocket } from 'ws';
import { Inbox } from './messages';

/** Tells of the sockets that libraries open by themselves. */
export interface SocketWatch {
  /** Resolves when a library's subscription to this host is live: the next `start_ack` from there, after those so far. */
  nextStartAck(host: string): Promise<void>;
}

/**
 * Gives the process a global WebSocket that trusts an authority (Node 20 has none of its own), and timers that, as in a
 * browser, do not keep it running: the libraries leave some behind.
 */
export function installBrowserGlobals(ca: string): SocketWatch {
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
