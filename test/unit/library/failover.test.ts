// Which way a client goes when one is closed, and when it goes back.
import { FRONT, OREGON, SYDNEY, told, World } from './world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

let world: World;

beforeEach(() => {
  world = new World();
});

it('goes to the regions by their own names after two failures of the front door', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  world.down.add(FRONT);

  await world.drop();
  await world.clock.pass(SECOND);

  expect(world.sockets.map(({ host }) => host)).toEqual([FRONT, FRONT, FRONT, `${OREGON}.test`]);
  expect(heard.subscription.state).toBe('live');
});

it('opens another socket when what comes over the first is not the API’s', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);

  world.open[0]?.say('<html>Sign in to the airport’s network</html>');
  await world.clock.pass(SECOND);

  expect(world.open.map(({ host }) => host)).toEqual([FRONT]);
  expect(world.sockets.length).toBeGreaterThan(1);
  expect(heard.subscription.state).toBe('live');
});

it('goes to the next region when the first one is down as well', async () => {
  told(world.client());
  await world.clock.pass(0);
  for (const host of [FRONT, `${OREGON}.test`]) world.down.add(host);

  await world.drop();
  await world.clock.pass(2 * SECOND);

  expect(world.open.map(({ host }) => host)).toEqual([`${SYDNEY}.test`]);
});

it('goes back to the front door when that answers again, and is live there before it leaves the region', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  world.down.add(FRONT);
  await world.drop();
  await world.clock.pass(SECOND);
  const states = heard.states.length;

  world.down.delete(FRONT);
  await world.clock.pass(MINUTE);

  expect(world.open.map(({ host }) => host)).toEqual([FRONT]);
  expect(heard.states).toHaveLength(states);
});

it('comes through in the end where a connection takes twenty seconds', async () => {
  world.delay = 20 * SECOND;
  const heard = told(world.client());

  await world.clock.pass(4 * MINUTE);

  expect(heard.subscription.state).toBe('live');
});

it('asks the front door ever less often whether it answers again, and no less than once a minute', async () => {
  told(world.client());
  await world.clock.pass(0);
  world.down.add(FRONT);
  await world.drop();
  await world.clock.pass(10 * MINUTE);
  const before = world.refusals.length;

  await world.clock.pass(10 * MINUTE);

  expect(before).toBeLessThanOrEqual(15);
  expect(world.refusals.slice(before)).toEqual(Array.from({ length: 10 }, () => FRONT));
});

it('waits longer and longer, and no longer than fifteen seconds', async () => {
  told(world.client());
  await world.clock.pass(0);
  for (const host of [FRONT, `${OREGON}.test`, `${SYDNEY}.test`]) world.down.add(host);
  await world.drop();
  await world.clock.pass(10 * MINUTE);
  const before = world.sockets.length;

  await world.clock.pass(10 * MINUTE);

  expect(world.sockets.length - before).toBeGreaterThanOrEqual(39);
  expect(world.sockets.length - before).toBeLessThanOrEqual(41);
});

it('replaces a socket before its 24 hours are over, and hears everything meanwhile', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const [first] = world.sockets;
  const keepAlive = async () => {
    for (const socket of world.open) socket.push({ type: 'ka' });
    await world.clock.pass(4 * MINUTE);
  };

  for (let minutes = 0; minutes < 24 * 60; minutes += 4) await keepAlive();
  await world.deliver();

  expect(first?.isOpen).toBe(false);
  expect(world.open).toHaveLength(1);
  expect(heard.states).toEqual(['catching up', 'live']);
  expect(heard.texts).toHaveLength(1);
});

it('leaves a connection that has gone silent', async () => {
  told(world.client());
  await world.clock.pass(0);
  const [first] = world.sockets;

  await world.clock.pass(6 * MINUTE);

  expect(first?.isOpen).toBe(false);
  expect(world.open).toHaveLength(1);
});

it('subscribes again with a new token before the old one ends', async () => {
  const tokens = [1, 2, 3].map((index) => jwt({ iat: 0, exp: 3600, jti: index }));
  let asked = 0;
  const token = () => tokens[(asked += 1) - 1] ?? '';
  const heard = told(world.client({ token }));
  await world.clock.pass(0);
  const authorizations: unknown[] = [];
  world.onStart = (_, authorization) => {
    authorizations.push([authorization['Authorization'], world.clock.now()]);
    return { type: 'start_ack' };
  };
  const began = world.clock.now();

  for (let minutes = 0; minutes < 60; minutes += 1) {
    for (const socket of world.open) socket.push({ type: 'ka' });
    await world.clock.pass(MINUTE);
  }

  expect(authorizations).toEqual([[tokens[1], began + 59 * MINUTE]]);
  expect(heard.states).toEqual(['catching up', 'live']);
});

it('carries up to 200 subscriptions on a socket', async () => {
  const client = world.client();
  for (let index = 0; index < 201; index += 1) client.subscribe(`channel ${index}`, { onMessage: () => undefined });

  await world.clock.pass(0);

  expect(world.open.map(({ channels }) => channels.size)).toEqual([200, 1]);
});

it('takes a channel that an operator closed for closed, and leaves it so', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const [socket] = world.open;
  const [id] = socket?.channels.keys() ?? [];

  socket?.push({ id, type: 'complete', payload: { message: 'Subscription complete.' } });
  await world.clock.pass(MINUTE);

  expect(heard.subscription.state).toBe('closed');
  expect(world.open).toEqual([]);
});

function jwt(claims: object): string {
  return `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
}

it('finds within seconds that its device has slept', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  world.clock.sleep(60 * MINUTE);
  const missed = world.remember();

  await world.clock.pass(12_000);

  expect(heard.texts).toEqual([missed.message]);
});
