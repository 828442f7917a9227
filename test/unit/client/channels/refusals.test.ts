// Refused channels, told together.
import { refusalsOf } from '../../../../client/src/channels/refusals';
import type { Problem } from '../../../../client/src/connection/problem';
import type { ChannelState } from '../../../../client/src/connection/session-state';

function notAllowed(name: string): ChannelState {
  return refused({ type: 'ChannelNotAllowed', sentence: `Channel "${name}" is not allowed.` });
}

function refused(overrides: Partial<Problem> = {}): ChannelState {
  return { kind: 'refused', problem: { type: 'Unknown', sentence: 'No reason.', remedy: 'Ask.', ...overrides } };
}

function refusalsIn(channels: Readonly<Record<string, ChannelState>>) {
  return refusalsOf(new Map(Object.entries(channels)));
}

it('keeps the API’s sentence of one channel', () => {
  expect(refusalsIn({ a: notAllowed('a') })).toMatchObject([
    { channels: ['a'], problem: { sentence: 'Channel "a" is not allowed.' } },
  ]);
});

it('tells channels that are not allowed in one sentence, in their order', () => {
  expect(refusalsIn({ b: notAllowed('b'), cars: { kind: 'live' }, a: notAllowed('a') })).toEqual([
    {
      channels: ['b', 'a'],
      problem: { type: 'ChannelNotAllowed', sentence: '2 channels are not allowed: “b”, “a”.', remedy: 'Ask.' },
    },
  ]);
});

it('tells channels that are refused with the same sentence together', () => {
  expect(refusalsIn({ a: refused({ sentence: 'Too many.' }), b: refused({ sentence: 'Too many.' }) })).toMatchObject([
    { channels: ['a', 'b'], problem: { sentence: 'Too many. You are not listening to 2 channels: “a”, “b”.' } },
  ]);
});

it.each([
  ['sentences', refused({ sentence: 'Another reason.' })],
  ['types', refused({ type: 'MaxSubscriptionsReachedError' })],
])('tells different %s apart', (_what, other) => {
  expect(refusalsIn({ a: refused(), b: other }).map(({ channels }) => channels)).toEqual([['a'], ['b']]);
});

it('has nothing to tell of channels that are closed, live, or joined just now', () => {
  expect(refusalsIn({ a: { kind: 'closed' }, b: { kind: 'live' }, c: { kind: 'joining' } })).toEqual([]);
});
