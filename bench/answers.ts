// How a server of the benchmark answers its parent.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Door, type Doors, processorTime, type ServerMessage, type ServerOrder } from './protocol';

/** What a server without an engine adds to each message, as long as the engine's. */
export const ENVELOPE = {
  id: '01KAJ0M9T3Q5W7E9R1T3Y5V7X9',
  publishedAt: '2026-01-01T00:00:00.000Z',
  region: 'us-west-2',
};

/** Listens on a free port of this machine for calls and sockets that need no key, and tells the parent. */
export function listenForParent(server: Server, dialect: Door['dialect']): void {
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    const address = `127.0.0.1:${port}/`;
    answerParent({
      direct: { httpUrl: `http://${address}`, webSocketUrl: `ws://${address}`, apiKey: 'none', dialect },
    });
  });
}

/**
 * Tells the parent where the server listens, and from then on, whenever it asks, how it is doing.
 * @param obey does first what the parent wants
 */
export function answerParent(doors: Doors, obey: (order: ServerOrder) => void = () => undefined): void {
  process.on('message', (order: ServerOrder) => {
    obey(order);
    tellParent({ kind: 'usage', cpu: processorTime(), resident: process.memoryUsage.rss() });
  });
  process.on('disconnect', () => process.exit());
  tellParent({ kind: 'ready', doors });
}

export function tellParent(message: ServerMessage): void {
  process.send?.(message);
}
