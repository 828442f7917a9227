import { aContext, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Mutation.unsubscribeFromBus');

it('asks no data source', async () => {
  const { result, error } = await resolver.request(aContext({ arguments: { detail: { name: 'tech' } } }));

  expect(error).toBeUndefined();
  expect(result).toEqual({ payload: null });
});

it('answers the channel that it closed', async () => {
  const { result, error } = await resolver.response(aContext({ arguments: { detail: { name: 'tech' } } }));

  expect(error).toBeUndefined();
  expect(result).toEqual({ name: 'tech' });
});

it('ends with an error when the event names no channel', async () => {
  const { result, error } = await resolver.response(aContext({ arguments: {} }));

  expect(result).toBeUndefined();
  expect(error).toContain('code.js');
});
