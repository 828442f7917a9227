// How wrong the device's clock is, by the server's.

/** When a request was sent and answered, by the device's clock, and what the server's clock said: the header `Date`. */
export interface TimedAnswer {
  readonly header: string | null;
  /** Milliseconds since 1970. */
  readonly asked: number;
  readonly answered: number;
}

/** `Date` has whole seconds: on average the true time is half a second later. */
const HALF_SECOND = 500;
/** A smaller difference may be that half second, or the way of the answer, and is taken for none. */
const TOLERANCE = 1000;

/**
 * Milliseconds to add to the device's clock to have the server's. The answer is taken to be made half-way between request and
 * answer. 0 unless the clocks differ by more than a second and half the request's time: what is less cannot be told from
 * the header's rounding, and correcting by it would make good clocks worse.
 */
export function clockOffset({ header, asked, answered }: TimedAnswer): number {
  const server = Date.parse(header ?? '');
  if (Number.isNaN(server)) return 0;
  const offset = server + HALF_SECOND - (asked + answered) / 2;
  return Math.abs(offset) > TOLERANCE + (answered - asked) / 2 ? offset : 0;
}
