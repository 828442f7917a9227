// Which messages a subscription has had. Bounded: what it forgets it knows to have forgotten.
import { bound } from './bound';
import { keyOf, type RawMessage } from './message';
import { raise } from './positions';

/** Chains of messages of which the last one is remembered for longer: so many publishers may be silent for long. */
const HEADS = 5000;

/** The memory of a subscription. */
export type Memory = ReturnType<typeof createMemory>;

/** Makes a memory. @param size messages that are remembered */
export function createMemory(size: number) {
  /** By id and sender, in the order in which they came: region and position. */
  const had = new Map<string, readonly [string, string]>();
  /** By region: the newest position that was forgotten. */
  const forgotten = new Map<string, string>();
  const heads = new Set<string>();

  return {
    /** Did a message come? */
    isHad: (message: RawMessage) => had.has(keyOf(message)),

    /** Of a region: positions up to this one may have been forgotten. */
    forgottenOf: (region: string) => forgotten.get(region) ?? '',

    /** Remembers that a message came. */
    add(message: RawMessage): void {
      had.set(keyOf(message), [message.region, message.position]);
      for (const [key, [region, position]] of had) {
        if (had.size <= size) return;
        had.delete(key);
        raise(forgotten, region, position);
      }
    },

    /** Did a message come, or is it known to be from before the subscription? */
    knows: (key: string) => had.has(key) || heads.has(key),

    /** Remembers a message as the last one of its publisher, in place of the one before it. */
    follow(message: RawMessage): void {
      const key = keyOf(message);
      if (message.previous) heads.delete(keyOf(message, message.previous));
      heads.delete(key);
      heads.add(key);
      bound(heads, HEADS);
    },
  };
}
