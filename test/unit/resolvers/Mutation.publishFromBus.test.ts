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
    position: '01ARZ3NDEKTSV4RRFFQ69G5FAW',
    previous: '01ARZ3NDEKTSV4RRFFQ69G5FAT',
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
      position: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
      previous: null,
    },
  });
});

it('does not take the position that anybody but the API claims', async () => {
  const detail = { name: 'tech', message: 'hi', position: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ' };

  const { result } = await resolver.request(
    aContext({ arguments: { event: { ...event, source: 'shop.orders' }, detail } }),
  );

  expect(result).toMatchObject({ payload: { position: expect.not.stringMatching(/^7/) } });
});

it.each([
  ['a backend, which could claim any', 'shop.orders'],
  ['an unknown source, as of a rule from before a deployment', null],
])('gives no userId to the message of %s', async (_name, source) => {
  const detail = { name: 'tech', message: 'hi', userId: 'ana' };

  const { result } = await resolver.request(aContext({ arguments: { event: { ...event, source }, detail } }));

  expect(result).toMatchObject({ payload: { userId: null } });
});

it('writes ULIDs in capitals', async () => {
  const [id, previous] = ['01arz3ndektsv4rrffq69g5fav', '01arz3ndektsv4rrffq69g5fat'];
  const detail = { name: 'tech', message: 'hi', id, previous };

  const { result } = await resolver.request(aContext({ arguments: { event, detail } }));

  expect(result).toMatchObject({ payload: { id: id.toUpperCase(), previous: previous.toUpperCase() } });
});

it('keeps the id of a backend’s event as it is', async () => {
  const id = '0ad5bcbb-2ddb-44d7-a9e4-d83f4ec5b4cd';

  const { result } = await resolver.request(
    aContext({ arguments: { event, detail: { name: 'tech', message: 'hi', id } } }),
  );

  expect(result).toMatchObject({ payload: { id } });
});

it.each([
  'order 1',
  '0AD5BCBB-2DDB-44D7-A9E4-D83F4EC5B4CD',
  '0ad5bcbb2ddb44d7a9e4d83f4ec5b4cd',
  '0ad5bcbb-2ddb-44d7-a9e4-d83f4ec5b4cd\n',
])('refuses %j for an id', async (id) => {
  const detail = { name: 'tech', message: 'hi', id };

  const { result, error } = await resolver.request(aContext({ arguments: { event, detail } }));

  expect(result).toBeUndefined();
  expect(error).toContain('is not a ULID');
});

it.each([
  ['is not a ULID', 'order 1', 'is not a ULID'],
  ['is its own', '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'cannot be its own previous one'],
])('refuses a previous message that %s', async (_, previous, sentence) => {
  const detail = { name: 'tech', message: 'hi', id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', previous };

  const { result, error } = await resolver.request(aContext({ arguments: { event, detail } }));

  expect(result).toBeUndefined();
  expect(error).toContain(sentence);
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

it.each([
  ['it was given', { result: { name: 'tech', message: 'hi', id: 'e1' } }, { name: 'tech', message: 'hi', id: 'e1' }],
  ['was remembered', { result: null, prev: { result: { id: 'e1' } } }, { id: 'e1' }],
  ['was delivered before: nothing', { result: null, prev: { result: null } }, null],
])('answers what %s', async (_, context, answer) => {
  const { result } = await resolver.response(aContext(context));

  expect(result).toEqual(answer);
});
