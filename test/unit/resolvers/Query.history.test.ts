import type { JsonObject } from 'local-aws';
import { aContext, aTokenIdentity, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Query.history');
/** Of a stage that excepts `chat/guests` and `chat/private/*`. */
const excepting = resolverUnderTest('Query.history', 'channels');
const POSITION = '01M8JZ8PT88Y0Z19CKSJNW6K7S';
/** Of a ULID: https://github.com/ulid/spec */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const HOUR = 3_600_000;

/** A context with these arguments. */
function asking(args: JsonObject = {}, overrides: JsonObject = {}): JsonObject {
  return aContext({ arguments: { name: 'tech', region: 'us-west-2', ...args }, ...overrides });
}

/** What a request asks of the table. */
async function asked(args?: JsonObject, overrides?: JsonObject) {
  const { result, error } = await resolver.request(asking(args, overrides));
  expect(error).toBeUndefined();
  const query = result as {
    readonly query: { readonly expressionValues: Readonly<Record<string, { readonly S: string }>> };
    readonly limit: number;
    readonly scanIndexForward: boolean;
    readonly index: string;
  };
  const [stream, from] = Object.values(query.query.expressionValues).map(({ S }) => S);
  return { ...query, stream, from };
}

/** Milliseconds since 1970 of a position. */
function timeOf(position = ''): number {
  return position
    .slice(0, TIME_LENGTH)
    .replace(/./g, (digit) => DIGITS.indexOf(digit).toString(DIGITS.length))
    .split('')
    .reduce((sum, digit) => sum * DIGITS.length + Number.parseInt(digit, DIGITS.length), 0);
}

it('asks for the messages of one channel that entered in one region, the oldest first', async () => {
  expect(await asked()).toMatchObject({
    operation: 'Query',
    index: 'byPosition',
    stream: 'us-west-2#tech',
    limit: 100,
    scanIndexForward: true,
  });
});

it.each(['chat/*', 'chat/room/*'])('asks for the messages of the channels with the first part of %s', async (name) => {
  expect(await asked({ name, last: 5 })).toMatchObject({
    ...{ index: 'byTree', stream: 'us-west-2#chat', limit: 5, scanIndexForward: false },
  });
});

it('answers with the messages that a pattern covers, and goes on after all that was read', async () => {
  const channels = ['chat/room/1', 'chat', 'chat/room', 'chat/roommate/1', 'chat/room/1/2', 'chat/other/1'];
  const items = channels.map((channel, index) => anItem({ channel, position: String(index) }));

  const { result } = await resolver.response(asking({ name: 'chat/room/*' }, { result: { items, nextToken: 'x' } }));

  expect(result).toMatchObject({
    messages: [{ name: 'chat/room/1' }, { name: 'chat/room/1/2' }],
    ...{ hasMore: true, next: '5' },
  });
});

it('has none of every channel together', async () => {
  const { error } = await resolver.request(asking({ name: '*' }, { env: { ...anEnvironment('24'), CHANNELS_1: '*' } }));

  expect(error).toBe('There is no history of "*"; ask for that of a channel, or of a pattern such as "news/*".');
});

it('asks for what came after a position', async () => {
  expect((await asked({ after: POSITION.toLowerCase() }, { env: anEnvironment('8760') })).from).toBe(POSITION);
});

it('asks for what came since a time', async () => {
  const since = new Date(Date.now() - HOUR);

  expect(timeOf((await asked({ since: since.toISOString() })).from)).toBe(since.getTime());
});

it('asks for the newest', async () => {
  expect(await asked({ last: 5 })).toMatchObject({ limit: 5, scanIndexForward: false });
});

it('asks for nothing that the history has forgotten, though the table still has it', async () => {
  const now = Date.now();

  const { from } = await asked({ after: '00000000000000000000000000', since: '1969-12-31T00:00:00Z' });

  expect(timeOf(from)).toBeGreaterThanOrEqual(now - 24 * HOUR);
  expect(timeOf(from)).toBeLessThanOrEqual(Date.now() - 24 * HOUR);
});

it.each<[string, JsonObject, string]>([
  ['a page of no messages', { limit: 0 }, 'A page has 1 to 1000 messages, not 0.'],
  ['a page of less than none', { limit: -1 }, 'A page has 1 to 1000 messages, not -1.'],
  ['too long a page', { limit: 10_001 }, 'A page has 1 to 1000 messages, not 10001.'],
  ['too many of the newest', { last: 1001 }, 'A page has 1 to 1000 messages, not 1001.'],
  ['both ends', { last: 1, limit: 1 }, 'Give "last" or "limit", not both.'],
  ['a position that is none', { after: 'x' }, '"x" is not a position; give the "position" of a message.'],
  [
    'a region that is none',
    { region: 'us-west-2#tech' },
    '"us-west-2#tech" is not an AWS region; give the "region" of messages.',
  ],
  [
    'a channel that is not allowed',
    { name: 'news' },
    'Channel "news" is not allowed; the query "channels" lists those that are.',
  ],
  [
    'the channel of heartbeats',
    { name: '$heartbeat' },
    'Channel "$heartbeat" is not allowed; the query "channels" lists those that are.',
  ],
])('refuses %s', async (_, args, sentence) => {
  const { error, result } = await resolver.request(asking(args));

  expect({ error, result }).toEqual({ error: sentence, result: undefined });
});

it.each([
  ['may not subscribe', { publish: ['*'], subscribe: ['cars'] }],
  ['may do nothing', {}],
])('refuses a token that %s', async (_, permissions) => {
  const { error } = await resolver.request(asking({}, { identity: aTokenIdentity(permissions) }));

  expect(error).toBe('Channel "tech" is not allowed; the query "channels" lists those that are.');
});

it('takes a token that may subscribe', async () => {
  const identity = aTokenIdentity({ subscribe: ['tech'] });

  expect(await asked({}, { identity })).toMatchObject({ stream: 'us-west-2#tech' });
});

it('says so where no history is kept', async () => {
  const { error } = await resolver.request(asking({}, { env: { REGION: 'us-west-2', CHANNELS_1: 'tech' } }));

  expect(error).toBe('This stage keeps no history; its setting "history" says so.');
});

it.each(['chat/guests', 'chat/private/*', 'chat/private/1', 'chat/private/1/*'])(
  'says that nothing is kept of %s, which the stage excepts',
  async (name) => {
    const { error } = await excepting.request(asking({ name }));

    expect(error).toBe(`This stage keeps no history of "${name}"; its setting "history.except" says so.`);
  },
);

it('does not tell who may not hear a channel whether anything is kept of it', async () => {
  const identity = aTokenIdentity({ subscribe: ['tech'] });

  const { error } = await excepting.request(asking({ name: 'chat/guests' }, { identity }));

  expect(error).toBe('Channel "chat/guests" is not allowed; the query "channels" lists those that are.');
});

it.each(['chat/*', 'chat/guests/*', 'chat/guests/1', 'chat/private', 'chat/privates/1'])(
  'reads %s, of which the stage excepts a part, or a neighbour',
  async (name) => {
    const { result, error } = await excepting.request(asking({ name }));

    expect(error).toBeUndefined();
    expect(result).toMatchObject({ operation: 'Query' });
  },
);

it('leaves out of a pattern what was kept before its channel was excepted', async () => {
  const channels = ['chat/guests', 'chat/1', 'chat/private/1', 'chat/private'];
  const items = channels.map((channel, index) => anItem({ channel, position: String(index) }));

  const { result } = await excepting.response(asking({ name: 'chat/*' }, { result: { items, nextToken: null } }));

  expect(result).toMatchObject({ messages: [{ name: 'chat/1' }, { name: 'chat/private' }], next: '3' });
});

it.each([
  ['in their order', {}, ['A', 'B'], 'B'],
  ['in their order, where the newest were asked for', { last: 2 }, ['B', 'A'], 'A'],
])('answers with messages %s', async (_, args, positions, next) => {
  const items = ['A', 'B'].map((position) => anItem({ position }));

  const { result } = await resolver.response(asking(args, { result: { items, nextToken: null } }));

  expect(result).toEqual({
    messages: positions.map((position) => ({
      ...{ name: 'tech', message: 'hi', data: { a: 1 }, id: 'm1', publishedAt: '2026-01-01T00:00:00.000Z' },
      ...{ region: 'us-west-2', userId: 'ana', position, previous: 'm0' },
    })),
    hasMore: false,
    next,
  });
});

it('gives a message that landed late its own position, and goes on after where it stands', async () => {
  const items = [anItem({ position: 'B', entered: 'A' })];

  const { result } = await resolver.response(asking({}, { result: { items, nextToken: null } }));

  expect(result).toMatchObject({ messages: [{ position: 'A' }], next: 'B' });
});

it('says that there are more', async () => {
  const { result } = await resolver.response(asking({}, { result: { items: [], nextToken: 'x' } }));

  expect(result).toEqual({ messages: [], hasMore: true, next: null });
});

it('says that the table does not answer', async () => {
  const error = { message: 'Slow down.', type: 'DynamoDB:ThrottlingException' };

  const { error: sentence } = await resolver.response(asking({}, { error }));

  expect(sentence).toBe('The history could not be read: Slow down. Try again.');
});

function anEnvironment(hours: string): JsonObject {
  return { REGION: 'us-west-2', CHANNELS_1: 'tech', HISTORY_HOURS: hours };
}

/** An item as AppSync hands it over. */
function anItem(overrides: JsonObject): JsonObject {
  return {
    ...{ channel: 'tech', message: 'm1#api:ana', stream: 'us-west-2#tech', id: 'm1', text: 'hi', data: '{"a":1}' },
    ...{
      publishedAt: '2026-01-01T00:00:00.000Z',
      userId: 'ana',
      previous: 'm0',
      expires: 1,
      attempt: 'x',
      ...overrides,
    },
  };
}
