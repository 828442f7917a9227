// The waits between attempts.
import { reconnectDelay } from '../../../../client/src/connection/reconnect-delay';

it('doubles the wait up to a quarter of a minute', () => {
  expect([0, 1, 2, 3, 4, 5, 60].map((attempt) => reconnectDelay(attempt, 0))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000,
  ]);
});

it('leaves out up to half of it by chance', () => {
  expect([0, 0.5, 1].map((random) => reconnectDelay(3, random))).toEqual([4000, 3000, 2000]);
});
