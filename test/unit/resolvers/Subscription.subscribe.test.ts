import { aContext, aTokenIdentity, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Subscription.subscribe');

it('lets a client listen to an allowed channel', async () => {
  const { result, error } = await resolver.request(aContext({ arguments: { name: 'tech' } }));

  expect(error).toBeUndefined();
  expect(result).toEqual({ payload: null });
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

it('answers null, as AppSync wants it of a subscription', async () => {
  const { result, error } = await resolver.response(aContext({ arguments: { name: 'tech' } }));

  expect(error).toBeUndefined();
  expect(result).toBeNull();
});

it('lets a token listen to what it covers', async () => {
  const identity = aTokenIdentity({ subscribe: ['chat/*'] });

  const { error } = await resolver.request(aContext({ arguments: { name: 'chat/room' }, identity }));

  expect(error).toBeUndefined();
});

it('refuses, in the same words, what a token does not cover', async () => {
  const identity = aTokenIdentity({ publish: ['*'], subscribe: ['chat/*'] });

  const { result, error } = await resolver.request(aContext({ arguments: { name: 'tech' }, identity }));

  expect(result).toBeUndefined();
  expect(error).toBe('Channel "tech" is not allowed; the query "channels" lists those that are.');
});

it('answers null to a token as well', async () => {
  const identity = aTokenIdentity({ subscribe: ['tech'] });

  const { result, error } = await resolver.response(aContext({ arguments: { name: 'tech' }, identity }));

  expect(error).toBeUndefined();
  expect(result).toBeNull();
});
