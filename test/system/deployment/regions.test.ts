// A stage that grows by a region and loses it again while it is in use, in the order of docs/OPERATIONS.md.
import { CloudFormationClient, DeleteStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { deploymentOf } from '../../../tools/deployment/steps';
import type { Subscriber } from '../../../local/test/support/messages';
import { startTestAccount, type TestAccount } from '../../support/account';
import { pause } from '../../support/attempts';
import { clientConfig } from '../../support/clients/backend';
import { bareSubscriber } from '../../support/clients/bare-client';
import { publish } from '../../support/clients/http-client';
import { endAll } from '../../support/endings';

const [OREGON, SYDNEY, IRELAND] = ['us-west-2', 'ap-southeast-2', 'eu-west-1'] as const;
const STAGE = 'grow';
const STACK = `global-pubsub-${STAGE}`;
const CHANNEL = 'tech';

let account: TestAccount;
/** Subscribers in the regions that stay. */
let subscribers: readonly Subscriber[];

beforeAll(async () => {
  account = await startTestAccount([OREGON, SYDNEY, IRELAND], { refusesMissingBuses: true });
  // Without a domain no region waits for a certificate.
  appendFileSync(path.join(account.project, 'stages.yml'), `\n${STAGE}:\n  regions: [${OREGON}, ${SYDNEY}]\n`);
  await deploy([]);
  subscribers = await Promise.all([OREGON, SYDNEY].map(async (region) => bareSubscriber(account.api(region), CHANNEL)));
});

afterAll(endAll);

/** Deploys the regions as `npm run deploy` does. */
async function deploy(there: readonly string[]): Promise<void> {
  for (const { kind, args, folder } of deploymentOf(account.project, STAGE, new Set(there))) {
    if (kind !== 'region') continue;
    const { code, output } = await account.sls(args, folder);
    if (code !== 0) throw new Error(output);
  }
}

/** Publishes in regions, one message after the other in each, with a pause between them, for as long as something is done. @returns what was acknowledged */
async function publishDuring(regions: readonly string[], work: () => Promise<void>): Promise<readonly string[]> {
  let isDone = false;
  const acknowledged: string[] = [];
  const publishing = regions.map(async (region) => {
    while (!isDone) {
      const { id } = await publish(account.api(region), { name: CHANNEL, message: `from ${region}` });
      acknowledged.push(id);
      await pause();
    }
  });
  await work();
  isDone = true;
  await Promise.all(publishing);
  return acknowledged;
}

/** Waits until everybody has had all of it, and checks that nobody had anything twice. */
async function expectAll(ids: readonly string[], everybody: readonly Subscriber[]): Promise<void> {
  for (const subscriber of everybody) {
    for (const id of ids) await subscriber.find((message) => message.id === id);
    const had = subscriber.messages.map(({ id }) => id);
    expect(new Set(had).size).toBe(had.length);
  }
}

it('loses nothing while a third region joins, which hears of everything from then on', async () => {
  const during = await publishDuring([OREGON, SYDNEY], async () => {
    account.edit('stages.yml', `[${OREGON}, ${SYDNEY}]`, `[${OREGON}, ${SYDNEY}, ${IRELAND}]`);
    await deploy([OREGON, SYDNEY]);
  });
  const irish = await bareSubscriber(account.api(IRELAND), CHANNEL);
  const after = await publishDuring([OREGON, SYDNEY, IRELAND], async () => {
    await publish(account.api(IRELAND), { name: CHANNEL, message: 'hello from the new one' });
  });

  await expectAll(during, subscribers);
  await expectAll(after, [...subscribers, irish]);
  await irish.close();
});

it('loses nothing while a region leaves', async () => {
  const during = await publishDuring([OREGON, SYDNEY], async () => {
    account.edit('stages.yml', `[${OREGON}, ${SYDNEY}, ${IRELAND}]`, `[${OREGON}, ${SYDNEY}]`);
    await deploy([OREGON, SYDNEY]);
    await deleteStack();
  });

  await expectAll(during, subscribers);
  expect((await account.inventory(IRELAND))['stacks']).toEqual([]);
});

/** As OPERATIONS.md says: the bucket of the deployments is emptied, and the stack is deleted. */
async function deleteStack(): Promise<void> {
  const config = clientConfig(account.engine, IRELAND);
  const [cloudFormation, s3] = [new CloudFormationClient(config), new S3Client(config)];
  const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }));
  const outputs = new Map(stack?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const Bucket = outputs.get('ServerlessDeploymentBucketName');
  const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of objects) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await cloudFormation.send(new DeleteStackCommand({ StackName: STACK }));
  while ((await account.inventory(IRELAND))['stacks']?.length !== 0);
  for (const client of [cloudFormation, s3]) client.destroy();
}
