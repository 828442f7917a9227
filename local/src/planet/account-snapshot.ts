// What survives the engine of an account, and how it comes back: stacks are created anew, with the buckets that they had.
import type { StackSnapshot } from '../cloudformation/stack-snapshot';
import type { Log } from '../foundation/log';
import type { BucketSnapshot } from '../s3/s3';

/** What is kept of a region. */
export interface RegionSnapshot {
  /** In the order of their creation. */
  readonly stacks: readonly StackSnapshot[];
  readonly buckets: readonly BucketSnapshot[];
  /** The names of the buckets that no stack has made. */
  readonly ownBuckets: readonly string[];
}

/** By region. */
export type AccountSnapshot = ReadonlyMap<string, RegionSnapshot>;

/** A region to which stacks can come back. */
export interface RestorableRegion {
  readonly name: string;
  snapshot(): RegionSnapshot;
  /** From now until `endRestoring` a bucket that is created has the objects that it had. */
  beginRestoring(snapshot: RegionSnapshot): void;
  /** Creates a bucket that no stack has made. @throws what S3 says of its name */
  restoreBucket(name: string): Promise<void>;
  /** Creates a stack as it was, or leaves nothing of it. @throws what made it fail */
  restoreStack(snapshot: StackSnapshot): Promise<void>;
  endRestoring(): void;
}

interface Waiting {
  readonly region: RestorableRegion;
  readonly stack: StackSnapshot;
}

/**
 * Brings an account back: the older stacks first, which others may need, and again those that needed a younger one. What cannot come
 * back is said, and left out.
 */
export async function restoreAccount(
  regions: readonly RestorableRegion[],
  account: AccountSnapshot,
  log: Log,
): Promise<void> {
  const known = regions.flatMap((region) => {
    const snapshot = account.get(region.name);
    return snapshot ? [{ region, snapshot }] : [];
  });
  for (const { region, snapshot } of known) {
    region.beginRestoring(snapshot);
    for (const name of snapshot.ownBuckets) await restoreBucket(region, name, log);
  }
  let waiting: readonly Waiting[] = known
    .flatMap(({ region, snapshot }) => snapshot.stacks.map((stack) => ({ region, stack })))
    .sort((one, other) => one.stack.createdAt - other.stack.createdAt);
  for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
    before = waiting.length;
    waiting = await restoreStacks(waiting, log);
  }
  for (const { region } of known) region.endRestoring();
}

async function restoreBucket(region: RestorableRegion, name: string, log: Log): Promise<void> {
  try {
    await region.restoreBucket(name);
  } catch (error) {
    log.info(`The bucket ${name} in ${region.name} could not come back: ${reasonOf(error)}`);
  }
}

/** @returns those that failed; their reasons are told when none of them came back */
async function restoreStacks(waiting: readonly Waiting[], log: Log): Promise<readonly Waiting[]> {
  const failures: (Waiting & { readonly error: unknown })[] = [];
  for (const each of waiting) {
    try {
      await each.region.restoreStack(each.stack);
    } catch (error) {
      failures.push({ ...each, error });
    }
  }
  if (failures.length < waiting.length) return failures;
  for (const { region, stack, error } of failures) {
    log.info(`Stack ${stack.stackName} in ${region.name} could not come back, so deploy it again: ${reasonOf(error)}`);
  }
  return failures;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
