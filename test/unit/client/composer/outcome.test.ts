// What became of the last message.
import { type Foot, footText } from '../../../../client/src/composer/outcome';

const FOOT: Foot = { isSending: false, isConnected: true, isDataGood: true, outcome: undefined };
const SENT = { kind: 'sent', sentThrough: 'Oregon' } as const;
const FAILED = { kind: 'failed', problem: { type: 'ChannelNotAllowed', sentence: 'No.', remedy: '' } } as const;

it.each<[Partial<Foot>, string]>([
  [{}, ''],
  [{ outcome: SENT }, 'Sent through Oregon.'],
  [{ outcome: FAILED }, ''],
  [{ isDataGood: false, outcome: SENT }, 'The data is not JSON yet.'],
  [{ isSending: true, isDataGood: false }, 'Sending …'],
  [{ isSending: true, isConnected: false }, 'Sending, as soon as a region answers …'],
])('says of %j in the last line: %s', (foot, text) => {
  expect(footText({ ...FOOT, ...foot })).toBe(text);
});
