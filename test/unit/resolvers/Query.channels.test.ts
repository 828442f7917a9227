import { aContext, aTokenIdentity, resolverUnderTest } from '../../support/resolver';

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

it.each([
  [{}, []],
  [{ subscribe: ['*'] }, ['cars', 'robots', 'tech', 'chat/*']],
  [{ publish: ['tech'], subscribe: ['chat/room', 'news'] }, ['tech', 'chat/room']],
  [{ publish: ['chat/*'], subscribe: ['chat/*'] }, ['chat/*']],
])('lists, for a token with %j, what it may use: %j', async (permissions, channels) => {
  const { result } = await resolver.response(aContext({ identity: aTokenIdentity(permissions) }));

  expect(result).toEqual(channels);
});

it('does not list the channel of the heartbeats, even to a token with it', async () => {
  const { result } = await resolver.response(
    aContext({
      env: { REGION: 'us-west-2', CHANNELS_1: '*' },
      identity: aTokenIdentity({ subscribe: ['$heartbeat', 'tech'] }),
    }),
  );

  expect(result).toEqual(['tech']);
});
