import { oldestUlid } from '../../../client/lib/src/ulid';
import { aContext, functionUnderTest } from '../../support/resolver';
import type { JsonObject } from 'local-aws';

const remember = functionUnderTest('remember');
/** Of a stage that excepts `chat/guests` and `chat/private/*`. */
const excepting = functionUnderTest('remember', 'channels');

const MINUTE = 60_000;
/** A message has just entered. */
const POSITION = oldestUlid(Date.now());

/** A message, as the resolver hands it over. */
function aMessage(overrides: JsonObject = {}): JsonObject {
  return {
    name: 'tech',
    message: 'hi',
    data: null,
    id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    publishedAt: '2026-01-01T00:00:00.000Z',
    region: 'ap-southeast-2',
    userId: null,
    position: POSITION,
    previous: null,
    ...overrides,
  };
}

/** The context of the function. @param backend that put the message on the bus */
function contextOf(message: JsonObject, backend: string | null = null, overrides: JsonObject = {}): JsonObject {
  return aContext({
    arguments: { event: { source: 'global-pubsub.api' }, detail: { backend } },
    prev: { result: { payload: message } },
    ...overrides,
  });
}

async function keyOf(message: JsonObject, backend?: string): Promise<unknown> {
  const { result } = await remember.request(contextOf(message, backend));
  return (result as JsonObject)['key'];
}

it('writes a message once, under its channel and its id', async () => {
  const { result } = await remember.request(
    contextOf(aMessage({ userId: 'ana', data: { a: 1 }, previous: '01ARZ3NDEKTSV4RRFFQ69G5FAT' })),
  );

  expect(result).toMatchObject({
    operation: 'PutItem',
    key: { channel: { S: 'tech' }, message: { S: '01ARZ3NDEKTSV4RRFFQ69G5FAV#api:ana' } },
    attributeValues: {
      stream: { S: 'ap-southeast-2#tech' },
      position: { S: POSITION },
      entered: { NULL: null },
      id: { S: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
      text: { S: 'hi' },
      data: { S: '{"a":1}' },
      publishedAt: { S: '2026-01-01T00:00:00.000Z' },
      userId: { S: 'ana' },
      previous: { S: '01ARZ3NDEKTSV4RRFFQ69G5FAT' },
    },
    condition: { expression: expect.stringContaining('attribute_not_exists') },
  });
});

it.each<[string, JsonObject]>([
  ['news/sport/1', { tree: { S: 'ap-southeast-2#news' } }],
  ['tech', { tree: undefined as never }],
])('files %s with the channels of the same first part, if it has another one', async (name, expected) => {
  const { result } = await remember.request(contextOf(aMessage({ name })));

  const { attributeValues: item } = result as { readonly attributeValues: JsonObject };
  expect({ tree: item['tree'] }).toEqual(expected);
});

it.each(['chat/guests', 'chat/private/1', 'chat/private/1/2'])(
  'writes nothing of a message in %s, which the stage excepts, and hands it on',
  async (name) => {
    const message = aMessage({ name });

    const { result } = await excepting.request(contextOf(message));

    expect(result).toEqual(message);
  },
);

it.each(['chat', 'chat/1', 'chat/guests/1', 'chat/private', 'chat/privates/1', '$heartbeat'])(
  'writes a message in %s where the stage excepts its neighbours',
  async (name) => {
    const { result } = await excepting.request(contextOf(aMessage({ name })));

    expect(result).toMatchObject({ operation: 'PutItem', key: { channel: { S: name } } });
  },
);

it('lets what lands a minute late stand where it landed, and keeps its own position', async () => {
  const position = oldestUlid(Date.now() - 2 * MINUTE);

  const { result } = await remember.request(contextOf(aMessage({ position })));

  const { attributeValues: item } = result as { attributeValues: { position: { S: string }; entered: JsonObject } };
  expect(item.entered).toEqual({ S: position });
  expect(item.position.S > POSITION).toBe(true);
});

it('says when the message may be forgotten', async () => {
  const before = Math.floor(Date.now() / 1000);

  const { result } = await remember.request(contextOf(aMessage()));

  const { expires } = (result as { attributeValues: { expires: { N: number } } }).attributeValues;
  expect(expires.N - 24 * 3600).toBeGreaterThanOrEqual(before);
});

it('never writes the same item twice, which AppSync would take for a success', async () => {
  const attempts = await Promise.all(
    [1, 2].map(async () => (await remember.request(contextOf(aMessage()))).result as { attributeValues: JsonObject }),
  );

  expect(attempts[0]?.attributeValues['attempt']).not.toEqual(attempts[1]?.attributeValues['attempt']);
});

it.each([
  ['another user', aMessage({ userId: 'eve' }), undefined],
  ['a holder of an API key', aMessage(), undefined],
  ['a backend', aMessage(), 'shop.orders'],
])('does not take the same id of %s for the same message', async (_, message, backend) => {
  expect(await keyOf(message, backend)).not.toEqual(await keyOf(aMessage({ userId: 'ana' })));
});

it('takes nobody’s word but the API’s for the backend that a message is of', async () => {
  const event = { source: 'shop.orders' };
  const overrides = { arguments: { event, detail: { backend: 'shop.payments' } } };

  const { result } = await remember.request(contextOf(aMessage(), null, overrides));

  expect(result).toMatchObject({ key: { message: { S: expect.stringMatching(/#bus:shop\.orders$/) } } });
});

it('keeps the key within what DynamoDB takes, however long the sender’s name is', async () => {
  const key = (await keyOf(aMessage({ userId: '語'.repeat(5000) }))) as { message: { S: string } };

  expect(Buffer.byteLength(key.message.S)).toBeLessThanOrEqual(1024);
});

it('hands over a message that it has written', async () => {
  const { result } = await remember.response(contextOf(aMessage(), null, { result: { id: 'x' } }));

  expect(result).toEqual(aMessage());
});

it('hands over nothing for a message that is there already', async () => {
  const error = { message: 'The conditional request failed', type: 'DynamoDB:ConditionalCheckFailedException' };

  const { result, error: sentence } = await remember.response(contextOf(aMessage(), null, { error }));

  expect({ result, sentence }).toEqual({ result: null, sentence: undefined });
});

it('ends with an error if the table does not take the message, so that the bus tries again', async () => {
  const error = { message: 'Slow down.', type: 'DynamoDB:ProvisionedThroughputExceededException' };

  const { error: sentence } = await remember.response(contextOf(aMessage(), null, { error }));

  expect(sentence).toBe('The region could not remember the message: Slow down.');
});
