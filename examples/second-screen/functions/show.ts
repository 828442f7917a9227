// Runs in every region, all the time: EventBridge Scheduler starts it every minute.
import { Bus } from './bus';
import { run } from './run';
import { variable } from './environment';
import { Table } from './table';

const world = {
  region: variable('AWS_REGION'),
  table: new Table(variable('TABLE')),
  bus: new Bus(variable('BUS'), variable('SOURCE')),
  clock: {
    now: Date.now,
    until: async (time: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, time - Date.now()))),
  },
};

/** Called by the schedule. */
export async function handler(): Promise<void> {
  await run(world);
}
