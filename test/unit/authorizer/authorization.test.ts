// What AppSync is told, and for how long.
import { authorizationOf, authorizationOfGuests } from '../../../authorizer/authorization';

const NOW = 1_767_225_600;
const good = {
  isGood: true,
  subject: 'ana',
  permissions: { publish: ['chat/*'], subscribe: [] },
  claims: { sub: 'ana', rooms: ['a'] },
} as const;
const asking = { operation: undefined, hasClaims: false, now: NOW * 1000 };

it('gives the resolvers a flat context', () => {
  const answer = authorizationOf({ ...good, expires: NOW + 60 }, asking);

  expect(answer).toEqual({
    isAuthorized: true,
    resolverContext: { sub: 'ana', publish: '["chat/*"]', subscribe: '[]', exp: String(NOW + 60) },
    ttlOverride: 60,
  });
});

it.each(['EVENT_CONNECT', 'EVENT_SUBSCRIBE', 'EVENT_PUBLISH'])(
  'gives the handlers of an Event API the same, for %s',
  (operation) => {
    const answer = authorizationOf({ ...good, expires: NOW + 60 }, { ...asking, operation });

    expect(answer).toEqual({
      isAuthorized: true,
      handlerContext: { sub: 'ana', publish: '["chat/*"]', subscribe: '[]', exp: String(NOW + 60) },
      ttlOverride: 60,
    });
  },
);

it('hands over all claims where there are hooks that get them', () => {
  const { resolverContext } = authorizationOf({ ...good, expires: NOW + 60 }, { ...asking, hasClaims: true });

  expect(JSON.parse(resolverContext?.claims ?? '')).toEqual({ sub: 'ana', rooms: ['a'] });
});

it.each([
  ['a day', 86_400, 3600],
  ['an hour and a second', 3601, 3600],
  ['a minute and a half second', 60.5, 60],
  ['half a second', 0.5, 0],
])('lets AppSync keep the answer for no longer than the token, here of %s, and an hour', (_, seconds, ttl) => {
  expect(authorizationOf({ ...good, expires: NOW + seconds }, asking).ttlOverride).toBe(ttl);
});

it('lets AppSync keep no refusal', () => {
  const answer = authorizationOf({ isGood: false, reason: 'X' }, asking);

  expect(answer).toEqual({ isAuthorized: false, ttlOverride: 0 });
});

it.each([
  [undefined, 'resolverContext'],
  ['EVENT_SUBSCRIBE', 'handlerContext'],
])('gives guests their lists, no subject and no end, for five minutes: to %s in %s', (operation, member) => {
  expect(authorizationOfGuests(good.permissions, operation)).toEqual({
    isAuthorized: true,
    [member]: { publish: '["chat/*"]', subscribe: '[]' },
    ttlOverride: 300,
  });
});
