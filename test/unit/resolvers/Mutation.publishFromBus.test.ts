import { aContext, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Mutation.publishFromBus');
const event = { id: 'e1', source: 'global-pubsub.api', region: 'ap-southeast-2', time: '2026-01-01T00:00:00Z' };

it('makes the message of an event that says everything', async () => {
  const detail = {
    name: 'tech',
    message: 'hi',
    data: { a: 1 },
    id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    publishedAt: '2026-01-01T00:00:00.123Z',
    userId: 'ana',
  };

  const { result } = await resolver.request(aContext({ arguments: { event, detail } }));

  expect(result).toEqual({ payload: { ...detail, region: 'ap-southeast-2' } });
});

it('takes from the event what its detail does not say', async () => {
  const { result } = await resolver.request(
    aContext({ arguments: { event, detail: { name: 'tech', message: 'hi' } } }),
  );

  expect(result).toEqual({
    payload: {
      name: 'tech',
      message: 'hi',
      data: null,
      id: 'e1',
      publishedAt: '2026-01-01T00:00:00.000Z',
      region: 'ap-southeast-2',
      userId: null,
    },
  });
});

it.each([
  ['a backend, which could claim any', 'shop.orders'],
  ['an unknown source, as of a rule from before a deployment', null],
])('gives no userId to the message of %s', async (_name, source) => {
  const detail = { name: 'tech', message: 'hi', userId: 'ana' };

  const { result } = await resolver.request(aContext({ arguments: { event: { ...event, source }, detail } }));

  expect(result).toMatchObject({ payload: { userId: null } });
});

it('writes a ULID in capitals', async () => {
  const detail = { name: 'tech', message: 'hi', id: '01arz3ndektsv4rrffq69g5fav' };

  const { result } = await resolver.request(aContext({ arguments: { event, detail } }));

  expect(result).toMatchObject({ payload: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } });
});

it('refuses an id that is not a ULID', async () => {
  const detail = { name: 'tech', message: 'hi', id: 'order 1' };

  const { result, error } = await resolver.request(aContext({ arguments: { event, detail } }));

  expect(result).toBeUndefined();
  expect(error).toContain('is not a ULID');
});

it('writes the time in UTC, whatever offset a backend wrote', async () => {
  const detail = { name: 'tech', message: 'hi', publishedAt: '2026-01-01T10:00:00+10:00' };

  const { result } = await resolver.request(aContext({ arguments: { event, detail } }));

  expect(result).toMatchObject({ payload: { publishedAt: '2026-01-01T00:00:00.000Z' } });
});

it('refuses a channel that is not allowed', async () => {
  const { result, error } = await resolver.request(
    aContext({ arguments: { event, detail: { name: 'news', message: 'hi' } } }),
  );

  expect(result).toBeUndefined();
  expect(error).toBe('Channel "news" is not allowed; the query "channels" lists those that are.');
});

it('takes a heartbeat, which no list has', async () => {
  const detail = { name: '$heartbeat', message: '2026-01-01T00:00:00Z' };

  const { result } = await resolver.request(aContext({ arguments: { event, detail } }));

  expect(result).toMatchObject({ payload: { name: '$heartbeat' } });
});

it('answers what it was given', async () => {
  const message = { name: 'tech', message: 'hi', id: 'e1' };

  const { result } = await resolver.response(aContext({ result: message }));

  expect(result).toEqual(message);
});
