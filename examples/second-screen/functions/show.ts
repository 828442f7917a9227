// Runs in every region, all the time: EventBridge Scheduler starts it every minute.
import { Bus } from './bus';
import { run } from './run';
import { environment } from './environment';
import { Table } from './table';

const { tableName, busName, source, region } = environment();
const world = {
  ...{ region, table: new Table(tableName), bus: new Bus(busName, source) },
  clock: {
    now: Date.now,
    until: async (time: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, time - Date.now()))),
  },
};

/** Called by the schedule. */
export async function handler(): Promise<void> {
  await run(world);
}
