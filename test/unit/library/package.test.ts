// What is published: what a program has to load, and that it does what its source does.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { bundle } from '../../../client/lib/bundle';
import type * as library from '../../../client/lib/src/index';
import { endLater } from '../../support/endings';
import { FRONT, OREGON, told, World } from './world';

/** Bytes, minified and compressed. */
const MOST = 7936;
const MINUTE = 60_000;

const code = bundle();
const built = load(code);
let world: World;

beforeEach(() => {
  world = new World();
  world.connect = built.connect;
});

it('is small', () => {
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(MOST);
});

it('hands over what comes live, and what was missed, in its publisher’s order', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const first = await world.deliver();
  await world.drop();
  const missed = world.remember(world.message({ previous: first.id }));
  await world.clock.pass(MINUTE);
  const absent = world.message();
  await world.clock.pass(1);

  const last = await world.deliver(world.message({ previous: absent.id, data: '{"price":5}' }));
  await world.clock.pass(MINUTE);

  expect(heard.all).toEqual([
    ...[first, missed].map(({ message }) => message),
    { channel: 'tech', reason: 'MessageMissing', id: absent.id, userId: 'bob' },
    last.message,
  ]);
  expect(heard.states).toEqual(['catching up', 'live', 'connecting', 'offline', 'connecting', 'catching up', 'live']);
});

it('hands over the fields of messages to an iterator', async () => {
  const message = world.remember(world.message({ data: '{"price":5}' }));
  const client = world.client();
  const messages = client.subscribe('tech', { from: { last: 20 } });
  const next = messages[Symbol.asyncIterator]().next();
  await world.clock.pass(0);

  expect(await next).toEqual({ done: false, value: { ...message, data: { price: 5 } } });
  client.close();
  expect([client.state, messages.state, messages.channel, messages.reason]).toEqual([
    ...['closed', 'closed', 'tech'],
    undefined,
  ]);
});

it('publishes through a region when the front door is down, and goes back to it', async () => {
  const client = world.client();
  const hosts: string[] = [];
  client.on('connection', (host) => hosts.push(host));
  told(client);
  await world.clock.pass(0);
  world.down.add(FRONT);
  await world.drop();
  const outcome = client.publish('tech', { message: 'hello', data: { price: 5 } });
  await world.clock.pass(MINUTE);
  world.down.clear();
  await world.clock.pass(MINUTE);

  expect(await outcome).toMatchObject({ region: OREGON });
  expect(world.requests.find(({ query }) => query.startsWith('mutation'))?.variables).toMatchObject({
    ...{ name: 'tech', message: 'hello', data: '{"price":5}' },
  });
  expect(hosts).toEqual([FRONT, `${OREGON}.test`, FRONT]);
});

it('throws errors of its own', async () => {
  world.answers = () => ({ errors: [{ errorType: 'UnauthorizedException', message: 'No.' }] });
  const outcome = world.client().publish('tech', { message: 'hello' });
  const error = await outcome.catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(built.PublishError);
  expect(error).toBeInstanceOf(built.PubSubError);
  expect(error).toMatchObject({ name: 'PublishError', code: 'Unauthorized', message: 'No.', mayArrive: false });
});

it('takes settings of the front door', async () => {
  const fetch = jest.fn(async () =>
    Promise.resolve(new Response(JSON.stringify({ regions: [{ name: OREGON }], history: { hours: 2 } }))),
  );
  world.client({ regions: undefined, fetch } as never).subscribe('tech');
  await world.clock.pass(0);

  expect(fetch.mock.calls[0]).toEqual([`https://${FRONT}/config.json`, expect.anything()]);
  expect(fetch.mock.calls[1]).toEqual([
    `https://${FRONT}/graphql`,
    expect.objectContaining({ body: expect.stringContaining(OREGON) }),
  ]);
});

/** Loads an ES module, as one of CommonJS. */
function load(text: string): typeof library {
  const folder = mkdtempSync(path.join(tmpdir(), 'built-library-'));
  endLater(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'index.cjs');
  writeFileSync(file, transformSync(text, { format: 'cjs' }).code);
  return createRequire(file)(file) as typeof library;
}
