// What may be missing, in words.
import type { Gap, Message } from 'global-pubsub-client';
import { gapText } from '../../../../tools/api/gap-text';

const from = new Date('2026-01-31T12:00:00Z');
const to = new Date('2026-01-31T12:00:09Z');

it.each<[Omit<Gap<Message>, 'channel'>, RegExp]>([
  [{ reason: 'HistoryOff', from, to }, /^What was published between 2026-01-31T12:00:00.000Z and 2026-01-31T12:00:09/],
  [
    { reason: 'HistoryOff', to },
    /^What was published before 2026-01-31T12:00:09.000Z is missing: the stage keeps no history of tech\.$/,
  ],
  [{ reason: 'HistoryTooShort', from, to }, /is missing: the stage keeps its history for less time\.$/],
  [{ reason: 'Overflow', from, to }, /^Messages are missing that were published between /],
  [
    { reason: 'MessageMissing', id: '01', userId: 'ana' },
    /^A message of ana is missing before the next one, .*: 01\.$/,
  ],
  [{ reason: 'OutOfOrder', id: '01', userId: null }, /^The next message of a sender without a token was sent before /],
  [{ reason: 'TooLate', id: '01', userId: 'ana' }, /^A message of ana came too late .*: 01$/],
])('says of %j what it means', (gap, sentence) => {
  expect(gapText({ channel: 'tech', ...gap })).toMatch(sentence);
});

it('says of every channel together that there is no history of it', () => {
  expect(gapText({ channel: '*', reason: 'HistoryOff', from, to })).toMatch(
    /is missing: there is no history of every channel together\.$/,
  );
});
