// How an event reaches its subscribers: by one payload, whatever they subscribed to.
import { broadcast, listenerOf } from '../../../src/appsync/events/broadcast';
import { channelOf, subscribedOf } from '../../../src/appsync/events/channel';
import { Subscriptions } from '../../../src/appsync/realtime/subscriptions';

/** Subscriptions, and what is delivered to each, by what it subscribed to. */
function subscriptionsTo(...channels: readonly string[]) {
  const delivered: { readonly to: string; readonly payload: Buffer }[] = [];
  const subscriptions = new Subscriptions((error) => {
    throw error;
  });
  for (const to of channels) {
    const deliver = (payload: Buffer) => void delivered.push({ to, payload });
    subscriptions.add(listenerOf(subscribedOf(to)), { deliver, invalidated: () => undefined });
  }
  return { subscriptions, delivered };
}

test('every subscriber gets the same bytes', () => {
  const { subscriptions, delivered } = subscriptionsTo('/news/a/b', '/news/a/b', '/news/*', '/news/a/*');

  broadcast(subscriptions, channelOf('/news/a/b'), '{"a":1}');

  expect(delivered.map(({ to }) => to).sort()).toEqual(['/news/*', '/news/a/*', '/news/a/b', '/news/a/b']);
  expect(new Set(delivered.map(({ payload }) => payload)).size).toBe(1);
  expect(delivered[0]?.payload.toString()).toBe('"{\\"a\\":1}"');
});

test('others are not asked', () => {
  const { subscriptions, delivered } = subscriptionsTo('/news', '/news/a', '/news/b/*', '/other/*', '/news/a/b/*');

  broadcast(subscriptions, channelOf('/news/a/b'), '1');

  expect(delivered).toEqual([]);
});
