// Who leads: the region that shows the films. There is no leader service. What a leader shows reaches every region over the bus, and
// each writes into its own table who showed what last: that is its copy of the lease. A region that has heard nothing for a while
// takes over. It asks no other region, least of all the one that may be dead.
//
// A global table would need no announcement, but another service for every region, and the writes of two leaders in a split would
// overwrite each other unseen. Here both sides go on showing films, the same ones, and agree when they hear each other again.

/** Who showed a film last, as far as a region knows. */
export interface Lease {
  /** A region. */
  readonly leader: string;
  /** The slot that it showed. */
  readonly slot: number;
}

/** A region's copy of the lease. */
export interface LeaseTable {
  lease(): Promise<Lease | undefined>;
  /**
   * Writes what was shown, unless the table knows something later, or the same slot by a leader whose name comes first.
   * @returns was it written?
   */
  note(lease: Lease): Promise<boolean>;
}

/** Slots of silence after which a region may take over, at least, and by how many more a region may wait. */
const PATIENCE = 2;
const SPREAD = 3;

/**
 * Slots that a region waits for the leader: two to four, so that the film is on again in less than a minute, and not every region
 * begins at once. It depends on the region's name and on nothing else.
 */
export function patienceOf(region: string): number {
  const sum = Buffer.from(region).reduce((total, byte) => total + byte, 0);
  return PATIENCE + (sum % SPREAD);
}

/** The leader while there was none. */
const NOBODY = '';

/** Does the region lead in this slot, has it been shown, or must it be? */
export type Part = 'follows' | 'leads' | 'shows';

/**
 * Finds a region's part in a slot, and takes the lease if it is to be had.
 * @throws what the table throws
 */
export async function partIn(slot: number, region: string, table: LeaseTable): Promise<Part> {
  const lease = await table.lease();
  if (!lease) {
    // At the beginning, too, the regions do not all begin at once.
    await table.note({ leader: NOBODY, slot: slot - PATIENCE });
    return 'follows';
  }
  const isOwn = lease.leader === region;
  if (!isOwn && slot - lease.slot <= patienceOf(region)) return 'follows';
  if (isOwn && lease.slot >= slot) return 'leads';
  return (await table.note({ leader: region, slot })) ? 'shows' : 'follows';
}
