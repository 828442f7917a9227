import { aContext, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Mutation.unsubscribe');

it('puts the closing of the channel on the bus', async () => {
  const { result } = await resolver.request(aContext({ arguments: { name: 'tech' } }));

  expect(result).toEqual({
    operation: 'PutEvents',
    events: [{ source: 'global-pubsub.api', detailType: 'channel.closed', detail: { name: 'tech' } }],
  });
});

it('refuses a channel that is not allowed', async () => {
  const { result, error } = await resolver.request(aContext({ arguments: { name: 'news' } }));

  expect(result).toBeUndefined();
  expect(error).toBe('Channel "news" is not allowed; the query "channels" lists those that are.');
});

it('refuses the channel of the heartbeats, whatever the list says', async () => {
  const { result, error } = await resolver.request(
    aContext({ arguments: { name: '$heartbeat' }, env: { REGION: 'us-west-2', CHANNELS_1: '*' } }),
  );

  expect(result).toBeUndefined();
  expect(error).toBe('Channel "$heartbeat" is not allowed; the query "channels" lists those that are.');
});

it('answers the channel once the bus took the event', async () => {
  const { result } = await resolver.response(
    aContext({ arguments: { name: 'tech' }, result: { FailedEntryCount: 0, Entries: [{ EventId: '1' }] } }),
  );

  expect(result).toEqual({ name: 'tech' });
});

it('answers an error for an event that the bus refused', async () => {
  const Entries = [{ ErrorCode: 'InternalFailure', ErrorMessage: 'Sorry.' }];

  const { error } = await resolver.response(
    aContext({ arguments: { name: 'tech' }, result: { FailedEntryCount: 1, Entries } }),
  );

  expect(error).toBe('The event bus refused the event: InternalFailure: Sorry. Try again.');
});

it.each(['chat/*', 'chat/room/*', '*'])(
  'closes %s, which the list covers, or which covers a part of the list',
  async (name) => {
    const { result } = await resolver.request(aContext({ arguments: { name } }));

    expect(result).toMatchObject({ events: [{ detail: { name } }] });
  },
);

it('refuses a pattern below which the list has nothing', async () => {
  const { error } = await resolver.request(aContext({ arguments: { name: 'news/*' } }));

  expect(error).toBe('Channel "news/*" is not allowed; the query "channels" lists those that are.');
});

it('refuses what is neither a channel nor a pattern', async () => {
  const { error } = await resolver.request(aContext({ arguments: { name: 'chat/*/room' } }));

  expect(error).toMatch(/^"chat\/\*\/room" is neither the name of a channel nor a pattern: /);
});
