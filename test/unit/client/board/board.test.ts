// The board without its drawing: the newest messages, the rows in view, ages, data and ids.
import { ageText } from '../../../../client/src/board/age';
import type { Message } from '../../../../client/src/board/message';
import { MessageRing } from '../../../../client/src/board/message-ring';
import { rowWindow } from '../../../../client/src/board/row-window';
import { dataBlock, dataLine, isJson } from '../../../../client/src/board/structured-data';

function message(id: string, name = 'cars'): Message {
  return { name, message: `Message ${id}`, data: null, id, publishedAt: '', region: 'us-west-2', userId: null };
}

function ringOf(count: number, most: number): MessageRing {
  const ring = new MessageRing(most);
  for (let index = 0; index < count; index += 1) ring.add(message(String(index), index % 2 === 0 ? 'even' : 'odd'));
  return ring;
}

const ids = (ring: MessageRing, channel?: string) => ring.newest(channel).map(({ id }) => id);

describe('the ring', () => {
  it('has the newest first', () => {
    expect(ids(ringOf(3, 5))).toEqual(['2', '1', '0']);
  });

  it.each([5, 6, 7, 10, 13])('keeps so many and no more of %d', (count) => {
    expect(ids(ringOf(count, 5))).toEqual(Array.from({ length: 5 }, (_, index) => String(count - 1 - index)));
  });

  it('takes each message once', () => {
    const ring = ringOf(3, 5);

    expect(ring.add(message('1'))).toBe(false);
    expect(ids(ring)).toEqual(['2', '1', '0']);
  });

  it('forgets the ids of what it no longer keeps', () => {
    const ring = ringOf(7, 5);

    expect(ring.add(message('1'))).toBe(true);
    expect(ring.add(message('2'))).toBe(true);
    expect(ring.add(message('6'))).toBe(false);
  });

  it('shows only one channel', () => {
    expect(ids(ringOf(5, 5), 'odd')).toEqual(['3', '1']);
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
    expect(dataLine('{ "a": [1,\n2] }')).toBe('{"a":[1,2]}');
    expect(dataBlock('{"a":1}')).toBe('{\n  "a": 1\n}');
  });

  it('is shown as it came if it is not JSON', () => {
    expect(dataLine('{oops')).toBe('{oops');
    expect(dataBlock('{oops')).toBe('{oops');
  });

  it.each<[string, boolean]>([
    ['{"a":1}', true],
    ['null', true],
    ['7', true],
    ['', false],
    ['{a:1}', false],
  ])('knows whether %j is JSON', (text, is) => {
    expect(isJson(text)).toBe(is);
  });
});
