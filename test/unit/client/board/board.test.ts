// The board without its drawing: what is on it, the rows in view, ages, data and gaps.
import type { Gap, Message } from 'global-pubsub-client';
import { ageText } from '../../../../client/src/board/age';
import { type Arrived, BoardRing, type EntryFilter } from '../../../../client/src/board/board-ring';
import { gapText } from '../../../../client/src/board/gap-text';
import { rowWindow } from '../../../../client/src/board/row-window';
import { dataBlock, dataIn, dataLine } from '../../../../client/src/board/structured-data';
import { aMessage } from '../../../support/message';

function ringOf(count: number, most: number): BoardRing {
  const ring = new BoardRing(most);
  for (let index = 0; index < count; index += 1)
    ring.add({ kind: 'gap', channel: index % 2 === 0 ? 'even' : 'odd', text: String(index) });
  return ring;
}

const numbers = (ring: BoardRing, filter?: EntryFilter) => ring.newest(filter).map(({ number }) => number);

function anEntry(overrides: Partial<Message>): Arrived {
  const message = aMessage(overrides);
  return { kind: 'message', channel: message.name, message, receivedAt: 0, isLate: false, heldFor: [] };
}

describe('the ring', () => {
  it('has the newest first', () => {
    expect(numbers(ringOf(3, 5))).toEqual([2, 1, 0]);
  });

  it.each([5, 6, 7, 10, 13])('keeps so many and no more of %d', (count) => {
    expect(numbers(ringOf(count, 5))).toEqual(Array.from({ length: 5 }, (_, index) => count - 1 - index));
  });

  it('shows only one channel', () => {
    expect(numbers(ringOf(5, 5), { channel: 'odd' })).toEqual([3, 1]);
  });

  it.each([
    ['its text', 'HELLO', { message: 'hello there' }],
    ['its data', 'likes', { data: { likes: 5 } }],
    ['its channel', 'cars', { name: 'cars/fast' }],
    ['its sender', 'ana', { userId: 'Ana' }],
  ])('finds a message by %s', (_part, words, message) => {
    const ring = new BoardRing();
    for (const each of [{}, message, {}]) ring.add(anEntry(each));

    expect(numbers(ring, { words })).toEqual([1]);
  });

  it('shows nothing that came before it was cleared, and counts it', () => {
    const ring = ringOf(7, 5);
    ring.clear();
    ring.add(anEntry({}));

    expect(numbers(ring)).toEqual([7]);
    expect(ring.total).toBe(8);
  });

  it('shows only what a pattern covers', () => {
    const ring = new BoardRing(5);
    for (const channel of ['news/a', 'news', 'newsroom', 'news/b/c']) ring.add({ kind: 'gap', channel, text: '' });

    expect(numbers(ring, { channel: 'news/*' })).toEqual([3, 0]);
  });

  it('counts all that came', () => {
    expect(ringOf(12, 5).total).toBe(12);
  });
});

describe('the rows in view', () => {
  const view = { count: 2000, rowHeight: 50, scrollTop: 0, height: 500 };

  it('begin at the top', () => {
    expect(rowWindow(view)).toEqual({ first: 0, end: 17, offset: 0, total: 100_000 });
  });

  it('follow the scrolling, with some before and after', () => {
    expect(rowWindow({ ...view, scrollTop: 10_020 })).toEqual({ first: 194, end: 217, offset: 9700, total: 100_000 });
  });

  it('end at the end, also past it', () => {
    expect(rowWindow({ ...view, scrollTop: 99_500 })).toMatchObject({ first: 1984, end: 2000 });
    expect(rowWindow({ ...view, count: 3, scrollTop: 5000 })).toMatchObject({ first: 0, end: 3 });
  });

  it('are none in an empty list', () => {
    expect(rowWindow({ ...view, count: 0 })).toEqual({ first: 0, end: 0, offset: 0, total: 0 });
  });
});

it.each([
  [-500, 'now'],
  [1999, 'now'],
  [2000, '2 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [200_000_000, '2 d'],
])('says the age of %d ms', (age, text) => {
  expect(ageText(age)).toBe(text);
});

describe('structured data', () => {
  it('is one line in a row, and several in the whole view', () => {
    expect(dataLine({ a: [1, 2] })).toBe('{"a":[1,2]}');
    expect(dataBlock({ a: 1 })).toBe('{\n  "a": 1\n}');
  });

  it.each<[string, unknown]>([
    ['{"a":1}', { a: 1 }],
    ['null', null],
    ['7', 7],
    ['', undefined],
    ['{a:1}', undefined],
  ])('is read from %j, if it is JSON', (text, value) => {
    expect(dataIn(text)).toEqual(value);
  });
});

it.each<[Omit<Gap<Message>, 'channel'>, RegExp]>([
  [
    { reason: 'HistoryOff', from: new Date(0), to: new Date(9000) },
    /^What was sent between .* and .* is missing here: /,
  ],
  [
    { reason: 'HistoryOff', to: new Date(9000) },
    /^What was sent before .* is missing here: this stage keeps no history of “tech”\.$/,
  ],
  [{ reason: 'HistoryTooShort', from: new Date(0), to: new Date(9000) }, / history does not go back so far\.$/],
  [{ reason: 'Overflow' }, /^Messages are missing here that were sent meanwhile: /],
  [{ reason: 'MessageMissing', userId: 'ana' }, /^A message of ana is missing here; it may still come\.$/],
  [{ reason: 'OutOfOrder', userId: null }, /^The message of a sender without a token above was sent before /],
  [{ reason: 'TooLate', userId: 'ana' }, /^A message of ana came too late /],
])('says of the gap %j what it means', (gap, sentence) => {
  expect(gapText({ channel: 'tech', ...gap })).toMatch(sentence);
});
