import { aContext, resolverUnderTest } from '../../support/resolver';

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

it('answers null, as AppSync wants it of a subscription', async () => {
  const { result, error } = await resolver.response(aContext({ arguments: { name: 'tech' } }));

  expect(error).toBeUndefined();
  expect(result).toBeNull();
});
