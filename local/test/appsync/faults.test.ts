// What a region that is down, or slow, does to the clients of its API.
import type { JsonObject } from '../../src/foundation/json';
import { PlanetNetwork } from '../../src/foundation/network';
import {
  aNeighbourhood,
  connect,
  keyOf,
  open,
  post,
  type RealtimeClient,
  startApi,
  type StartedApi,
  stopApi,
} from '../support/appsync';
import type { FakeClock } from '../support/clock';
import { Inbox } from '../support/messages';

const REGION = 'us-west-2';
/** Milliseconds by which the region is slow; nothing else takes as long. */
const DELAY = 123;
const SCHEMA = `
  type Query { hello: String }
  type Mutation { tell(text: String!): String }
  type Subscription { told: String @aws_subscribe(mutations: ["tell"]) }
`;

let network: PlanetNetwork;
let started: StartedApi;
/** How long each thing takes that is on a slow way, milliseconds. */
let waits: Inbox<number>;
let seen: number;

beforeEach(async () => {
  const region = aNeighbourhood();
  const { clock } = region;
  waits = new Inbox();
  seen = 0;
  const after: FakeClock['after'] = (delay, task) => {
    const cancel = clock.after(delay, task);
    if (delay % DELAY === 0) waits.push(delay);
    return cancel;
  };
  Object.assign(region, { clock: { ...clock, after } });
  network = new PlanetNetwork(region.clock);
  Object.assign(region, { network: network.of(REGION), power: network.powerOf(REGION) });
  const resolvers = {
    'Query.hello': { response: () => 'hi' },
    'Mutation.tell': { response: ({ args }: JsonObject) => (args as JsonObject)['text'] ?? null },
    'Subscription.told': { response: () => null },
  };
  started = await startApi({ schema: SCHEMA, resolvers, region });
});

afterEach(async () => stopApi(started));

describe('a region that is down', () => {
  it('refuses connections', async () => {
    network.takeDown(REGION);

    await expect(post(started, { query: '{ hello }' })).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  it('drops the WebSockets of its clients', async () => {
    const client = await subscriber();

    network.takeDown(REGION);

    await expect(client.closed()).resolves.toBeUndefined();
  });

  it('answers again when it is up again, at the same address', async () => {
    network.takeDown(REGION);
    network.restore(REGION);

    expect(await eventually(async () => post(started, { query: '{ hello }' }))).toMatchObject({
      body: { data: { hello: 'hi' } },
    });
  });

  it('leaves no subscription behind', async () => {
    const before = await subscriber();
    network.takeDown(REGION);
    await before.closed();
    network.restore(REGION);

    const after = await eventually(subscriber);
    await post(started, { query: 'mutation { tell(text: "one") }' });

    expect(await after.next()).toMatchObject({ payload: { data: { told: 'one' } } });
  });
});

describe('a region that is slow', () => {
  it('takes the delay twice for an answer', async () => {
    network.slowDown(REGION, DELAY);

    const answer = await afterWays(2, post(started, { query: '{ hello }' }));

    expect(answer.body).toEqual({ data: { hello: 'hi' } });
  });

  it('takes the delay twice for the handshake of a WebSocket', async () => {
    network.slowDown(REGION, DELAY);

    const client = await afterWays(1, open(started), 2 * DELAY);

    expect(client.socket.readyState).toBe(client.socket.OPEN);
    client.socket.terminate();
  });

  it('takes the delay each way for a frame', async () => {
    const client = await open(started);
    network.slowDown(REGION, DELAY);

    const ack = await afterWays(2, client.init());

    expect(ack).toMatchObject({ type: 'connection_ack' });
    client.socket.terminate();
  });

  it('keeps the order of messages when it becomes faster', async () => {
    const client = await subscriber();
    network.slowDown(REGION, DELAY);
    // The request's way in; then the message and the answer are on their way out.
    const slow = post(started, { query: 'mutation { tell(text: "slow") }' });
    await way();
    await nextWait(2);
    network.slowDown(REGION, 0);
    await post(started, { query: 'mutation { tell(text: "fast") }' });

    await started.region.clock.advance(DELAY);
    const frames = [await client.next(), await client.next()];
    await slow;

    expect(frames).toMatchObject(['slow', 'fast'].map((told) => ({ payload: { data: { told } } })));
    client.socket.terminate();
  });

  it('has no delay left when it is restored', async () => {
    network.slowDown(REGION, DELAY);
    network.restore(REGION);

    expect((await post(started, { query: '{ hello }' })).status).toBe(200);
  });
});

async function subscriber(): Promise<RealtimeClient> {
  const client = await connect(started);
  await client.start('1', { query: 'subscription { told }' }, keyOf(started));
  return client;
}

/** Waits until so many more things are on a slow way. */
async function nextWait(count = 1): Promise<void> {
  seen += count;
  await waits.find(() => waits.items.length >= seen);
}

/** Lets the next thing that sets out arrive, and not a moment earlier. @param delay milliseconds */
async function way(delay = DELAY): Promise<void> {
  await nextWait();
  await started.region.clock.advance(delay);
}

/** What happens when so many things have arrived one after the other, and not before. */
async function afterWays<Result>(count: number, happening: Promise<Result>, delay = DELAY): Promise<Result> {
  for (let number = 0; number < count; number += 1) await way(delay);
  expect(waits.items).toEqual(Array.from({ length: count }, () => delay));
  return happening;
}

/** Tries again until it works, as clients do. */
async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
