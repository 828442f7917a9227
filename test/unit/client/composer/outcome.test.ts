// What became of the last message.
import { footText, isLive, onceLive, type Outcome } from '../../../../client/src/composer/outcome';
import { newSession, type SessionState } from '../../../../client/src/connection/session-state';

const SENT: Outcome = { kind: 'sent', sentThrough: 'Oregon' };

function failed(type: string): Outcome {
  return { kind: 'failed', problem: { type, sentence: 'It failed.', remedy: '' } };
}

function session(overrides: Partial<SessionState> = {}): SessionState {
  return { ...newSession(true), connection: { kind: 'live' }, isRegionCurrent: true, ...overrides };
}

it('leaves of a network that failed, once the session is live again, that the message waits', () => {
  expect(onceLive(failed('NetworkError'))).toEqual({ kind: 'due' });
});

it.each([undefined, SENT, failed('ChannelNotAllowed'), failed('EventBusUnavailable')])(
  'leaves %j as it is when the session is live again',
  (outcome) => {
    expect(onceLive(outcome)).toBe(outcome);
  },
);

it.each<[string, Partial<SessionState>, boolean]>([
  ['is live', {}, true],
  ['is offline', { isOnline: false }, false],
  ['has not asked which region answers', { isRegionCurrent: false }, false],
  ['connects', { connection: { kind: 'connecting' } }, false],
])('knows whether a session that %s is live', (_what, overrides, expected) => {
  expect(isLive(session(overrides))).toBe(expected);
});

it.each<[Outcome | undefined, string]>([
  [undefined, ''],
  [SENT, 'Sent through Oregon.'],
  [failed('NetworkError'), ''],
  [{ kind: 'due' }, 'Send the message again.'],
])('says of %j in the last line: %s', (outcome, text) => {
  expect(footText({ isSending: false, isDataGood: true, outcome })).toBe(text);
});

it('says first that a message is under way, then that its data is not JSON', () => {
  expect(footText({ isSending: true, isDataGood: false, outcome: SENT })).toBe('Sending …');
  expect(footText({ isSending: false, isDataGood: false, outcome: SENT })).toBe('The data is not JSON yet.');
});
