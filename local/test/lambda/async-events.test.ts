// When a function is invoked with its events, and how often.
import { PlanetNetwork } from '../../src/foundation/network';
import { AsyncEvents, type EventEnd, type RetrySettings } from '../../src/lambda/async-events';
import type { InvocationResult } from '../../src/lambda/lambda';
import { MAX_ENVIRONMENTS, MAX_WAITING_EVENTS } from '../../src/lambda/limits';
import { fakeClock, type FakeClock } from '../support/clock';
import { fakeLog } from '../support/region';
import { thrownBy } from '../support/sqs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const FINE: InvocationResult = { functionError: undefined, payload: 'fine' };
const FAILED: InvocationResult = {
  functionError: 'Unhandled',
  payload: { errorType: 'Error', errorMessage: 'Not now.' },
};

let clock: FakeClock;
let network: PlanetNetwork;
let settings: RetrySettings;
/** The function's invocations, each of which ends when a test says so. */
let calls: { readonly name: unknown; readonly at: number; readonly end: (result: InvocationResult) => Promise<void> }[];
let ends: EventEnd[];
let events: AsyncEvents;
let room: number;

beforeEach(() => {
  clock = fakeClock();
  network = new PlanetNetwork();
  settings = { maximumRetryAttempts: 2, maximumEventAge: 21_600 };
  calls = [];
  ends = [];
  room = Number.POSITIVE_INFINITY;
  const started = clock.now();
  events = new AsyncEvents({
    ...{ clock, power: network.powerOf('us-west-2'), log: fakeLog(), settings: () => settings },
    hasRoom: () => room > 0,
    invoke: ({ payload }) =>
      new Promise((resolve) => {
        room -= 1;
        const end = async (result: InvocationResult) => {
          room += 1;
          resolve(result);
          await clock.advance(0);
        };
        calls.push({ name: payload, at: clock.now() - started, end });
      }),
    ended: (end) => ends.push(end),
  });
});

afterEach(() => events.stop());

function add(name = 'one', bytes = 10): void {
  events.add({ payload: name, requestId: name, invokedFunctionArn: 'arn:subject' }, bytes);
}

/** Lets every attempt fail until there are no more. */
async function failAll(): Promise<void> {
  for (let index = 0; index < calls.length; index += 1) {
    await calls[index]?.end(FAILED);
    await clock.advance(5 * MINUTE);
  }
}

test('LA-02 An event is tried again after a minute, and after two more, and no more', async () => {
  add();
  await calls[0]?.end(FAILED);
  await clock.advance(MINUTE);
  await calls[1]?.end(FAILED);
  await clock.advance(2 * MINUTE);
  await calls[2]?.end(FAILED);
  await clock.advance(60 * MINUTE);

  expect(calls.map(({ at }) => at)).toEqual([0, MINUTE, 3 * MINUTE]);
  expect(ends).toMatchObject([{ condition: 'RetriesExhausted', attempts: 3, result: FAILED }]);
});

test('LA-02 An event that succeeds is not tried again', async () => {
  add();
  await calls[0]?.end(FAILED);
  await clock.advance(MINUTE);
  await calls[1]?.end(FINE);
  await clock.advance(60 * MINUTE);

  expect(ends).toMatchObject([{ condition: 'Success', attempts: 2, result: FINE }]);
  expect(calls).toHaveLength(2);
});

test.each([
  [0, 1],
  [1, 2],
])('LA-03 With %i retries an event is tried %i times', async (maximumRetryAttempts, attempts) => {
  settings = { ...settings, maximumRetryAttempts };
  add();

  await failAll();

  expect(ends).toMatchObject([{ condition: 'RetriesExhausted', attempts }]);
});

test('LA-03 An event that would be too old for another attempt gets none', async () => {
  settings = { ...settings, maximumEventAge: 90 };
  add();

  await failAll();

  expect(ends).toMatchObject([{ condition: 'EventAgeExceeded', attempts: 2 }]);
});

test('LA-03 An event that became too old while it waited is not tried at all', async () => {
  settings = { ...settings, maximumEventAge: 60 };
  room = 1;
  add('first');
  add('second');
  await clock.advance(61 * SECOND);
  await calls[0]?.end(FINE);

  expect(calls).toHaveLength(1);
  expect(ends).toMatchObject([{ condition: 'Success' }, { condition: 'EventAgeExceeded', attempts: 0 }]);
});

test('LA-05 No more events are under way than a function has environments, and the others come in their order', async () => {
  const names = Array.from({ length: MAX_ENVIRONMENTS + 2 }, (_, index) => `event ${index}`);
  for (const name of names) add(name);
  const atFirst = calls.length;
  for (let index = 0; index < names.length; index += 1) await calls[index]?.end(FINE);

  expect(atFirst).toBe(MAX_ENVIRONMENTS);
  expect(calls.map(({ name }) => name)).toEqual(names);
});

test('LA-05 Who has too many events waiting is throttled, until some have ended', async () => {
  room = 1;
  for (let count = 0; count < MAX_WAITING_EVENTS; count += 1) add();
  const refused = thrownBy(() => add());
  await calls[0]?.end(FINE);

  expect(refused).toMatchObject({ code: 'TooManyRequestsException', message: 'Rate Exceeded.', status: 429 });
  expect(() => add()).not.toThrow();
});

test('LA-05 So is who has too many bytes waiting', () => {
  room = 1;
  const mebibyte = 1024 * 1024;
  for (let count = 0; count < 64; count += 1) add('large', mebibyte);

  expect(thrownBy(() => add('small', 1))).toMatchObject({ code: 'TooManyRequestsException' });
});

test('LA-06 While the region is down nothing begins, and when it is up again events go on', () => {
  network.takeDown('us-west-2');
  add();
  const whileDown = calls.length;
  network.bringUp('us-west-2');
  events.next();

  expect([whileDown, calls.length]).toEqual([0, 1]);
});

test('LA-06 What the region going down ended was no attempt', async () => {
  settings = { ...settings, maximumRetryAttempts: 0 };
  add();
  network.takeDown('us-west-2');
  events.interrupt();
  await calls[0]?.end(FAILED);
  network.bringUp('us-west-2');
  events.next();
  await calls[1]?.end(FINE);

  expect(ends).toMatchObject([{ condition: 'Success', attempts: 1 }]);
});

test('An event that waits for its retry is given up when the function is stopped', async () => {
  add();
  await calls[0]?.end(FAILED);
  events.stop();
  await clock.advance(60 * MINUTE);

  expect(calls).toHaveLength(1);
});
