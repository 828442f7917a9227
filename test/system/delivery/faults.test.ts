// What can go wrong with a region, and what its clients and the other regions notice of it.
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { eventually } from '../../support/attempts';
import { clientConfig, putMessage } from '../../support/clients/backend';
import { BareClient, bareSubscriber } from '../../support/clients/bare-client';
import { endAll } from '../../support/endings';
import { publish, request } from '../../support/clients/http-client';
import { startTestPlanet, type TestPlanet } from '../../support/planet';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';
const IRELAND = 'eu-west-1';

let planet: TestPlanet;

afterEach(endAll);

describe('a region that is down', () => {
  beforeEach(async () => {
    planet = await startTestPlanet('local');
  });

  it('refuses connections and drops those that it has, while the others go on', async () => {
    const here = await BareClient.connect(planet.api(OREGON));
    const there = await bareSubscriber(planet.api(SYDNEY), 'tech');

    planet.network.takeDown(OREGON);
    await here.closed;
    const refused = request(planet.api(OREGON), '{ region }');
    await publish(planet.api(SYDNEY), { name: 'tech', message: 'still here' });

    await expect(refused).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await expect(there.find(({ message }) => message === 'still here')).resolves.toMatchObject({ region: SYDNEY });
    await there.close();
  });

  it('answers no SDK client, while the others do', async () => {
    planet.network.takeDown(OREGON);

    const refused = putMessage(planet, planet.api(OREGON), { name: 'tech', message: 'hi' });

    await expect(refused).rejects.toThrow('socket hang up');
    await expect(putMessage(planet, planet.api(SYDNEY), { name: 'tech', message: 'hi' })).resolves.toBeUndefined();
  });

  it('drops the call of an SDK client that waits', async () => {
    const client = new SQSClient({ ...clientConfig(planet, OREGON), maxAttempts: 1 });
    const QueueUrl = planet.regions.get(OREGON)?.stack.outputs['DeadLetterQueueUrl'];
    const waiting = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await client.send(new ReceiveMessageCommand({ QueueUrl }));

    planet.network.takeDown(OREGON);

    await expect(waiting).rejects.toThrow('socket hang up');
    client.destroy();
  });

  it('is at its old addresses when it is back, and its clients get what is published from then on', async () => {
    planet.network.takeDown(OREGON);
    planet.network.restore(OREGON);

    const here = await eventually(async () => bareSubscriber(planet.api(OREGON), 'tech'));
    await publish(planet.api(SYDNEY), { name: 'tech', message: 'welcome back' });

    await expect(here.find(({ message }) => message === 'welcome back')).resolves.toMatchObject({ region: SYDNEY });
    await here.close();
  });

  it('delivers to its clients, when they are back, what others published meanwhile', async () => {
    planet.network.takeDown(OREGON);
    const { id } = await publish(planet.api(SYDNEY), { name: 'tech', message: 'while you were away' });
    planet.network.restore(OREGON);
    // What waits is to arrive when somebody listens, and not before.
    planet.network.cut(OREGON, SYDNEY);

    const here = await eventually(async () => bareSubscriber(planet.api(OREGON), 'tech'));
    planet.network.heal(OREGON, SYDNEY);

    await expect(here.find((message) => message.id === id)).resolves.toMatchObject({ region: SYDNEY });
    await here.close();
  });
});

describe('a region that is slow', () => {
  /** Milliseconds: so long that each message is still on its way when the next one is sent. */
  const DELAY = 400;
  /** Longer than any test: what is as slow has no answer. */
  const SLOWEST = 3_600_000;

  beforeEach(async () => {
    planet = await startTestPlanet('local');
  });

  it('answers after the others, which are as fast as before', async () => {
    planet.network.slowDown(OREGON, SLOWEST);
    const answered: string[] = [];
    const asking = ask(OREGON).then(
      () => answered.push(OREGON),
      () => undefined,
    );

    await ask(SYDNEY);
    await publish(planet.api(SYDNEY), { name: 'tech', message: 'no slower' });

    expect(answered).toEqual([]);
    planet.network.takeDown(OREGON);
    await asking;
  });

  it('delivers in the order in which it delivered when it was fast', async () => {
    const here = await bareSubscriber(planet.api(OREGON), 'tech');
    planet.network.slowDown(OREGON, DELAY);

    const sent = ['one', 'two', 'three'];
    for (const message of sent) await publish(planet.api(OREGON), { name: 'tech', message });
    planet.network.restore(OREGON);
    await publish(planet.api(OREGON), { name: 'tech', message: 'four' });
    await here.find(({ message }) => message === 'four');

    expect(here.messages.map(({ message }) => message)).toEqual([...sent, 'four']);
    await here.close();
  });
});

it('a split cuts the way between two regions, and no other', async () => {
  planet = await startTestPlanet('five');
  const everywhere = [OREGON, SYDNEY, IRELAND];
  const [oregon, sydney, ireland] = await Promise.all(
    everywhere.map(async (region) => bareSubscriber(planet.api(region), 'tech')),
  );
  planet.network.cut(OREGON, SYDNEY);

  for (const region of everywhere) await publish(planet.api(region), { name: 'tech', message: region });
  for (const region of everywhere) await ireland?.find(({ message }) => message === region);
  for (const subscriber of [oregon, sydney]) await subscriber?.find(({ message }) => message === IRELAND);
  const whileSplit = [oregon, sydney].map((subscriber) => subscriber?.messages.map(({ message }) => message).sort());
  planet.network.heal(OREGON, SYDNEY);
  await oregon?.find(({ message }) => message === SYDNEY);
  await sydney?.find(({ message }) => message === OREGON);

  expect(whileSplit).toEqual([
    [IRELAND, OREGON],
    [SYDNEY, IRELAND],
  ]);
  for (const subscriber of [oregon, sydney, ireland]) await subscriber?.close();
});

async function ask(region: string): Promise<void> {
  await request(planet.api(region), '{ region }');
}
