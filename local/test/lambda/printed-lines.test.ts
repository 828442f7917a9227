// What a function prints, and how fast it is told.
import { PassThrough } from 'node:stream';
import { MAX_PRINTED_LINE } from '../../src/lambda/limits';
import { PrintedLines } from '../../src/lambda/printed-lines';
import { fakeClock, type FakeClock } from '../support/clock';

const SECOND = 1000;

let clock: FakeClock;
let stream: PassThrough;
let printed: string[];
let lines: PrintedLines;

beforeEach(() => {
  clock = fakeClock();
  stream = new PassThrough();
  printed = [];
  lines = new PrintedLines(stream, clock, (line) => printed.push(line));
});

async function print(text: string): Promise<void> {
  stream.write(text);
  await clock.advance(0);
}

test('LA-17 Lines are told as they come, and the last without its end', async () => {
  await print('one\ntw');
  await print('o\r\nthré');
  const before = [...printed];
  stream.end('e');
  await clock.advance(0);

  expect([before, printed]).toEqual([
    ['one', 'two'],
    ['one', 'two', 'thrée'],
  ]);
});

test('LA-17 A line without an end becomes several', async () => {
  await print('x'.repeat(2 * MAX_PRINTED_LINE + 1));

  expect(printed.map(({ length }) => length)).toEqual([MAX_PRINTED_LINE, MAX_PRINTED_LINE]);
});

test('LA-17 Who prints too much in a second is read on in the next', async () => {
  await print('line\n'.repeat(2_000));
  await print('later\n');
  const before = printed.includes('later');
  await clock.advance(SECOND);
  await clock.advance(0);

  expect([before, printed.at(-1)]).toEqual([false, 'later']);
});

test('What waits to be read is not told of a process that is being ended', async () => {
  await print('line\n'.repeat(2_000));
  stream.end('later\n');
  lines.end();
  await clock.advance(2 * SECOND);

  expect(printed).not.toContain('later');
  expect(stream.readableEnded).toBe(true);
});
