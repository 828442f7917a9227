// Twelve thousand invalid requests: each is answered, and refused by name.
import { EventBridgeClient, PutEventsCommand, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import fc from 'fast-check';
import { anEvent } from '../../../local/test/support/eventbridge';
import {
  anyJson,
  anyPattern,
  malformedBody,
  malformedFrame,
  mutated,
  SEED,
  spoiled,
  tryAll,
} from '../../../local/test/support/malformed';
import { PUBLISH, SUBSCRIBE } from '../../../local/test/support/messages';
import { StackTrials } from '../../../local/test/support/region-services';
import { clientConfig } from '../../support/clients/backend';
import { BareClient, bareSubscriber } from '../../support/clients/bare-client';
import { post, publish } from '../../support/clients/http-client';
import { endAll, endLater } from '../../support/endings';
import { artifactFolder, templateOf } from '../../support/packages/templates';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';

let planet: TestPlanet;
let api: Api;

beforeAll(async () => {
  process.stdout.write(`The seed of this run is ${SEED}.\n`);
  planet = await startTestPlanet('one');
  api = planet.api();
  endLater(expectDelivery);
});

afterAll(endAll);

/** Whatever was sent, a new subscriber hears of a new message. */
async function expectDelivery(): Promise<void> {
  const subscriber = await bareSubscriber(api, 'tech');
  const { id } = await publish(api, { name: 'tech', message: 'still here' });
  await subscriber.find((message) => message.id === id);
  await subscriber.close();
}

it('answers 5,000 malformed HTTP bodies with a GraphQL error or a result', async () => {
  await expect(
    tryAll({ runs: 5_000 }, malformedBody(PUBLISH), async (body) => {
      const answer = await post(api, body, { 'x-api-key': api.apiKey });

      if (![200, 400].includes(answer.status)) throw new Error(`Status ${answer.status}`);
      if (answer.body.errors?.some(({ errorType }) => errorType === 'InternalFailure')) throw new Error('A fault');
    }),
  ).resolves.toBeUndefined();
});

it('answers 5,000 malformed frames with frames that the protocol knows', async () => {
  const client = await BareClient.connect(api);

  await tryAll({ runs: 5_000 }, malformedFrame(SUBSCRIBE, client.authorization), (frame) => client.socket.send(frame));
  client.send({ type: 'stop', id: 'the last one' });
  await client.frame('error', 'the last one');

  const types = new Set(client.frames.items.map(({ type }) => type));
  const known = ['connection_ack', 'start_ack', 'data', 'error', 'complete', 'ka'];
  expect([...types].filter((type) => !known.includes(type))).toEqual([]);
  expect(JSON.stringify(client.frames.items)).not.toContain('InternalFailure');
  client.close();
});

it('takes or refuses 1,000 calls of SDK clients', async () => {
  const client = new EventBridgeClient({ ...clientConfig(planet, api.region), maxAttempts: 1 });
  const texts = fc.oneof(
    fc.string({ minLength: 1 }),
    spoiled(JSON.stringify(anEvent())),
    anyJson.map((value) => JSON.stringify(value)),
  );
  const calls = fc.tuple(
    texts,
    fc.oneof(
      anyPattern.map((pattern) => JSON.stringify(pattern)),
      texts,
    ),
  );

  await tryAll({ runs: 1_000 }, calls, async ([text, pattern]) => {
    const tested = client.send(new TestEventPatternCommand({ Event: text, EventPattern: pattern }));
    const entry = { Source: text, DetailType: text, Detail: pattern, Resources: [text] };
    const put = client.send(new PutEventsCommand({ Entries: [entry] }));
    const outcomes = await Promise.allSettled([tested, put]);

    for (const outcome of outcomes) if (outcome.status === 'rejected') requireNamed(outcome.reason);
  });

  expect(planet.lines.join('\n')).not.toContain('InternalFailure');
  client.destroy();
});

function requireNamed(reason: unknown): void {
  const name = reason instanceof Error ? reason.name : String(reason);
  if (name.endsWith('Exception')) return;
  throw new Error(`It was refused as ${name}.`, { cause: reason });
}

it('creates a stack of, or refuses, 1,000 mutated templates', async () => {
  const stacks = new StackTrials();
  const template = templateOf('one', api.region);
  const folder = artifactFolder('one', api.region);
  // The first stack waits for AWS's resource schemas.
  await stacks.tryToCreate(template, folder);

  await expect(
    tryAll({ runs: 1_000, batch: 5 }, mutated(template), async (wrong) => stacks.tryToCreate(wrong, folder)),
  ).resolves.toBeUndefined();
});
