// What is kept of a stack, so that it can be created anew as it was.
import type { Stack, StackSource } from './stack';
import type { StackStatus } from './stack-status';

/** A stack that is there, without anything of its resources but which they are. */
export interface StackSnapshot {
  readonly stackName: string;
  /** How many stacks of the name the region had before. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt?: number | undefined;
  readonly terminationProtection: boolean;
  /** What it was asked to be. */
  readonly source: Omit<StackSource, 'description' | 'shownParameters' | 'fingerprint'>;
  /** What sets each resource apart from those that had its logical id before, by logical id. */
  readonly incarnations: Readonly<Record<string, string>>;
}

/** Those of a stack that is what it was asked to be. */
const WHOLE: ReadonlySet<StackStatus> = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']);

/** @returns nothing for a stack that is not what it was asked to be */
export function snapshotOf(stack: Stack): StackSnapshot | undefined {
  const { stackName, number, createdAt, updatedAt, terminationProtection, state, status } = stack;
  if (!WHOLE.has(status) || !state.source) return undefined;
  const { templateBody, parameters, tags, capabilities, roleArn, disableRollback } = state.source;
  return {
    ...{ stackName, number, createdAt, updatedAt, terminationProtection },
    source: { templateBody, parameters, tags, capabilities, roleArn, disableRollback },
    incarnations: Object.fromEntries([...state.resources].map(([id, { incarnation }]) => [id, incarnation])),
  };
}
