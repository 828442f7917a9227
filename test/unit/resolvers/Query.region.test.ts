import { aContext, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Query.region');

it('asks no data source', async () => {
  const { result, error } = await resolver.request(aContext());

  expect(error).toBeUndefined();
  expect(result).toEqual({ payload: null });
});

it('names the region', async () => {
  const { result } = await resolver.response(aContext({ env: { REGION: 'eu-west-1', CHANNELS_1: 'cars' } }));

  expect(result).toBe('eu-west-1');
});
