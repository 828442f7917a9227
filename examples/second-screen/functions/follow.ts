// Notes in the region's copy of the lease who showed a film. Called by a rule on the bus for each film that is shown, by whomever.
import type { Showing } from '../contract';
import { variable } from './environment';
import type { BusEvent } from './votes';
import { Table } from './table';

const table = new Table(variable('TABLE'));

/** @throws what the table throws: then Lambda calls again */
export async function handler({ region, detail }: BusEvent): Promise<void> {
  const { slot } = JSON.parse(detail.data ?? '{}') as Partial<Showing>;
  if (slot !== undefined) await table.note({ leader: region, slot });
}
