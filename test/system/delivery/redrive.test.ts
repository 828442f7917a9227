// `npm run redrive`: what could not be delivered is delivered when its reason is gone, once.
import { type RedriveOptions, redrive } from '../../../tools/redrive/redrive';
import { putEvent } from '../../support/clients/backend';
import { BareClient, bareSubscriber } from '../../support/clients/bare-client';
import { eventDoor, eventSubscriber } from '../../support/clients/event-client';
import { publish } from '../../support/clients/http-client';
import { endAll } from '../../support/endings';
import { templateOf } from '../../support/packages/templates';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import { untilQueued } from '../../support/queue';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';

let planet: TestPlanet;

afterEach(endAll);

it('delivers what a region’s own API did not get', async () => {
  await startWithout(OREGON, 'DeliverRole');
  const subscriber = await bareSubscriber(planet.api(OREGON), 'tech');
  const { id } = await publish(planet.api(OREGON), { name: 'tech', message: 'late', data: '{"a":[1,"ü"]}' });
  await untilQueued(planet, OREGON, 1);

  const { outcome, lines } = await redriven(OREGON);

  expect(outcome).toEqual({ delivered: 1, left: 0 });
  expect(lines).toEqual([`Delivered: message.published ${id} on tech, to ${OREGON}`]);
  expect(await subscriber.find((message) => message.id === id)).toMatchObject({
    message: 'late',
    data: '{"a":[1,"ü"]}',
  });
});

it('delivers in another region what did not get there, as a message of the region where it entered', async () => {
  await startWithout(OREGON, 'ReplicateRoleApSoutheast2');
  const there = await bareSubscriber(planet.api(SYDNEY), 'tech');
  const atEvents = await eventSubscriber(eventDoor(planet, SYDNEY), 'tech');
  const { id } = await publish(planet.api(OREGON), { name: 'tech', message: 'across' });
  await untilQueued(planet, OREGON, 1);

  await redriven(OREGON);

  for (const door of [there, atEvents] as const) {
    expect(await door.find((message) => message.id === id)).toMatchObject({ message: 'across', region: OREGON });
  }
  atEvents.close();
});

it('closes in another region a channel that was closed here', async () => {
  await startWithout(OREGON, 'ReplicateRoleApSoutheast2');
  const there = await BareClient.connect(planet.api(SYDNEY));
  const { id } = await there.subscribe('tech');
  await putEvent(planet, OREGON, { type: 'channel.closed', detail: { name: 'tech' }, source: 'global-pubsub.api' });
  await untilQueued(planet, OREGON, 1);

  const { outcome } = await redriven(OREGON);
  await there.frame('complete', id);

  expect(outcome).toEqual({ delivered: 1, left: 0 });
});

it('pushes nothing twice that was delivered before', async () => {
  await startWithout(OREGON, 'ReplicateRoleApSoutheast2');
  const there = await bareSubscriber(planet.api(SYDNEY), 'tech');
  const sent = { name: 'tech', message: 'once', id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
  await publish(planet.api(OREGON), sent);
  await publish(planet.api(OREGON), sent);
  await untilQueued(planet, OREGON, 2);

  await redriven(OREGON);
  const { id } = await publish(planet.api(SYDNEY), { name: 'tech', message: 'the end' });
  await there.find((message) => message.id === id);

  expect(there.messages.map(({ message }) => message)).toEqual(['once', 'the end']);
});

it('says with --dry-run what there is and why, and leaves it', async () => {
  await startWithout(OREGON, 'DeliverRole');
  const subscriber = await bareSubscriber(planet.api(OREGON), 'tech');
  const { id } = await publish(planet.api(OREGON), { name: 'tech', message: 'still there' });
  await untilQueued(planet, OREGON, 1);

  const { outcome, lines } = await redriven(OREGON, { isDryRun: true });
  const received = subscriber.messages.length;
  const { outcome: next } = await redriven(OREGON);

  expect(outcome).toEqual({ delivered: 0, left: 1 });
  expect(lines).toEqual([
    expect.stringMatching(`^Would deliver: message\\.published ${id} on tech, to ${OREGON} \\(NO_PERMISSIONS: .+\\)$`),
  ]);
  expect({ received, next }).toEqual({ received: 0, next: { delivered: 1, left: 0 } });
});

it('leaves what the API refuses, says why, and delivers the rest', async () => {
  await startWithout(OREGON, 'DeliverRole');
  await putEvent(planet, OREGON, aMessage({ name: 'news', message: 'not a channel' }));
  await putEvent(planet, OREGON, aMessage({ name: 'tech', message: 'fine' }));
  // Either door refuses the first.
  await untilQueued(planet, OREGON, 3);

  const { outcome, lines } = await redriven(OREGON);

  expect(outcome).toEqual({ delivered: 1, left: 2 });
  expect(lines).toContainEqual(
    expect.stringMatching(/^Left: message\.published .+ on news, .+\(ChannelNotAllowed: .+\)$/),
  );
});

it('has each letter of a long queue once', async () => {
  await startWithout(OREGON, 'DeliverRole');
  const messages = Array.from({ length: 25 }, (_, index) => `${index}`);
  const subscriber = await bareSubscriber(planet.api(OREGON), 'tech');
  await Promise.all(messages.map(async (message) => publish(planet.api(OREGON), { name: 'tech', message })));
  await putEvent(planet, OREGON, aMessage({ name: 'news', message: 'not a channel' }));
  await untilQueued(planet, OREGON, messages.length + 2);

  const { outcome } = await redriven(OREGON);
  for (const text of messages) await subscriber.find(({ message }) => message === text);

  expect(outcome).toEqual({ delivered: messages.length, left: 2 });
  expect(subscriber.messages.map(({ message }) => message).sort()).toEqual(messages.sort());
});

it('has nothing to do where the queue is empty', async () => {
  planet = await startTestPlanet('local');

  expect(await redriven(SYDNEY)).toEqual({ outcome: { delivered: 0, left: 0 }, lines: [] });
});

it('asks for the deployment of a stage that is not there', async () => {
  planet = await startTestPlanet('local');

  await expect(redriven(OREGON, { stage: 'prod' })).rejects.toMatchObject({
    code: 'STAGE_NOT_DEPLOYED',
    message: `${OREGON} has no queue "global-pubsub-prod-dead-letters"; deploy the stage there first.`,
  });
});

/** Starts a planet in which a role of a region permits nothing, so that each event that needs it is a dead letter: no heartbeat does. */
async function startWithout(region: string, role: string): Promise<void> {
  const templates = new Map([OREGON, SYDNEY].map((name) => [name, templateOf('local', name)]));
  const { Resources, ...template } = templates.get(region) ?? templateOf('local', region);
  const { [role]: found, Heartbeat, ...others } = Resources;
  if (!found || !Heartbeat) throw new Error(`There is no ${role} or no heartbeat.`);
  const powerless = { ...found, Properties: { ...found.Properties, Policies: [] } };
  templates.set(region, { ...template, Resources: { ...others, [role]: powerless } });
  planet = await startTestPlanet('local', { templates });
}

function aMessage(detail: object) {
  return { type: 'message.published', source: 'global-pubsub.api', detail };
}

async function redriven(region: string, overrides: Partial<RedriveOptions> = {}) {
  const lines: string[] = [];
  const { endpointUrl: endpoint, ...credentials } = planet.aws;
  const outcome = await redrive({
    ...{ stage: 'local', region, access: { endpoint, credentials }, isDryRun: false },
    print: (line) => void lines.push(line),
    ...overrides,
  });
  return { outcome, lines };
}
