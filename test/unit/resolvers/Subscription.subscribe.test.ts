import { patternTable } from '../../support/permission-table';
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

it.each(patternTable())('says of $asked where the list has $entry: $verdict', async ({ entry, asked, verdict }) => {
  const { result, error } = await resolver.request(
    aContext({ arguments: { name: asked }, env: { REGION: 'us-west-2', CHANNELS_1: entry } }),
  );

  const sentences = {
    yes: undefined,
    channel: `Channel "${asked}" is not allowed; the query "channels" lists those that are.`,
    invalid: `"${asked}" is neither the name of a channel nor a pattern: write 1 to 5 parts of 1 to 50 characters, with "/" between them; only the last one may be "*".`,
  };
  expect({ result, error }).toEqual({
    result: verdict === 'yes' ? { payload: null } : undefined,
    error: sentences[verdict],
  });
});

it.each([
  ['chat/*', 'chat/room'],
  ['chat/room', 'chat/*'],
])('lets a list with %s and a token for %s open no more than both of them do', async (entry, permitted) => {
  const ask = async (name: string) =>
    resolver.request(
      aContext({
        arguments: { name },
        identity: aTokenIdentity({ subscribe: [permitted] }),
        env: { REGION: 'us-west-2', CHANNELS_1: entry },
      }),
    );

  expect((await ask('chat/room')).error).toBeUndefined();
  expect((await ask('chat/*')).error).toBe(
    'Channel "chat/*" is not allowed; the query "channels" lists those that are.',
  );
});

it.each(['chat/*', '*'])('answers null to a subscription to %s', async (name) => {
  const { result, error } = await resolver.response(aContext({ arguments: { name } }));

  expect({ result, error }).toEqual({ result: null, error: undefined });
});
