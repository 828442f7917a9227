import { aContext, aTokenIdentity, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Mutation.publish');
const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const BEFORE = '01ARZ3NDEKTSV4RRFFQ69G5FAT';

describe('request', () => {
  it('puts one event on the bus', async () => {
    const { result } = await resolver.request(aContext({ arguments: { name: 'tech', message: 'hi', id: ULID } }));

    expect(result).toEqual({
      operation: 'PutEvents',
      events: [
        {
          source: 'global-pubsub.api',
          detailType: 'message.published',
          detail: {
            name: 'tech',
            message: 'hi',
            data: null,
            id: ULID,
            publishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
            userId: null,
            position: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
          },
        },
      ],
    });
  });

  it('gives the message a position that says nothing of its id', async () => {
    const { result } = await resolver.request(aContext({ arguments: { name: 'tech', message: 'hi', id: ULID } }));

    expect(result).toMatchObject({ events: [{ detail: { position: expect.not.stringMatching(ULID) } }] });
  });

  it('makes a ULID when none is given', async () => {
    const { result } = await resolver.request(aContext({ arguments: { name: 'tech', message: 'hi' } }));

    expect(result).toMatchObject({
      events: [{ detail: { id: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) } }],
    });
  });

  it('takes a ULID in lower case for the same one', async () => {
    const { result } = await resolver.request(
      aContext({ arguments: { name: 'tech', message: 'hi', id: ULID.toLowerCase() } }),
    );

    expect(result).toMatchObject({ events: [{ detail: { id: ULID } }] });
  });

  it.each([
    ['an object', { a: [1, 'two', null] }],
    ['a list', [1, 2]],
    ['a bare string', 'text'],
    ['a number', 0],
    ['false', false],
  ])('carries %s as JSON text', async (_, data) => {
    const { result } = await resolver.request(aContext({ arguments: { name: 'tech', message: 'hi', data } }));

    expect(result).toMatchObject({ events: [{ detail: { data: JSON.stringify(data) } }] });
  });

  it.each([
    '',
    'x',
    `${ULID}X`,
    `${ULID}\n`,
    '81ARZ3NDEKTSV4RRFFQ69G5FAV',
    '01ARZ3NDEKTSV4RRFFQ69G5FAU',
    'é'.repeat(26),
  ])('refuses %j for an id', async (id) => {
    const { result, error } = await resolver.request(aContext({ arguments: { name: 'tech', message: 'hi', id } }));

    expect(result).toBeUndefined();
    expect(error).toBe(`The id "${id}" is not a ULID: send 26 characters of Crockford's base 32, or no id.`);
  });

  it.each([BEFORE, BEFORE.toLowerCase()])('hands on %s, the previous message, in capitals', async (previous) => {
    const { result, stash } = await resolver.request(
      aContext({ arguments: { name: 'tech', message: 'hi', previous } }),
    );

    expect(result).toMatchObject({ events: [{ detail: { previous: BEFORE } }] });
    expect(stash).toMatchObject({ message: { previous: BEFORE } });
  });

  it.each(['', 'x', `${BEFORE}\n`, '81ARZ3NDEKTSV4RRFFQ69G5FAV', '0ad5bcbb-2ddb-44d7-a9e4-d83f4ec5b4cd'])(
    'refuses %j for a previous message',
    async (previous) => {
      const { result, error } = await resolver.request(
        aContext({ arguments: { name: 'tech', message: 'hi', previous } }),
      );

      expect(result).toBeUndefined();
      expect(error).toBe(
        `The previous id "${previous}" is not a ULID: send the id of your last message in the channel, or none.`,
      );
    },
  );

  it('refuses a message that is its own previous one, however its id is written', async () => {
    const { result, error } = await resolver.request(
      aContext({ arguments: { name: 'tech', message: 'hi', id: ULID, previous: ULID.toLowerCase() } }),
    );

    expect(result).toBeUndefined();
    expect(error).toBe(
      `The message "${ULID.toLowerCase()}" cannot be its own previous one: send the id of the message before it, or none.`,
    );
  });

  it.each([
    ['the previous id', { name: 'tech', message: 'hi', previous: 'x'.repeat(20_000) }],
    ['the id', { name: 'tech', message: 'hi', id: 'x'.repeat(20_000) }],
    ['the channel', { name: 'x'.repeat(20_000), message: 'hi' }],
  ])('repeats no more than the beginning of %s', async (_, args) => {
    const { error } = await resolver.request(aContext({ arguments: args }));

    expect(error).toContain(`"${'x'.repeat(256)}…"`);
    expect(error?.length).toBeLessThan(400);
  });

  it.each(['news', 'TECH', 'tech ', 'chat', 'cars,robots', '__proto__', 'constructor'])(
    'refuses the channel %j, which the list does not have',
    async (name) => {
      const { result, error } = await resolver.request(aContext({ arguments: { name, message: 'hi' } }));

      expect(result).toBeUndefined();
      expect(error).toBe(`Channel "${name}" is not allowed; the query "channels" lists those that are.`);
    },
  );

  it('refuses the channel of the heartbeats, whatever the list says', async () => {
    const { result, error } = await resolver.request(
      aContext({ arguments: { name: '$heartbeat', message: 'hi' }, env: { REGION: 'us-west-2', CHANNELS_1: '*' } }),
    );

    expect(result).toBeUndefined();
    expect(error).toBe('Channel "$heartbeat" is not allowed; the query "channels" lists those that are.');
  });

  it.each(['', 'chat/', 'chat/*', '*', 'chat/1/2/3/4/5'])('refuses %j, which is no name', async (name) => {
    const { result, error } = await resolver.request(aContext({ arguments: { name, message: 'hi' } }));

    expect(result).toBeUndefined();
    expect(error).toBe(
      `"${name}" is not the name of a channel: write 1 to 5 parts of 1 to 50 characters, with "/" between them and no "*".`,
    );
  });

  it.each(['cars', 'tech', 'chat/room', 'chat/room/1'])('takes the channel %j, which the list covers', async (name) => {
    const { result, error } = await resolver.request(aContext({ arguments: { name, message: 'hi' } }));

    expect(error).toBeUndefined();
    expect(result).toMatchObject({ events: [{ detail: { name } }] });
  });

  it('keeps the message for the answer', async () => {
    const { stash } = await resolver.request(
      aContext({ arguments: { name: 'tech', message: 'hi', id: ULID, data: { a: 1 } } }),
    );

    expect(stash).toMatchObject({
      message: { name: 'tech', message: 'hi', id: ULID, region: 'us-west-2', data: { a: 1 } },
    });
  });
});

describe('request with a token', () => {
  it.each([
    ['tech', ['tech']],
    ['tech', ['*']],
    ['chat/room', ['chat/*']],
    ['chat/room', ['tech', 'chat/room']],
  ])('puts a message for %s on the bus when the token covers %j, as its subject', async (name, publish) => {
    const { result } = await resolver.request(
      aContext({ arguments: { name, message: 'hi' }, identity: aTokenIdentity({ publish }) }),
    );

    expect(result).toMatchObject({ events: [{ detail: { name, userId: 'ana' } }] });
  });

  it.each([
    ['tech', []],
    ['tech', ['cars']],
    ['tech', ['tech/*']],
    ['chat/room', ['chat/roo']],
    ['news', ['*']],
    ['news', ['news']],
  ])('refuses the channel %s, in the same words, when the token covers %j', async (name, publish) => {
    const identity = aTokenIdentity({ publish, subscribe: ['*'] });

    const { result, error } = await resolver.request(aContext({ arguments: { name, message: 'hi' }, identity }));

    expect(result).toBeUndefined();
    expect(error).toBe(`Channel "${name}" is not allowed; the query "channels" lists those that are.`);
  });

  it('takes no subject from IAM', async () => {
    const identity = { accountId: '123456789012', userArn: 'arn', username: 'backend' };

    const { result } = await resolver.request(aContext({ arguments: { name: 'tech', message: 'hi' }, identity }));

    expect(result).toMatchObject({ events: [{ detail: { userId: null } }] });
  });
});

describe('response', () => {
  const stash = { message: { name: 'tech', message: 'hi', id: ULID } };

  it('answers the message that the bus took', async () => {
    const { result } = await resolver.response(
      aContext({ stash, result: { FailedEntryCount: 0, Entries: [{ EventId: '1' }] } }),
    );

    expect(result).toEqual(stash.message);
  });

  it('answers an error for an entry that the bus refused', async () => {
    const Entries = [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded.' }];

    const { result, error } = await resolver.response(aContext({ stash, result: { FailedEntryCount: 1, Entries } }));

    expect(result).toBeUndefined();
    expect(error).toBe('The event bus refused the event: ThrottlingException: Rate exceeded. Try again.');
  });

  it('answers an error when the bus could not be reached', async () => {
    const { result, error } = await resolver.response(
      aContext({ stash, result: null, error: { message: 'Timed out.', type: 'Timeout' } }),
    );

    expect(result).toBeUndefined();
    expect(error).toBe('The event bus could not be reached: Timed out. Try again.');
  });
});
