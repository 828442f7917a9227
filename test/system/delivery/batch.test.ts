// Several messages in one request: each is delivered in every region, or has an error of its own.
import { ulid } from 'ulid';
import { bareSubscriber } from '../../support/clients/bare-client';
import { request } from '../../support/clients/http-client';
import { endAll } from '../../support/endings';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import { CHANNEL_TEXTS } from '../../cases/channels';
import { TEXTS } from '../../cases/texts';
import type { ReceivedMessage } from '../../../local/test/support/messages';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';
const PUBLISH_BATCH = `mutation PublishBatch($messages: [PublishInput!]!) { publishBatch(messages: $messages) {
  message { name message data id publishedAt region userId position previous } error { errorType message } } }`;
/** Bytes of all entries of a PutEvents, and what the event of a short message takes beside its text. */
const MAX_BYTES = 262_144;

interface Outcome {
  readonly message: ReceivedMessage | null;
  readonly error: { readonly errorType: string; readonly message: string } | null;
}

let planet: TestPlanet;

beforeAll(async () => {
  planet = await startTestPlanet('local');
});

afterAll(endAll);

async function published(messages: readonly object[]): Promise<readonly Outcome[]> {
  const { body } = await request(planet.api(OREGON), PUBLISH_BATCH, { messages });
  if (body.errors) throw new Error(`publishBatch failed: ${JSON.stringify(body.errors)}`);
  return body.data?.['publishBatch'] as readonly Outcome[];
}

it('delivers each message in every region, as it was answered', async () => {
  const subscribers = await Promise.all(planet.apis.map(async (api) => bareSubscriber(api, 'tech')));
  const [first, second] = [ulid(), ulid()];

  const outcomes = await published([
    { name: 'tech', message: 'one', id: first, data: '{"a":[1]}' },
    { name: 'tech', message: 'two', id: second, previous: first },
  ]);

  expect(outcomes.map(({ error }) => error)).toEqual([null, null]);
  for (const subscriber of subscribers) {
    for (const { message } of outcomes) expect(await subscriber.find(({ id }) => id === message?.id)).toEqual(message);
    await subscriber.close();
  }
});

it('carries any text unchanged', async () => {
  const texts = TEXTS.map(([, text]) => text)
    .filter((text) => text.length < 1000)
    .slice(0, 10);
  const there = await bareSubscriber(planet.api(SYDNEY), 'tech');

  const outcomes = await published(texts.map((message) => ({ name: 'tech', message })));

  for (const [index, { message }] of outcomes.entries())
    expect(await there.find(({ id }) => id === message?.id)).toMatchObject({ message: texts[index] });
  await there.close();
});

it('delivers the others when one is refused', async () => {
  const there = await bareSubscriber(planet.api(SYDNEY), 'tech');

  const outcomes = await published([
    { name: 'tech', message: 'x'.repeat(240_001) },
    { name: 'tech', message: 'good' },
    { name: 'nowhere', message: 'bad' },
  ]);

  expect(outcomes.map(({ error }) => error?.errorType)).toEqual(['MessageTooLarge', undefined, 'ChannelNotAllowed']);
  expect(await there.find(({ message }) => message === 'good')).toMatchObject({ id: outcomes[1]?.message?.id });
  expect(there.messages.map(({ message }) => message)).toEqual(['good']);
  await there.close();
});

it('refuses, from the first one on that has no room, what does not fit into one call', async () => {
  const long = (message: string) => ({ name: 'tech', message: message.padEnd(100_000, '.') });
  const there = await bareSubscriber(planet.api(SYDNEY), 'tech');

  const outcomes = await published([long('one'), long('two'), long('three'), { name: 'tech', message: 'short' }]);
  const [again] = await published([long('three')]);

  expect(outcomes.map(({ error }) => error?.errorType)).toEqual([
    ...[undefined, undefined],
    ...['BatchTooLarge', 'BatchTooLarge'],
  ]);
  expect(await there.find(({ id }) => id === again?.message?.id)).toMatchObject({ message: long('three').message });
  await there.close();
});

it('fills one call to the last byte', async () => {
  const empty = { name: 'tech', message: '', id: ulid() };
  const [probe] = await published([empty]);
  // What is not in the event.
  const detail = { ...probe?.message, region: undefined, previous: undefined };
  const overhead = 'global-pubsub.api'.length + 'message.published'.length + JSON.stringify(detail).length;
  const half = MAX_BYTES / 2 - overhead;
  const ofLength = (length: number) => ({
    name: 'tech',
    message: 'é'.repeat(Math.floor(length / 2)).padEnd(Math.ceil(length / 2), 'x'),
  });

  const fits = await published([ofLength(half), ofLength(half)]);
  const tooLong = await published([ofLength(half), ofLength(half + 2)]);

  expect(fits.map(({ error }) => error)).toEqual([null, null]);
  expect(tooLong.map(({ error }) => error?.errorType)).toEqual([undefined, 'BatchTooLarge']);
});

it.each([0, 11])('refuses a request with %d messages', async (count) => {
  const messages = Array.from({ length: count }, () => ({ name: 'tech', message: 'hi' }));

  const { body } = await request(planet.api(OREGON), PUBLISH_BATCH, { messages });

  expect(body).toMatchObject({ data: { publishBatch: null }, errors: [{ errorType: 'InvalidBatch' }] });
});

it('says of each text what it is', async () => {
  for (let first = 0; first < CHANNEL_TEXTS.length; first += 10) {
    const texts = CHANNEL_TEXTS.slice(first, first + 10);

    const outcomes = await published(texts.map(([name]) => ({ name, message: 'hi' })));

    expect(outcomes.map(({ error }) => error?.errorType)).toEqual(
      texts.map(([, kind]) => (kind === 'name' ? 'ChannelNotAllowed' : 'InvalidChannel')),
    );
  }
});
