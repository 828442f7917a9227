// The life of a stage, by the framework's own commands against an account that was empty.
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Inventory } from '../../../local/test/support/inventory';
import { PUBLISH, type Subscriber } from '../../../local/test/support/messages';
import { deploymentOf } from '../../../tools/deployment/steps';
import { keptTokenKey } from '../../../tools/tokens/token-key';
import { startTestAccount, type TestAccount } from '../../support/account';
import { BareClient } from '../../support/clients/bare-client';
import { request } from '../../support/clients/http-client';
import { endAll } from '../../support/endings';
import { tokenOf } from '../../support/tokens';

const [OREGON, SYDNEY, EDGE] = ['us-west-2', 'ap-southeast-2', 'us-east-1'] as const;
const REGIONS = [OREGON, SYDNEY, EDGE];
const STAGE = ['--stage', 'local'];
const CHANNEL = 'tech';
/** Of every message that has crossed. */
const ARRIVED = { name: CHANNEL, region: OREGON };

let account: TestAccount;
let atFirst: readonly Inventory[];
/** A subscriber in Sydney who stays from the first deployment on. */
let socket: BareClient;
let subscriber: Subscriber;

beforeAll(async () => {
  // What AWS does with such a rule is not known: the commands of a first deployment must not depend on it.
  account = await startTestAccount(REGIONS, { refusesMissingBuses: true });
  await keptTokenKey(account.project, 'local');
  atFirst = await inventories();
  for (const { program, args, folder } of deploymentOf(account.project, 'local', new Set())) {
    // The copy has the built page of the project.
    if (program !== 'sls') continue;
    const { code, output } = await account.sls(args, folder);
    if (code !== 0) throw new Error(output);
  }
  socket = await BareClient.connect(account.api(SYDNEY));
  subscriber = await socket.subscribe(CHANNEL);
});

afterAll(async () => {
  socket.close();
  await endAll();
});

async function inventories(): Promise<readonly Inventory[]> {
  return Promise.all(REGIONS.map(async (region) => account.inventory(region)));
}

/** Publishes in Oregon. @returns what arrived in Sydney */
async function arrivalOf(message: string): Promise<unknown> {
  const { body } = await request(account.api(OREGON), PUBLISH, { name: CHANNEL, message });
  return body.errors ?? (await subscriber.find((each) => each.message === message));
}

/** What the API in Oregon says of its region. */
async function region(): Promise<unknown> {
  return (await request(account.api(OREGON), '{ region }')).body.data?.['region'];
}

async function overHttps(url: string, headers: Readonly<Record<string, string>>, body?: string): Promise<string> {
  const { certificateAuthority: ca } = account.engine;
  const sent = httpsRequest(url, { method: body === undefined ? 'GET' : 'POST', headers, ca, agent: false });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return text(answer);
}

it('CF-25 a stage goes up, and a message crosses from region to region', async () => {
  expect(await arrivalOf('after the first deployment')).toMatchObject(ARRIVED);
});

it('CF-25 the front door leads to the page that was uploaded, and to a region', async () => {
  const edge = await account.engine.openEdge({ location: OREGON, airport: 'PDX', port: 0, controlled: [] });
  const { privateJwk } = await keptTokenKey(account.project, 'local');
  const signer = {
    key: createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }),
    kid: privateJwk.kid ?? '',
    ...{ issuer: 'https://local.global-pubsub.invalid', audience: 'global-pubsub' },
  };
  const authorization = tokenOf(signer, { publish: [CHANNEL], subscribe: [CHANNEL] });
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ query: PUBLISH, variables: { name: CHANNEL, message: 'through the front door' } });

  expect(await overHttps(edge.url, {})).toContain('<title>Global Pub/Sub</title>');
  expect(JSON.parse(await overHttps(`${edge.url}/graphql`, headers, body))).toMatchObject({ data: { publish: {} } });
  await subscriber.find(({ message }) => message === 'through the front door');
});

it('CF-25 what did not change is not deployed again', async () => {
  const { code, output } = await account.sls(['deploy', ...STAGE, '--region', OREGON]);

  // Nothing comes after it that is about something else.
  expect(output).toMatch(/\nNo changes to deploy\. Deployment skipped\. \(\d+s\)$/);
  expect(code).toBe(0);
});

it('CF-18 a changed resolver answers in its region, and sockets stay open', async () => {
  account.edit('resolvers/Query.region.ts', "return ctx.env['REGION'] ?? ''", "return `changed ${ctx.env['REGION']}`");

  const { code, output } = await account.sls(['deploy', ...STAGE, '--region', OREGON]);

  expect([code, output]).toEqual([0, expect.stringContaining('Service deployed to stack global-pubsub-local')]);
  expect(await region()).toBe(`changed ${OREGON}`);
  expect(await arrivalOf('after the update')).toMatchObject(ARRIVED);
});

it('CF-19 a broken update says what is wrong and is rolled back, and messages flow on', async () => {
  account.edit('resolvers/Query.region.ts', 'changed', 'broken');
  account.edit('serverless.yml', 'resources:\n', 'resources:\n  - ${file(./resources/broken.yml)}\n');
  writeFileSync(
    path.join(account.project, 'resources/broken.yml'),
    'Resources:\n  Twice:\n    Type: AWS::SQS::Queue\n    DependsOn: GraphQlResolverQueryregion\n' +
      '    Properties:\n      QueueName: global-pubsub-local-dead-letters\n',
  );

  const { code, output } = await account.sls(['deploy', ...STAGE, '--region', OREGON]);

  expect(code).not.toBe(0);
  expect(output).toContain('A queue already exists with the name global-pubsub-local-dead-letters.');
  expect(await region()).toBe(`changed ${OREGON}`);
  expect(await arrivalOf('after the broken update')).toMatchObject(ARRIVED);
  expect(socket.socket.readyState).toBe(socket.socket.OPEN);
});

it('CF-20 a stage is removed, and nothing is left of it', async () => {
  const ends = [
    await account.sls(['remove', ...STAGE, '--region', OREGON]),
    await account.sls(['remove', ...STAGE, '--region', SYDNEY]),
    await account.sls(['remove', ...STAGE], 'edge'),
  ];

  expect(ends.map(({ code, output }) => (code === 0 ? code : output))).toEqual([0, 0, 0]);
  expect(await inventories()).toEqual(atFirst);
  expect(account.engine.healthOf(OREGON)).toBeUndefined();
  await socket.closed;
});
