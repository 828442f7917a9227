// A clock that a test moves by hand.
import type { Clock } from '../../src/foundation/clock';

/** A clock that stands still until it is told to advance. */
export interface FakeClock extends Clock {
  /**
   * Moves time forward and runs the tasks that fall due, in their order, letting promises settle after each.
   * @param duration milliseconds
   */
  advance(duration: number): Promise<void>;
}

/** @param start milliseconds since 1970-01-01T00:00:00Z */
export function fakeClock(start = Date.parse('2026-01-01T00:00:00Z')): FakeClock {
  let time = start;
  let tasks: { readonly due: number; readonly task: () => void }[] = [];
  const next = (until: number) => tasks.filter(({ due }) => due <= until).sort((one, other) => one.due - other.due)[0];

  return {
    now: () => time,
    after: (delay, task) => {
      const entry = { due: time + delay, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((other) => other !== entry);
      };
    },
    advance: async (duration) => {
      const end = time + duration;
      for (let entry = next(end); entry; entry = next(end)) {
        const due = entry;
        tasks = tasks.filter((other) => other !== due);
        time = due.due;
        due.task();
        await settled();
      }
      time = end;
      await settled();
    },
  };
}

/** Lets everything run that only waits for promises and not for time. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
