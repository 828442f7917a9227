// Twenty thousand things that nobody should send: every one is answered, and refused by name.
import { EventBridgeClient, PutEventsCommand, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import fc from 'fast-check';
import { createAcm } from '../../local/src/acm/service';
import { createJavaScript } from '../../local/src/appsync/javascript/quickjs';
import { createAppSync } from '../../local/src/appsync/service';
import { createStack } from '../../local/src/cloudformation/stack';
import { AwsError, type JsonObject, PlanetNetwork, UserError } from 'local-aws';
import { resourceTypes } from 'local-aws/specification';
import { createCloudWatch } from '../../local/src/cloudwatch/service';
import { DeliveryFailure } from '../../local/src/eventbridge/delivery/delivery-failure';
import { compileEventPattern } from '../../local/src/eventbridge/patterns/event-pattern';
import { parseInput } from '../../local/src/eventbridge/inputs/input-definition';
import { createEventBridge } from '../../local/src/eventbridge/service';
import { TakenEvent } from '../../local/src/eventbridge/buses/taken-event';
import { Hosts } from '../../local/src/foundation/host-names';
import { createLambda } from '../../local/src/lambda/service';
import { createRoute53 } from '../../local/src/route53/service';
import { createS3 } from '../../local/src/s3/service';
import { createScheduler } from '../../local/src/scheduler/service';
import { createSqs } from '../../local/src/sqs/service';
import { clientConfig } from '../support/backend';
import { BareClient, bareSubscriber } from '../support/bare-client';
import { systemClock } from '../../local/src/foundation/clock';
import { recordingServices } from '../../local/test/support/cloudformation';
import { aRegion } from '../../local/test/support/region';
import { endAll, endLater } from '../support/endings';
import { anEvent } from '../../local/test/support/eventbridge';
import { post, publish } from '../support/http-client';
import {
  anyInput,
  anyJson,
  anyPattern,
  malformedBody,
  malformedFrame,
  mutated,
  spoiled,
} from '../../local/test/support/malformed';
import { PUBLISH, SUBSCRIBE } from '../../local/test/support/messages';
import { type Api, startTestPlanet, type TestPlanet } from '../support/planet';
import { artifactFolder, templateOf } from '../support/templates';

/** `FUZZ_SEED=… npx jest test/system/fuzz` repeats a run. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Things of one kind that are sent before the answers are awaited. */
const BATCH = 20;

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

/** Tries `runs` values in batches. */
async function tryAll<Value>(
  { runs, batch = BATCH }: { readonly runs: number; readonly batch?: number },
  values: fc.Arbitrary<Value>,
  attempt: (value: Value) => Promise<void> | void,
): Promise<void> {
  const batches = fc.array(values, { minLength: batch, maxLength: batch });
  const property = fc.asyncProperty(batches, async (several) => {
    await Promise.all(several.map(async (value) => attempt(value)));
  });
  await fc.assert(property, { seed: SEED, numRuns: runs / batch, endOnFailure: true });
}

/** Runs what may refuse, but only by name. */
function refusing(attempt: () => void): void {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof DeliveryFailure)) throw error;
  }
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

it('takes or refuses 4,000 event patterns', async () => {
  const event = anEvent({ detail: { a: [1, 'x', null], 'a.b': { c: [[{ d: 1 }]] } } });

  await expect(
    tryAll({ runs: 4_000 }, fc.tuple(anyPattern, anyJson), ([pattern, detail]) =>
      refusing(() => {
        const compiled = compileEventPattern(pattern);
        compiled.matches(event);
        compiled.matches({ ...event, detail });
      }),
    ),
  ).resolves.toBeUndefined();
});

it('takes or refuses 4,000 inputs of targets', async () => {
  const rule = { name: 'rule', arn: 'arn:aws:events:us-west-2:123456789012:rule/rule' };

  await expect(
    tryAll({ runs: 4_000 }, fc.tuple(anyInput, anyJson), ([target, value]) =>
      refusing(() => {
        const input = parseInput(target, 'target');
        input({ taken: new TakenEvent(anEvent({ detail: { a: value, b: '"' } }), 0, false), rule }).value();
      }),
    ),
  ).resolves.toBeUndefined();
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
  const javaScript = await createJavaScript({ clock: systemClock });
  const template = templateOf('one', api.region);
  // The first stack waits for AWS's resource schemas.
  await createOnce(template, javaScript);

  await expect(
    tryAll({ runs: 1_000, batch: 5 }, mutated(template), async (wrong) => createOnce(wrong, javaScript)),
  ).resolves.toBeUndefined();

  javaScript.dispose();
});

/** @throws what is no UserError */
async function createOnce(template: JsonObject, javaScript: Awaited<ReturnType<typeof createJavaScript>>) {
  const region = aRegion();
  const { name, clock, ids } = region;
  const { iam, cloudFront, dynamoDb } = recordingServices().services;
  const [hosts, network] = [new Hosts(), new PlanetNetwork()];
  const around = { iam, hosts, network: network.of(name), power: network.powerOf(name) };
  const acm = createAcm();
  acm.requestCertificate('one.example.com', ['*.one.example.com']);
  const sqs = createSqs(region, { iam });
  const s3 = createS3(region, around);
  const lambda = createLambda(region, { iam });
  const cloudWatch = createCloudWatch(region, { clock });
  const eventBridge = createEventBridge(region, { ...around, sqs, cloudWatch });
  const appSync = createAppSync(region, { ...around, acm, lambda, dynamoDb, eventBridge, javaScript });
  const scheduler = createScheduler(region, { iam, eventBridge, clock });
  const route53 = createRoute53({ clock, hosts, ids, alarms: () => undefined, places: () => undefined });
  const services = {
    ...{ acm, appSync, cloudFront, cloudWatch, dynamoDb, eventBridge, iam, lambda, route53, s3, scheduler, sqs },
  };
  try {
    const folder = artifactFolder('one', api.region);
    await createStack({ stackName: 'planet', template, artifactFolder: folder, region, services, resourceTypes });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  } finally {
    scheduler.stop();
    cloudWatch.stop();
    route53.stop();
    await Promise.all([appSync.stop(), eventBridge.stop(), lambda.stop(), s3.stop()]);
  }
}
