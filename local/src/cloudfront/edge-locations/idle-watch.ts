// Notices that nothing came for a while.
import type { Clock } from '../../foundation/clock';

/** A watch that was set. */
export interface IdleWatch {
  /** Something came. */
  touch(): void;
  stop(): void;
}

/**
 * Calls `onIdle` once nothing has come for so long. Being told that something came costs no timer.
 * @param limit milliseconds
 */
export function watchIdle(clock: Clock, limit: number, onIdle: () => void): IdleWatch {
  let last = clock.now();
  let cancel: () => void = () => undefined;
  const look = (rest: number) => {
    cancel = clock.after(rest, () => {
      const left = last + limit - clock.now();
      if (left > 0) look(left);
      else onIdle();
    });
  };
  look(limit);
  return {
    touch: () => {
      last = clock.now();
    },
    stop: () => cancel(),
  };
}
