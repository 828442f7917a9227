// What a message costs the engine, in counts: they are the same on every machine, so no noise hides what is added.
import { endAll, endLater } from '../../support/endings';
import { bareSubscriber } from '../../support/clients/bare-client';
import { publish } from '../../support/clients/http-client';
import type { Subscriber } from '../../../local/test/support/messages';
import { workOf, type Work } from '../../../local/test/support/work';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';

const FEW = 1;
const MANY = 21;
/** The two handlers of `publish`, and those of `publishFromBus`. */
const EVALUATIONS = 4;
/** The payload, and the answer. */
const SERIALISATIONS = 2;
/** The request. */
const PARSES = 1;
/** Bytes of a frame besides the message that was published. */
const FRAME = 512;
const SHORT = 'x'.repeat(256);
const LONG = 'x'.repeat(100_000);
/** Milliseconds. */
const DAY = 86_400_000;

let planet: TestPlanet;
const subscribers: Subscriber[] = [];

beforeAll(async () => {
  // Nothing but messages: no heartbeat of a minute.
  planet = await startTestPlanet('one', { minute: DAY });
  await subscribe(FEW);
});

afterAll(endAll);

it('runs each handler once', async () => {
  const { evaluations } = await workFor(SHORT);

  expect(evaluations).toBe(EVALUATIONS);
});

it('writes and parses JSON only where it comes from text or becomes text', async () => {
  const { serialisations, parses } = await workFor(SHORT);

  expect({ serialisations, parses }).toEqual({ serialisations: SERIALISATIONS, parses: PARSES });
});

describe('with many subscribers', () => {
  let few: Work;

  beforeAll(async () => {
    few = await workFor(SHORT);
    await subscribe(MANY - FEW);
  });

  it('evaluates, writes, parses and encodes no more', async () => {
    const { evaluations, serialisations, parses, encoded } = await workFor(SHORT);

    expect({ evaluations, serialisations, parses, encoded }).toEqual({
      evaluations: few.evaluations,
      serialisations: few.serialisations,
      parses: few.parses,
      encoded: few.encoded,
    });
  });

  it('writes once to each', async () => {
    const { writes } = await workFor(SHORT);

    expect(writes - few.writes).toBe(MANY - FEW);
  });

  it('copies no more than a short frame for each', async () => {
    const { copied } = await workFor(SHORT);

    expect(copied).toBeLessThanOrEqual(MANY * (SHORT.length + FRAME));
  });

  it('copies nothing of a long message', async () => {
    const { copied } = await workFor(LONG);

    expect(copied).toBeLessThanOrEqual(MANY * FRAME);
  });
});

describe('through the front door', () => {
  const CHANNEL = 'music';
  const viewers: Subscriber[] = [];

  beforeAll(async () => {
    const edge = { ...planet.edge(), apiKey: planet.api().apiKey };
    for (let index = 0; index < MANY; index += 1) {
      const viewer = await bareSubscriber(edge, CHANNEL);
      endLater(async () => viewer.close());
      viewers.push(viewer);
    }
    await publishTo(viewers, CHANNEL, 'the first');
  });

  it('writes once to each viewer', async () => {
    const { writes } = await workOf(portOf(planet.edge()), async () => publishTo(viewers, CHANNEL, SHORT));

    expect(writes).toBe(MANY);
  });

  it('passes nothing over a network on the way to its edge', async () => {
    const { writes } = await workOf(portOf(planet.api()), async () => publishTo(viewers, CHANNEL, SHORT));

    // To the publisher.
    expect(writes).toBe(1);
  });
});

async function subscribe(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const subscriber = await bareSubscriber(planet.api(), 'tech');
    endLater(async () => subscriber.close());
    subscribers.push(subscriber);
  }
}

/** What a message costs once everything is compiled and every socket is quiet. */
async function workFor(message: string): Promise<Work> {
  await send('the first');
  return workOf(portOf(planet.api()), async () => send(message));
}

async function send(message: string): Promise<void> {
  await publishTo(subscribers, 'tech', message);
}

/** Publishes a message, and waits until all subscribers have it. */
async function publishTo(everybody: readonly Subscriber[], name: string, message: string): Promise<void> {
  const { id } = await publish(planet.api(), { name, message });
  await Promise.all(everybody.map(async (subscriber) => subscriber.find((each) => each.id === id)));
}

function portOf({ graphqlUrl }: Api): number {
  return Number(new URL(graphqlUrl).port);
}
