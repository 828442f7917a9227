// The part of dynalite that the engine uses; the package has no types of its own.
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** https://github.com/architect/dynalite#programmatically */
  export default function dynalite(options?: {
    /** Milliseconds for which a new table is being created. */
    readonly createTableMs?: number;
    /** Milliseconds for which a table is being deleted. */
    readonly deleteTableMs?: number;
    /** Milliseconds for which a table is being updated. */
    readonly updateTableMs?: number;
  }): Server;
}
