import { aContext, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Query.channels');

it('asks no data source', async () => {
  const { result, error } = await resolver.request(aContext());

  expect(error).toBeUndefined();
  expect(result).toEqual({ payload: null });
});

it('lists the channels of every variable', async () => {
  const { result } = await resolver.response(aContext());

  expect(result).toEqual(['cars', 'robots', 'tech', 'chat/*']);
});

it('takes no other variable for channels', async () => {
  const { result } = await resolver.response(
    aContext({ env: { REGION: 'us-west-2', CHANNELS_1: 'cars', OTHER: 'x' } }),
  );

  expect(result).toEqual(['cars']);
});
