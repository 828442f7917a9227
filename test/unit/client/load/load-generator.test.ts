// The load: an even rate, a bounded number in flight, and what became of the messages.
import type { Clock } from '../../../../client/src/clock';
import { limitText } from '../../../../client/src/load/limit-text';
import { LoadGenerator, MOST_IN_FLIGHT } from '../../../../client/src/load/load-generator';
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

it('has at most a hundred in flight, and says that answers hold it back', async () => {
  const clock = fakeClock();
  const send = jest.fn(async () => new Promise(() => undefined));
  const load = new LoadGenerator(clock, send);

  load.setRate(200);
  await clock.advance(10_000);

  expect(send).toHaveBeenCalledTimes(MOST_IN_FLIGHT);
  expect(load.limit).toBe('answers');
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

  // A hundred that were due at most, and the second's own.
  expect(send.mock.calls.length - MOST_IN_FLIGHT).toBeLessThanOrEqual(MOST_IN_FLIGHT + 200);
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

it('knows how long answers take, and that nothing holds it back', async () => {
  const clock = fakeClock();
  const load = new LoadGenerator(clock, async () => new Promise<void>((resolve) => clock.after(120, () => resolve())));

  load.setRate(200);
  await clock.advance(5000);

  expect(load.answerTime).toBe(120);
  expect(load.limit).toBe('none');
});

it('knows that the browser’s timers come late', async () => {
  const clock = fakeClock();
  // As in a page in the background.
  const slow: Clock = { now: () => clock.now(), after: (_delay: number, task: () => void) => clock.after(1000, task) };
  const load = new LoadGenerator(slow, async () => Promise.resolve());

  load.setRate(200);
  await clock.advance(1500);

  expect(load.limit).toBe('timers');
});

it.each([
  [{ rate: 0 }, 'Up to 200 messages a second, up to ten in a request.'],
  [{ answerTime: 41.7 }, 'Nothing holds it back: answers take 42 ms.'],
  [{ limit: 'answers', answerTime: 900 } as const, 'Held back by the API: 100 messages wait, and answers take 900 ms.'],
  [{ limit: 'answers' } as const, 'Held back by the API: 100 messages wait, and no answer has come yet.'],
  [{ limit: 'timers' } as const, 'Held back by this browser: it is busy, or slows the page in the background.'],
  [{ failure: new Error('Too fast') }, 'Messages are refused: Too fast.'],
])('says of %j what limits it', (state, text) => {
  expect(limitText({ rate: 100, limit: 'none', answerTime: undefined, failure: undefined, ...state })).toBe(text);
});
