// The changes of docs/RECIPES.md, made to a copy of the project, which is then started and used.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Endpoints, readEndpoints } from '../../tools/engine/endpoints-file';
import { copyProject } from '../../tools/packaging/project-copy';
import { clientConfig } from '../support/clients/backend';
import { BareClient } from '../support/clients/bare-client';
import { request } from '../support/clients/http-client';
import { endAll, endLater } from '../support/endings';
import { ROOT } from '../support/packages/templates';
import type { Api } from '../support/planet';
import { Program } from '../support/program';
import { anApi } from '../support/target';

const RECIPES = readFileSync(path.join(ROOT, 'docs/RECIPES.md'), 'utf8');
const READY = 'Ctrl-C stops all.';
/** Seconds for which SQS waits for a message. */
const WAIT = 20;

let project: string;
let endpoints: Endpoints;

beforeAll(async () => {
  project = mkdtempSync(path.join(tmpdir(), 'recipes-'));
  endLater(() => rmSync(project, { recursive: true, force: true }));
  copyProject({ root: ROOT, to: project, isKept: false, hasPage: true });
  for (const [, diff = ''] of RECIPES.matchAll(/^```diff\n([\s\S]*?)^```$/gm)) {
    await run('git', ['apply', '--whitespace=nowarn', '-'], diff);
  }
  await run(process.execPath, ['--require', 'tsx/cjs', 'tools/generate.ts']);
  await start();
  endpoints = readEndpoints(project);
});

afterAll(endAll);

it('a field of Message reaches a new region, in a new channel', async () => {
  const client = await BareClient.connect(api('eu-west-1'));
  const subscriber = await client.subscribe(
    'orders/1',
    'subscription ($name: String!) { subscribe(name: $name) { id priority } }',
  );

  const { publish } = await ask(
    'us-west-2',
    'mutation { publish(name: "orders/1", message: "hi", priority: 3) { id } }',
  );

  expect(await subscriber.find(({ id }) => id === (publish as { readonly id: string }).id)).toMatchObject({
    priority: 3,
  });
  await subscriber.close();
});

it('hooks mask a swear word, and keep a room for its members', async () => {
  const client = await BareClient.connect(api('us-west-2'));

  const { publish } = await ask('us-west-2', 'mutation { publish(name: "chat/1", message: "Heck!") { message } }');
  const id = client.start('subscription { subscribe(name: "rooms/blue") { id } }');
  const { payload } = await client.frame('error', id);
  client.close();

  expect(publish).toEqual({ message: '***!' });
  expect(payload?.errors).toMatchObject([{ errorType: 'NotAMember' }]);
});

it('a query of one’s own is answered', async () => {
  expect(await ask('eu-west-1', '{ time }')).toEqual({ time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
});

it('a rule of one’s own hears what is published in a channel', async () => {
  const sqs = new SQSClient(clientConfig(endpoints, 'us-west-2'));
  endLater(() => sqs.destroy());
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'global-pubsub-local-orders' }));

  await ask('us-west-2', 'mutation { publish(name: "tech", message: "not for it") { id } }');
  await ask('us-west-2', 'mutation { publish(name: "orders/2", message: "a rule") { id } }');
  const names: string[] = [];
  while (!names.includes('orders/2')) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: WAIT, MaxNumberOfMessages: 10 }),
    );
    names.push(...Messages.map(({ Body = '' }) => (JSON.parse(Body) as { detail: { name: string } }).detail.name));
  }

  expect(names).not.toContain('tech');
});

function api(region: string): Api {
  const { graphqlUrl = '', apiKey = '' } = endpoints.regions[region] ?? {};
  return anApi({ region, graphqlUrl, apiKey, ca: '' });
}

/** What a region answers to a holder of its key. @throws Error with what it refuses */
async function ask(region: string, query: string): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await request(api(region), query);
  if (!body.data || body.errors) throw new Error(JSON.stringify(body.errors));
  return body.data;
}

/** Starts the copy as `npm start` does, until it is ready. */
async function start(): Promise<void> {
  const program = new Program(
    spawn(process.execPath, ['--require', 'tsx/cjs', 'tools/start.ts', '--port', 'auto'], { cwd: project }),
  );
  endLater(async () => {
    program.child.kill('SIGINT');
    await program.ended;
  });
  const failed = program.ended.then(() => {
    throw new Error([...program.lines.stdout.items, ...program.lines.stderr.items].join('\n'));
  });
  await Promise.race([program.line('stdout', READY), failed]);
}

/** @throws Error with what the program says, if it fails */
async function run(program: string, args: readonly string[], input = ''): Promise<void> {
  const child = spawn(program, args, { cwd: project, stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.end(input);
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${said}`);
}
