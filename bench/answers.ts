// How a server of the benchmark answers its parent.
import { type Doors, processorTime, type ServerMessage } from './protocol';

/** Tells the parent where the server listens, and from then on, whenever it asks, how it is doing. */
export function answerParent(doors: Doors): void {
  process.on('message', () => tellParent({ kind: 'usage', cpu: processorTime(), resident: process.memoryUsage.rss() }));
  process.on('disconnect', () => process.exit());
  tellParent({ kind: 'ready', doors });
}

export function tellParent(message: ServerMessage): void {
  process.send?.(message);
}
