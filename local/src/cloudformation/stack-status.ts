// The statuses of stacks and of their resources.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html

/** Where a stack is in its life. */
export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_FAILED'
  | 'DELETE_COMPLETE';

/** Where a resource is. */
export type ResourceStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED'
  | 'DELETE_SKIPPED';

/** Those in which a stack may be updated. */
const UPDATABLE: ReadonlySet<StackStatus> = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  // With rollback disabled, the next update goes on from what failed.
  'CREATE_FAILED',
  'UPDATE_FAILED',
]);

/** Where a stack ends when the engine itself fails while something is being done to it. */
const FAILURES: ReadonlyMap<StackStatus, StackStatus> = new Map([
  ['CREATE_IN_PROGRESS', 'CREATE_FAILED'],
  ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_FAILED'],
  ['UPDATE_IN_PROGRESS', 'UPDATE_FAILED'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'],
  ['DELETE_IN_PROGRESS', 'DELETE_FAILED'],
]);

/** The status after a fault of the engine; none for a stack to which nothing is being done. */
export function failureOf(status: StackStatus): StackStatus | undefined {
  return FAILURES.get(status);
}

/** May the stack be updated? */
export function isUpdatable(status: StackStatus): boolean {
  return UPDATABLE.has(status);
}

/** Is something being done to the stack? A stack that only has a change set waits for it to be executed. */
export function isInProgress(status: StackStatus): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}
