// The load: an even rate, a bounded number in flight, and what became of the messages.
import { LoadGenerator } from '../../../../client/src/load/load-generator';
import { fakeClock } from '../../../../local/test/support/clock';

it.each([1, 20, 200])('sends %d messages a second', async (rate) => {
  const clock = fakeClock();
  const send = jest.fn(async () => Promise.resolve());
  const load = new LoadGenerator(clock, send);

  load.setRate(rate);
  await clock.advance(10_000);

  expect(send).toHaveBeenCalledTimes(10 * rate);
  expect(load.count).toEqual({ sent: 10 * rate, failed: 0 });
});

it('has at most fifty in flight', async () => {
  const clock = fakeClock();
  const send = jest.fn(async () => new Promise(() => undefined));
  const load = new LoadGenerator(clock, send);

  load.setRate(200);
  await clock.advance(10_000);

  expect(send).toHaveBeenCalledTimes(50);
});

it('does not make up for what a slow region kept from being sent', async () => {
  const clock = fakeClock();
  const waiting: (() => void)[] = [];
  const send = jest.fn(async () => new Promise<void>((resolve) => waiting.push(resolve)));
  const load = new LoadGenerator(clock, send);
  load.setRate(200);
  await clock.advance(10_000);

  for (const answer of waiting) answer();
  send.mockResolvedValue(undefined);
  await clock.advance(1000);

  // Fifty that were due at most, and the second's own.
  expect(send.mock.calls.length - 50).toBeLessThanOrEqual(50 + 200);
});

it('says how many were taken in the last second, whatever was asked for', async () => {
  const clock = fakeClock();
  // The API takes every other message.
  const load = new LoadGenerator(clock, async (number) =>
    number % 2 === 0 ? Promise.resolve() : Promise.reject(new Error('no')),
  );

  load.setRate(100);
  await clock.advance(5000);
  expect(load.achieved).toBe(50);
  load.setRate(0);
  await clock.advance(1000);

  expect(load.achieved).toBe(0);
});

it('counts those that failed', async () => {
  const clock = fakeClock();
  const load = new LoadGenerator(clock, async (number) =>
    number % 2 === 0 ? Promise.resolve() : Promise.reject(new Error('no')),
  );

  load.setRate(10);
  await clock.advance(1000);

  expect(load.count).toEqual({ sent: 5, failed: 5 });
});

it('rests at zero', async () => {
  const clock = fakeClock();
  const send = jest.fn(async () => Promise.resolve());
  const load = new LoadGenerator(clock, send);
  load.setRate(100);
  await clock.advance(1000);

  load.setRate(0);
  await clock.advance(5000);

  expect(send).toHaveBeenCalledTimes(100);
});
