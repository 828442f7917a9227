// A region dies while many are connected: the others notice nothing, its own clients are led elsewhere, and nothing is lost.
import { Amplify } from 'aws-amplify';
import { events } from 'aws-amplify/data';
import type { JsonObject } from 'local-aws';
import { eventually, pause } from '../../support/attempts';
import { putMessage } from '../../support/clients/backend';
import { BareClient, bareSubscriber, type ConnectOptions } from '../../support/clients/bare-client';
import { installBrowserGlobals, trustAuthority } from '../../support/browser/browser-globals';
import {
  eventEdge,
  type EventMessage,
  type EventSubscriber,
  eventSubscriber,
  publishEvents,
} from '../../support/clients/event-client';
import { endAll } from '../../support/endings';
import { request } from '../../support/clients/http-client';
import { Inbox, PUBLISH, type Subscriber } from '../../../local/test/support/messages';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { tokenOf } from '../../support/tokens';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';
const SECOND = 1000;
/** Milliseconds that a minute of heartbeats takes in these tests. */
const MINUTE = SECOND;
/** Milliseconds that a client waits before it tries again: real ones wait for longer, and a hundred that wait for less are a load. */
const BACK_OFF = 250;
/** Milliseconds between two messages. */
const PAUSE = 20;

const signer = aSigner();
const token = tokenOf(signer, { publish: ['*'], subscribe: ['*'] });
const shown = { Authorization: token };
let planet: TestPlanet;

afterEach(endAll);

describe('with latency routing', () => {
  beforeEach(async () => start('local'));

  it('leads the clients of a region that dies to another one, while 200 are connected', async () => {
    const oregonians = await many(100, async () => connect(planet.edge(OREGON)));
    const sydneysiders = await many(100, async () => connect(planet.edge(SYDNEY)));
    const broken: unknown[] = [];
    for (const { client } of sydneysiders) void client.closed.then((code) => broken.push(code));
    const load = publishing(planet.edge(SYDNEY));

    planet.network.takeDown(OREGON);
    await Promise.all(oregonians.map(async ({ client }) => client.closed));
    const moved = await Promise.all(oregonians.map(async () => connect(planet.edge(OREGON))));
    await landsIn(planet.edge(OREGON), SYDNEY);
    const sent = await load.stop();
    const last = await published(planet.edge(OREGON), 'the end');
    const everybody = [
      ...sydneysiders.map(({ subscriber }) => subscriber),
      ...moved.map(({ subscriber }) => subscriber),
    ];
    await Promise.all(everybody.map(async (subscriber) => subscriber.find(({ id }) => id === last.id)));

    expect(last.region).toBe(SYDNEY);
    expect(broken).toEqual([]);
    for (const { subscriber } of sydneysiders) {
      const received = subscriber.messages.map(({ id }) => id);
      expect(received.filter((id) => sent.includes(id)).sort()).toEqual([...sent].sort());
    }
    for (const { client } of [...sydneysiders, ...moved]) client.close();
  });

  it('leads its clients at the Events door there as well, Amplify’s too, while 100 are connected', async () => {
    installBrowserGlobals(planet.certificateAuthority);
    const oregonians = await many(100, async () => connectEvents(planet.edge(OREGON)));
    const sydneysider = await connectEvents(planet.edge(SYDNEY));
    const amplify = await amplifyEvents(planet.edge(OREGON));
    const load = publishing(planet.edge(SYDNEY));

    planet.network.takeDown(OREGON);
    await Promise.all(oregonians.map(async ({ closed }) => closed));
    const moved = await Promise.all(oregonians.map(async () => connectEvents(planet.edge(OREGON))));
    // It comes back by itself.
    await amplify.find(({ region }) => region === SYDNEY);
    const sent = await load.stop();
    await eventually(async () => sendEvent(planet.edge(OREGON), 'the end'), BACK_OFF);
    const ends = [...moved, sydneysider, amplify].map(async (one) => one.find(({ message }) => message === 'the end'));

    expect((await Promise.all(ends)).map(({ region }) => region)).toEqual(ends.map(() => SYDNEY));
    const heard = sydneysider.messages.map(({ id }) => id);
    expect(heard.filter((id) => sent.includes(id)).sort()).toEqual([...sent].sort());
    await events.closeAll();
    for (const subscriber of [...moved, sydneysider]) subscriber.close();
  });

  it('delivers what the bus of a dead region held as soon as it is back', async () => {
    const there = await bareSubscriber(planet.edge(SYDNEY), 'tech', options(planet.edge(SYDNEY)));
    planet.network.cut(OREGON, SYDNEY);
    const sent = ['one', 'two', 'three'];
    for (const message of sent) await putMessage(planet, planet.api(OREGON), { name: 'tech', message });

    planet.network.takeDown(OREGON);
    await published(planet.edge(SYDNEY), 'from Sydney');
    await there.find(({ message }) => message === 'from Sydney');
    const before = there.messages.length;
    planet.network.restore(OREGON);
    await Promise.all(sent.map(async (text) => there.find(({ message }) => message === text)));

    expect(before).toBe(1);
    expect(there.messages.filter(({ region }) => region === OREGON)).toHaveLength(sent.length);
    await there.close();
  });

  it('leads new clients back to the region when it has returned', async () => {
    planet.network.takeDown(OREGON);
    await landsIn(planet.edge(OREGON), SYDNEY);

    planet.network.restore(OREGON);

    await expect(landsIn(planet.edge(OREGON), OREGON)).resolves.toBeUndefined();
  });
});

describe('with failover routing', () => {
  beforeEach(async () => start('failover'));

  it('leads viewers of every edge to the first region of the list, to the next when it dies, and back', async () => {
    const [first, next] = [OREGON, SYDNEY];
    const edges = [planet.edge(OREGON), planet.edge(SYDNEY)];
    const landing = async (region: string) => Promise.all(edges.map(async (edge) => landsIn(edge, region)));
    const before = await Promise.all(edges.map(regionOf));

    planet.network.takeDown(first);
    await landing(next);
    planet.network.restore(first);
    await landing(first);

    expect(before).toEqual([first, first]);
  });
});

describe('a region that cannot be reached', () => {
  it('is left before a heartbeat is missed', async () => {
    const patient = [...templatesTrusting(signer, 'local')].map(
      ([region, template]) => [region, withPatientAlarm(template)] as const,
    );
    await open('local', new Map(patient));
    for (const region of [OREGON, SYDNEY]) await healthy(region);

    planet.network.takeDown(OREGON);

    await expect(landsIn(planet.edge(OREGON), SYDNEY)).resolves.toBeUndefined();
  });
});

describe('a region whose messages do not get through', () => {
  it('gets no viewers, though its API answers and no messages are sent', async () => {
    const templates = new Map(templatesTrusting(signer, 'local'));
    templates.set(OREGON, withBrokenDelivery(templates.get(OREGON) ?? {}));

    await open('local', templates);
    await healthy(SYDNEY);

    await expect(landsIn(planet.edge(OREGON), SYDNEY)).resolves.toBeUndefined();
    expect((await request(planet.api(OREGON), '{ region }', {}, { authorization: token })).body).toEqual({
      data: { region: OREGON },
    });
    expect(planet.frontDoor?.isHealthy(OREGON)).toBe(false);
  });
});

async function start(stage: string): Promise<void> {
  await open(stage, templatesTrusting(signer, stage));
  // A region is healthy once a first heartbeat has got through.
  for (const region of [OREGON, SYDNEY]) await healthy(region);
}

async function open(stage: string, templates: ReadonlyMap<string, JsonObject>): Promise<void> {
  planet = await startTestPlanet(stage, { templates, minute: MINUTE });
  trustAuthority(planet.certificateAuthority);
}

/** The template with a role that may not call `publishFromBus`. */
function withBrokenDelivery(template: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(template).replace('fields/publishFromBus', 'fields/nothing')) as JsonObject;
}

/** The template with an alarm that looks back for an hour and more. */
function withPatientAlarm(template: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(template).replace(/"EvaluationPeriods":\d+/, '"EvaluationPeriods":100'),
  ) as JsonObject;
}

interface Connected {
  readonly client: BareClient;
  readonly subscriber: Subscriber;
}

/** Connects as soon as the front door lets it: a handshake that fails is tried again, as every client does after a while. */
async function connect(edge: Api): Promise<Connected> {
  return eventually(async () => {
    const client = await BareClient.connect(edge, options(edge));
    return { client, subscriber: await client.subscribe('tech') };
  }, BACK_OFF);
}

/** The same at the Events door. */
async function connectEvents(edge: Api): Promise<EventSubscriber> {
  return eventually(async () => {
    const subscriber = await eventSubscriber(eventEdge(edge), 'tech', shown, shown);
    if (subscriber.answer['type'] === 'subscribe_success') return subscriber;
    throw new Error(`No subscription: ${JSON.stringify(subscriber.answer)}`);
  }, BACK_OFF);
}

/** Amplify's client of Event APIs, which listens. */
async function amplifyEvents(edge: Api): Promise<Inbox<EventMessage>> {
  const { eventUrl: endpoint, region } = eventEdge(edge);
  Amplify.configure({ API: { Events: { endpoint, region, defaultAuthMode: 'lambda' } } });
  const inbox = new Inbox<EventMessage>();
  const channel = await events.connect('/tech', { authToken: token });
  const next = ({ event }: { readonly event: EventMessage }) => inbox.push(event);
  await channel.subscribe({ next, error: () => undefined }, { authToken: token }).ready;
  return inbox;
}

/** @throws Error when it is not taken */
async function sendEvent(edge: Api, message: string): Promise<void> {
  const { status, body } = await publishEvents(eventEdge(edge), 'tech', [{ message }], shown);
  if (status !== 200) throw new Error(`publish failed: ${JSON.stringify(body)}`);
}

function options(edge: Api): ConnectOptions {
  return { authorization: { host: new URL(edge.graphqlUrl).host, Authorization: token } };
}

async function many<Item>(count: number, make: () => Promise<Item>): Promise<readonly Item[]> {
  return Promise.all(Array.from({ length: count }, make));
}

async function publish(edge: Api, message: string): Promise<{ readonly id: string; readonly region: string }> {
  const { body } = await request(edge, PUBLISH, { name: 'tech', message }, { authorization: token });
  if (body.errors) throw new Error(`publish failed: ${JSON.stringify(body.errors)}`);
  return body.data?.['publish'] as { readonly id: string; readonly region: string };
}

/** Publishes as soon as the front door lets it. */
async function published(edge: Api, message: string): Promise<{ readonly id: string; readonly region: string }> {
  return eventually(async () => publish(edge, message), BACK_OFF);
}

/** Publishes one message after another through an edge until it is stopped, so that a slow machine has fewer to deliver. */
function publishing(edge: Api) {
  const stopped = new AbortController();
  const ids: string[] = [];
  const publishAll = async () => {
    while (!stopped.signal.aborted) {
      ids.push((await published(edge, `load ${ids.length}`)).id);
      await pause(PAUSE);
    }
  };
  const done = publishAll();
  return {
    /** The ids of all that was sent. */
    stop: async () => {
      stopped.abort();
      await done;
      return ids;
    },
  };
}

/** The region that answers a viewer of an edge, as soon as one does. */
async function regionOf(edge: Api): Promise<unknown> {
  return eventually(async () => {
    const { body } = await request(edge, '{ region }', {}, { authorization: token });
    if (body.data?.['region'] === undefined) throw new Error('No region answers.');
    return body.data['region'];
  });
}

/** Asks, as viewers do, until a region answers. */
async function landsIn(edge: Api, region: string): Promise<void> {
  while ((await regionOf(edge)) !== region) await pause();
}

/** Waits until Route 53 sends viewers to a region. */
async function healthy(region: string): Promise<void> {
  while (planet.frontDoor?.isHealthy(region) !== true) await pause();
}
