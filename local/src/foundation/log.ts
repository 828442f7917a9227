// What the engine tells the person who runs it.

/** Writes a line for the person at the terminal. */
export interface Log {
  /** Something worth knowing. */
  info(line: string): void;
  /** A fault of the engine itself, with its stack. */
  fault(error: unknown): void;
}
