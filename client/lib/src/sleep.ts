// Waiting for a time, or until somebody wakes all who wait.
import type { Clock } from './clock';

/** Makes a group of those who wait. */
export function createSleepers(clock: Clock) {
  const wakings = new Set<() => void>();

  async function sleep(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        cancel();
        wakings.delete(done);
        resolve();
      };
      const cancel = clock.after(milliseconds, done);
      wakings.add(done);
    });
  }

  function wake(): void {
    for (const done of wakings) done();
  }

  return { sleep, wake };
}
