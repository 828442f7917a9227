// What reaches the Event API, and when: the resolver and its steps. That all of it works together test/system/events tries.
import type { JsonObject } from 'local-aws';
import { aContext, functionUnderTest, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Mutation.broadcastFromBus');
const claim = functionUnderTest('claimBroadcast');
const broadcast = functionUnderTest('broadcast');
const settle = functionUnderTest('settleBroadcast');

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const MESSAGE = { name: 'tech', message: 'hi', data: { a: 1 }, id: ID, userId: 'ana' };
const CONDITION = { message: 'The conditional request failed', type: 'DynamoDB:ConditionalCheckFailedException' };
const event = { id: 'e1', source: 'global-pubsub.api', region: 'ap-southeast-2', time: '2026-01-01T00:00:00Z' };
const YEAR = 365 * 24 * 3_600_000;

/** A context after the resolver's first handler. */
function afterwards(overrides: JsonObject = {}): JsonObject {
  return aContext({ arguments: { event, detail: { backend: null } }, stash: { message: MESSAGE }, ...overrides });
}

it('says that a stage has no Event API', async () => {
  const { error } = await resolver.request(aContext({ arguments: { event, detail: { name: 'tech', message: 'hi' } } }));

  expect(error).toBe('This stage has no Event API; its setting "events" says so.');
});

it.each([
  ['chat/a-1/B', true],
  ['chat/my_room', false],
  ['chat/-a', false],
  ['chat/a\n', false],
  ['chat/ü', false],
  ['$heartbeat', false],
])('hands on a message in %j: %s', async (name, isHandedOn) => {
  const env = { REGION: 'us-west-2', EVENTS: 'true', CHANNELS_1: 'chat/*' };

  const { stash } = await resolver.request(aContext({ env, arguments: { event, detail: { name, message: 'hi' } } }));

  expect('message' in stash).toBe(isHandedOn);
});

it('claims a message until no request can still be broadcasting it', async () => {
  const before = Date.now();

  const { result } = await claim.request(afterwards());

  const { key, attributeValues, condition } = result as Record<'key' | 'attributeValues' | 'condition', JsonObject>;
  expect(key).toEqual({ channel: { S: 'tech' }, message: { S: `broadcast#${ID}#api:ana` } });
  expect(attributeValues).toMatchObject({ isSettled: { BOOL: false }, event: { S: 'e1' } });
  const { N: until } = attributeValues['claimedUntil'] as { readonly N: number };
  expect(until - before).toBeGreaterThan(30_000);
  expect(condition['expression']).toMatch(/attribute_not_exists.* OR .*</);
});

it.each([
  ['claim', claim],
  ['settle', settle],
])('has nothing written to %s a broadcast in a channel of which the stage keeps nothing', async (_, step) => {
  const message = { ...MESSAGE, name: 'screen/chat' };

  const { result } = await step.request(afterwards({ stash: { message } }));

  expect(result).toEqual(message);
});

it.each<[string, JsonObject]>([
  ['was made', { isSettled: true, event: 'e1' }],
  ['is made for another event, which is tried again if that fails', { isSettled: false, event: 'e2' }],
])('makes no broadcast that %s', async (_, there) => {
  const { stash, error } = await claim.response(afterwards({ error: CONDITION, result: there }));
  const { result } = await broadcast.request(afterwards({ stash }));

  expect([stash['isTaken'], error, result]).toEqual([true, undefined, null]);
});

it.each<[string, JsonObject, string]>([
  [
    'another delivery of the event holds the claim',
    { error: CONDITION, result: { isSettled: false, event: 'e1' } },
    'Another delivery of the event is broadcasting the message.',
  ],
  [
    'an older deployment did not say which event holds it',
    { error: CONDITION, result: { isSettled: false } },
    'Another delivery of the event is broadcasting the message.',
  ],
  [
    'the role may not read who holds it',
    { error: CONDITION, result: null },
    'Another delivery of the event is broadcasting the message.',
  ],
  [
    'the table does not answer',
    { error: { message: 'Slow down.', type: 'DynamoDB:ThrottlingException' } },
    'The region could not claim the message: Slow down.',
  ],
])('ends with an error if %s, so that the message is not lost', async (_, overrides, sentence) => {
  const { error } = await claim.response(afterwards(overrides));

  expect(error).toBe(sentence);
});

it('publishes the whole message on the channel of its name', async () => {
  const { result } = await broadcast.request(afterwards());

  const body = JSON.stringify({ channel: '/tech', events: [JSON.stringify(MESSAGE)] });
  expect(result).toMatchObject({ method: 'POST', resourcePath: '/event', params: { body } });
});

it.each<[string, JsonObject, RegExp]>([
  [
    'cannot be reached',
    { error: { message: 'No route.', type: 'X' } },
    /^The Event API could not be reached: No route\.$/,
  ],
  ['refuses the broadcaster', { result: { statusCode: 401, body: '{}' } }, /^The Event API did not take .*: 401 /],
  ['refuses the event', { result: { statusCode: 200, body: '{"failed":[{"index":0}]}' } }, /: 200 .*failed/],
])('ends with an error if the Event API %s', async (_, overrides, sentence) => {
  const { error } = await broadcast.response(afterwards(overrides));

  expect(error).toMatch(sentence);
});

it('settles a broadcast for good, and takes no failure of that for one of the broadcast', async () => {
  const { result } = await settle.request(afterwards());
  const { result: answer, error } = await settle.response(afterwards({ error: { message: 'Slow down.', type: 'X' } }));

  const { attributeValues } = result as { readonly attributeValues: JsonObject };
  expect(attributeValues).toMatchObject({ isSettled: { BOOL: true } });
  const { N: until } = attributeValues['claimedUntil'] as { readonly N: number };
  expect(until).toBeGreaterThan(Date.now() + YEAR);
  expect([answer, error]).toEqual([MESSAGE, undefined]);
});
