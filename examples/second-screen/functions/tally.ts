// Counts each message once, however often it is delivered: by EventBridge, by the queue, or by a client that tries again.
import type { Addition, Countable } from './votes';

/** A region's counters. */
export interface TallyTable {
  /**
   * Adds up messages and remembers them, all or nothing.
   * @returns the keys of those that were counted before; then nothing was added
   */
  countOnce(keys: readonly string[], additions: readonly Addition[]): Promise<ReadonlySet<string>>;
}

/** Messages of a transaction, which may write a hundred items: each message is one, and so is each film that they are about. */
const MOST_MESSAGES = 50;
const MOST_ITEMS = 100;

/**
 * Counts messages.
 * @throws what the table throws; then call it again with the same messages, of which some may have been counted
 */
export async function tally(countables: readonly Countable[], table: TallyTable): Promise<void> {
  let left = [...new Map(countables.map((countable) => [countable.key, countable])).values()];
  while (left.length > 0) {
    const some = beginningOf(left);
    const counted = await table.countOnce(
      some.map(({ key }) => key),
      sumOf(some),
    );
    left = counted.size > 0 ? left.filter(({ key }) => !counted.has(key)) : left.slice(some.length);
  }
}

/** As many as one transaction takes. */
function beginningOf(countables: readonly Countable[]): readonly Countable[] {
  const items = new Set<string>();
  const end = countables.slice(0, MOST_MESSAGES).findIndex(({ additions }, index) => {
    for (const { list, item } of additions) items.add(`${list} ${item}`);
    return index > 0 && items.size + index + 1 > MOST_ITEMS;
  });
  return countables.slice(0, end === -1 ? MOST_MESSAGES : end);
}

/** One addition for each counter. */
function sumOf(countables: readonly Countable[]): readonly Addition[] {
  const sums = new Map<string, Addition>();
  for (const addition of countables.flatMap(({ additions }) => additions)) {
    const name = `${addition.list} ${addition.item} ${addition.counter}`;
    sums.set(name, { ...addition, by: addition.by + (sums.get(name)?.by ?? 0) });
  }
  return [...sums.values()];
}
