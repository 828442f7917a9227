import type { JsonObject } from 'local-aws';
import { aContext, type Evaluated, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Mutation.admitFromBus');
const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const BEFORE = '01ARZ3NDEKTSV4RRFFQ69G5FAT';
const EVENT_ID = '0ad5bcbb-2ddb-44d7-a9e4-d83f4ec5b4cd';
const event = { id: EVENT_ID, source: 'shop.orders', region: 'us-west-2', time: '2026-01-01T00:00:00Z' };

/** What becomes of a backend's message. */
async function admitted(detail: JsonObject = {}, from: JsonObject = event): Promise<Evaluated> {
  return resolver.request(aContext({ arguments: { event: from, detail: { name: 'tech', message: 'hi', ...detail } } }));
}

it('puts the message on the bus as one of ours, with the id of the event, and says by whom it came', async () => {
  const { result } = await admitted();

  expect(result).toEqual({
    operation: 'PutEvents',
    events: [
      {
        source: 'global-pubsub.api',
        detailType: 'message.published',
        detail: {
          name: 'tech',
          message: 'hi',
          data: null,
          id: EVENT_ID,
          publishedAt: '2026-01-01T00:00:00.000Z',
          userId: null,
          position: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
          backend: 'shop.orders',
        },
      },
    ],
  });
});

it('takes what a backend may say, in capitals, in UTC and as JSON text', async () => {
  const { result } = await admitted({
    data: { a: [1] },
    id: ULID.toLowerCase(),
    previous: BEFORE.toLowerCase(),
    publishedAt: '2026-01-01T10:00:00+10:00',
  });

  const detail = { data: '{"a":[1]}', id: ULID, previous: BEFORE, publishedAt: '2026-01-01T00:00:00.000Z' };
  expect(result).toMatchObject({ events: [{ detail }] });
});

it.each([
  ['userId', 'ana', null],
  ['position', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ', expect.stringMatching(/^[^7]/)],
  ['backend', 'shop.payments', 'shop.orders'],
])('does not take the %s that a backend claims', async (member, claimed, given) => {
  const { result } = await admitted({ [member]: claimed });

  expect(result).toMatchObject({ events: [{ detail: { [member]: given as unknown } }] });
});

it.each([
  ['a channel that is not allowed', { name: 'news' }, 'Channel "news" is not allowed'],
  ['the channel of the heartbeats', { name: '$heartbeat' }, 'Channel "$heartbeat" is not allowed'],
  ['an id that is not a ULID', { id: EVENT_ID }, 'is not a ULID'],
  ['a previous id that is not a ULID', { previous: EVENT_ID }, 'is not a ULID'],
  ['its own id for the previous one', { id: ULID, previous: ULID }, 'cannot be its own previous one'],
])('refuses a message with %s', async (_, detail, sentence) => {
  const { result, error } = await admitted(detail);

  expect(result).toBeUndefined();
  expect(error).toContain(sentence);
});

it('refuses an event whose id no message can have', async () => {
  const { result, error } = await admitted({}, { ...event, id: 'order 1' });

  expect(result).toBeUndefined();
  expect(error).toContain('is not a ULID');
});

it('answers the message that the bus took', async () => {
  const { stash } = await admitted({ data: { a: 1 } });

  const { result } = await resolver.response(aContext({ stash, result: { FailedEntryCount: 0, Entries: [{}] } }));

  expect(result).toMatchObject({ name: 'tech', id: EVENT_ID, region: 'us-west-2', data: { a: 1 } });
});

it('answers an error for a message that the bus refused', async () => {
  const Entries = [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded.' }];

  const { error } = await resolver.response(aContext({ result: { FailedEntryCount: 1, Entries } }));

  expect(error).toBe('The event bus refused the event: ThrottlingException: Rate exceeded. Try again.');
});
