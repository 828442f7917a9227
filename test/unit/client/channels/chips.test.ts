// Which channels are offered as chips, and how long names are cut.
import fc from 'fast-check';
import { channelListOf } from '../../../../client/src/channels/channel-list';
import { chipsOf, MOST_CHIPS } from '../../../../client/src/channels/chips';
import { cutMiddle } from '../../../../client/src/channels/cut-middle';
import type { ChannelState } from '../../../../client/src/connection/session-state';

const LIVE: ChannelState = { kind: 'live' };
const REFUSED: ChannelState = { kind: 'refused', problem: { type: 'No', sentence: 'No.', remedy: '' } };
const MANY = Array.from({ length: 300 }, (_, index) => `channel-${index}`);

function chips(
  listed: readonly string[],
  channels: Readonly<Record<string, ChannelState>> = {},
  words = '',
): ReturnType<typeof chipsOf> {
  return chipsOf({ allowed: channelListOf(listed), channels: new Map(Object.entries(channels)) }, words);
}

it('offers what the API lists, in its order, and first what is listened to by another name', () => {
  expect(chips(['tech', 'news/*', 'cars'], { 'news/now': LIVE, cars: LIVE })).toEqual({
    names: ['news/now', 'tech', 'cars', 'news/*'],
    others: 0,
  });
});

it('offers what is listened to before the API has said what there is', () => {
  expect(chipsOf({ allowed: undefined, channels: new Map([['tech', LIVE]]) }, '').names).toEqual(['tech']);
});

it('offers nothing that was refused', () => {
  expect(chips(['tech'], { secrets: REFUSED }).names).toEqual(['tech']);
});

it('has room for so many, and says how many others there are', () => {
  const { names, others } = chips(MANY, { 'channel-299': LIVE });

  expect(names).toHaveLength(MOST_CHIPS);
  expect(names[0]).toBe('channel-299');
  expect(others).toBe(300 - MOST_CHIPS);
});

it('finds channels by a part of their names', () => {
  expect(chips(MANY, {}, ' CHANNEL-29')).toEqual({
    names: ['channel-29', ...Array.from({ length: 10 }, (_, index) => `channel-29${index}`)],
    others: 0,
  });
});

it.each([
  ['short', 5, 'short'],
  ['longer', 5, 'lo…er'],
  ['news/sport/football/bundesliga', 20, 'news/sport…undesliga'],
])('cuts %s to %d characters', (name, most, cut) => {
  expect(cutMiddle(name, most)).toBe(cut);
});

it('leaves room for just so many characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 40 }), (name, most) => {
      expect(Array.from(cutMiddle(name, most))).toHaveLength(Math.min(Array.from(name).length, most));
    }),
  );
});
