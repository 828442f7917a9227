// How it stands with the connection, in a sentence.
import { newSession, type SessionState } from '../../../../client/src/connection/session-state';
import { moveText, statusText } from '../../../../client/src/connection/status-text';

const NOW = 100_000;
const PLACES: Readonly<Record<string, string>> = { 'us-west-2': 'Oregon', 'ap-southeast-2': 'Sydney' };
const placeOf = (region: string) => PLACES[region] ?? region;

function session(overrides: Partial<SessionState> = {}): SessionState {
  return {
    ...newSession(true),
    ...{ connection: { kind: 'live' }, region: 'us-west-2', isRegionCurrent: true },
    ...overrides,
  };
}

const PROBLEM = { type: 'Unreachable', sentence: 'No region could be reached.', remedy: '' };
const reconnecting = (gap: number) => ({ kind: 'reconnecting', since: NOW - gap }) as const;

it.each<[string, Partial<SessionState>, object]>([
  ['live', {}, { tone: 'good', text: 'Live. Oregon answers.' }],
  ['live, region unknown yet', { region: undefined }, { tone: 'wait', text: 'Connecting …' }],
  [
    'live again, region not asked yet',
    { isRegionCurrent: false },
    { tone: 'wait', text: 'Connected. Asking which region answers …' },
  ],
  ['catching up', { connection: { kind: 'catching up' } }, { tone: 'wait', text: 'Connected. Catching up …' }],
  ['connecting', { connection: { kind: 'connecting' } }, { tone: 'wait', text: 'Connecting …' }],
  [
    'idle',
    { connection: { kind: 'idle' } },
    { tone: 'good', text: 'Oregon answers. You are not listening to any channel.' },
  ],
  ['just lost', { connection: reconnecting(2999) }, { tone: 'wait', text: 'The connection was lost. Reconnecting …' }],
  [
    'lost for long',
    { connection: reconnecting(12_000) },
    { tone: 'bad', text: 'Oregon does not answer. Looking for a region that does …', detail: '12 s' },
  ],
  [
    'never there',
    { connection: reconnecting(12_000), region: undefined },
    { tone: 'bad', text: 'No region answers. Looking for a region that does …', detail: '12 s' },
  ],
  [
    'not answered',
    { connection: { kind: 'idle' }, region: undefined, problem: PROBLEM },
    { tone: 'bad', text: 'No region could be reached. Asking again …' },
  ],
  [
    'offline',
    { isOnline: false },
    { tone: 'bad', text: 'This device is offline. The page reconnects when it is back.' },
  ],
])('says it when the session is %s', (_state, overrides, expected) => {
  expect(statusText(session(overrides), { placeOf, now: NOW })).toEqual(expected);
});

it.each<[Partial<SessionState>, string | undefined]>([
  [{}, undefined],
  [{ caughtUp: 0 }, undefined],
  [{ caughtUp: 1 }, 'Caught up with 1 message.'],
  [{ move: { from: 'us-west-2', to: 'ap-southeast-2' }, caughtUp: 0 }, 'It took over from Oregon.'],
  [
    { move: { from: 'ap-southeast-2', to: 'us-west-2' }, caughtUp: 12 },
    'It took over from Sydney. Caught up with 12 messages.',
  ],
])('says of %j what became of the interruption', (overrides, text) => {
  expect(moveText(session(overrides), placeOf)).toBe(text);
});
