// The library's README: its examples run.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ConnectOptions } from '../../../client/lib/src/index';
import { rest, World } from './world';

type Example = (...values: readonly unknown[]) => Promise<void>;
/** It has no name of its own. */
const AsyncFunction = (Object.getPrototypeOf(rest) as { readonly constructor: new (...code: string[]) => Example })
  .constructor;

const README = readFileSync(path.join(__dirname, '../../../client/lib/README.md'), 'utf8');
const EXAMPLES = [...README.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code.replace(/^import .*$/gm, ''));

let world: World;
let lines: unknown[][];

beforeEach(() => {
  world = new World();
  lines = [];
});

it('has three examples', () => {
  expect(EXAMPLES).toHaveLength(3);
});

it('shows how to publish and subscribe, and hears itself', async () => {
  // What it publishes may land before its subscription is live.
  world.remember(world.message({ message: 'Hello, world!' }));
  await run(0);
  await world.clock.pass(0);

  expect(lines).toEqual([['bob', 'Hello, world!']]);
  expect(world.requests.find(({ query }) => query.startsWith('mutation'))?.variables).toMatchObject({
    message: 'Hello, world!',
    data: '{"price":5}',
  });
});

it('shows how to iterate', async () => {
  world.remember(world.message({ message: 'before' }));
  void run(1);
  await world.clock.pass(0);
  await world.deliver(world.message({ message: 'now' }));

  expect(lines).toEqual([['before'], ['now']]);
});

it('shows how to use a region’s key in Node.js', async () => {
  await run(2);
  await world.clock.pass(0);
  await world.deliver(world.message({ message: 'hello' }));

  expect(lines).toEqual([['us-west-2', 'hello']]);
  expect(world.sockets[0]?.frames.at(-1)?.payload?.extensions.authorization).toMatchObject({ 'x-api-key': 'key' });
});

/** Runs an example, as far as it gets without time. */
async function run(index: number): Promise<void> {
  const given = {
    connect: ({ url, apiKey }: ConnectOptions) => world.client({ url, ...(apiKey !== undefined && { apiKey }) }),
    client: index === 1 ? world.client() : undefined,
    console: { log: (...values: unknown[]) => void lines.push(values) },
    fetchToken: () => 'token',
    ...{ apiKey: 'key', regionUrl: 'https://us-west-2.test', WebSocket: undefined },
  };
  const { client, ...others } = given;
  const names = { ...others, ...(client && { client }) };
  await new AsyncFunction(...Object.keys(names), EXAMPLES[index] ?? '')(...Object.values(names));
  await rest();
}
