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
