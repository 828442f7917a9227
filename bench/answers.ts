// How a server of the benchmark answers its parent.
import { processorTime, type ServerMessage } from './protocol';

/** Tells the parent where the server listens, and from then on, whenever it asks, how it is doing. */
export function answerParent(ready: Extract<ServerMessage, { kind: 'ready' }>): void {
  const tell = (message: ServerMessage) => process.send?.(message);
  process.on('message', () => {
    const cpu = processorTime();
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    tell({ kind: 'usage', cpu, heap: heapUsed, resident: rss });
  });
  process.on('disconnect', () => process.exit());
  tell(ready);
}
