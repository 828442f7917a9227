// Whose token it is, and the end of a token, as subscriptions compare it with the times of messages: as text.
import { endOfToken, permissionRefusal, subjectOf } from '../../../resolvers/lib/permission';

const END = Date.UTC(2026, 0) / 1000;

const mockWritten = jest.fn<string, [number]>();
jest.mock('@aws-appsync/utils', () => ({
  util: { time: { epochMilliSecondsToISO8601: (time: number) => mockWritten(time) } },
}));

/** AWS shows milliseconds; what Java writes of a whole second has no fraction. */
const CLOCKS: readonly (readonly [string, (time: number) => string])[] = [
  ['milliseconds', (time) => new Date(time).toISOString()],
  ['no empty fraction', (time) => new Date(time).toISOString().replace('.000Z', 'Z')],
];

describe.each(CLOCKS)('where times are written with %s, the end of a token', (_, written) => {
  beforeEach(() => {
    mockWritten.mockImplementation(written);
  });

  it.each(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '2026-01-01T00:00:01Z'])(
    'is before a message of %s',
    (publishedAt) => {
      expect(endOf(END) < publishedAt).toBe(true);
    },
  );

  it.each(['2025-12-31T23:59:59Z', '2025-12-31T23:59:59.000Z', '2025-12-31T23:59:59.999Z'])(
    'is after a message of %s',
    (publishedAt) => {
      expect(endOf(END) > publishedAt).toBe(true);
    },
  );

  it('is the second that has begun', () => {
    expect(endOf(END + 0.75)).toBe(endOf(END));
  });
});

it('does not exist for a guest, who may do what is listed', () => {
  const guest = { resolverContext: { publish: '["chat/*"]', subscribe: '[]' } };

  expect(endOfToken(guest)).toBeNull();
  expect(subjectOf(guest)).toBeNull();
  expect(permissionRefusal('publish', 'tech', guest)?.errorType).toBe('ChannelNotAllowed');
  expect(permissionRefusal('publish', 'chat/1', guest)).toBeNull();
});

it('does not exist for a caller without a token', () => {
  expect(endOfToken(null)).toBeNull();
});

it.each(['resolverContext', 'handlerContext'])('reads what the authorizer says in %s', (context) => {
  const identity = { [context]: { sub: 'ana', publish: '["chat/*"]', subscribe: '[]', exp: String(END) } };

  // AppSync's own types have no identity of an Event API.
  const refusals = ['chat/1', 'tech'].map((name) => permissionRefusal('publish', name, identity as never)?.errorType);

  expect(refusals).toEqual([undefined, 'ChannelNotAllowed']);
});

function endOf(exp: number): string {
  const token = { sub: 'ana', publish: '[]', subscribe: '[]', exp: String(exp) };
  const end = endOfToken({ resolverContext: token });
  if (end === null) throw new Error('The token has no end.');
  return end;
}
