// The AWS CLI against a stage that runs here, with the commands that the documents give.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { BareClient } from '../support/clients/bare-client';
import { endAll } from '../support/endings';
import { ROOT } from '../support/packages/templates';
import { startTestPlanet, type TestPlanet } from '../support/planet';

const REGION = 'us-west-2';
const STACK = 'global-pubsub-local';

const isInstalled = spawnSync('aws', ['--version']).status === 0;
if (!isInstalled) {
  console.warn('SKIPPED: the tests of the AWS CLI. There is no command "aws" here; install the AWS CLI to run them.');
}
const withCli = isInstalled ? describe : describe.skip;

let planet: TestPlanet;

beforeAll(async () => {
  if (isInstalled) planet = await startTestPlanet('local');
});

afterAll(endAll);

/** Runs a line as a person with bash does. @throws Error with what it wrote when it fails */
async function bash(line: string): Promise<string> {
  const { endpointUrl, accessKeyId, secretAccessKey } = planet.aws;
  const child = spawn('bash', ['-c', line], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...{ AWS_ENDPOINT_URL: endpointUrl, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      // Version 1 reads the first, version 2 both.
      ...{ AWS_DEFAULT_REGION: REGION, AWS_REGION: REGION, AWS_PAGER: '' },
      ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    },
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new Error(`${line}\n${errors}`);
  return output;
}

/** What `aws` prints. */
async function aws(command: string): Promise<unknown> {
  return JSON.parse(await bash(`aws ${command} --output json`));
}

/** The command of docs/CLIENTS.md that begins so, as it is printed there. */
function printedCommand(beginning: string): string {
  const blocks = [...readFileSync(path.join(ROOT, 'docs/CLIENTS.md'), 'utf8').matchAll(/^```bash\n(.*?)^```/gms)];
  const lines = blocks.flatMap(([, block = '']) => block.split('\n\n'));
  const command = lines.find((line) => line.startsWith(beginning));
  if (command === undefined) throw new Error(`docs/CLIENTS.md has no command ${beginning}.`);
  return command;
}

withCli('the AWS CLI', () => {
  it('describes the stack of a region', async () => {
    expect(await aws(`cloudformation describe-stacks --stack-name ${STACK}`)).toMatchObject({
      Stacks: [{ StackName: STACK, StackStatus: 'UPDATE_COMPLETE' }],
    });
  });

  it('tells how the stack came to be', async () => {
    const { StackEvents } = (await aws(`cloudformation describe-stack-events --stack-name ${STACK}`)) as {
      readonly StackEvents: readonly object[];
    };

    expect([StackEvents[0], StackEvents.at(-1)]).toMatchObject([
      { LogicalResourceId: STACK, ResourceStatus: 'UPDATE_COMPLETE' },
      { LogicalResourceId: STACK, ResourceStatus: 'CREATE_IN_PROGRESS', ResourceStatusReason: 'User Initiated' },
    ]);
  });

  it('publishes from a backend as docs/CLIENTS.md has it, and the message is remembered', async () => {
    const client = await BareClient.connect(planet.api(REGION));
    const subscriber = await client.subscribe('tech');

    expect(JSON.parse(await bash(printedCommand('aws events put-events')))).toMatchObject({ FailedEntryCount: 0 });

    await subscriber.find(({ message }) => message === 'Hello from the backend!');
    const table = `$(aws dynamodb list-tables --query 'TableNames[0]' --output text)`;
    expect(await aws(`dynamodb scan --table-name "${table}"`)).toMatchObject({
      // Beside heartbeats.
      Items: expect.arrayContaining([expect.objectContaining({ text: { S: 'Hello from the backend!' } })]) as unknown,
    });
    client.close();
  });

  // Version 1 takes no address of SQS from the environment: https://github.com/aws/aws-cli/issues/8737
  it('finds a bad event of a backend in the dead-letter queue', async () => {
    const entry = { EventBusName: STACK, Source: 'shop', DetailType: 'message.published', Detail: '{"name":"tech"}' };
    await bash(`aws events put-events --entries '${JSON.stringify([entry])}'`);
    const sqs = `sqs --endpoint-url ${planet.aws.endpointUrl}`;
    const url = `$(aws ${sqs} get-queue-url --queue-name ${STACK}-dead-letters --query QueueUrl --output text)`;

    const letters = await aws(`${sqs} receive-message --queue-url "${url}" --wait-time-seconds 20`);

    expect(letters).toMatchObject({ Messages: [{ Body: expect.stringContaining('"source":"shop"') }] });
  });

  it('tells the states of the alarms, and what Route 53 sees of one', async () => {
    const resource = `$(aws cloudformation describe-stack-resource --stack-name ${STACK} --logical-resource-id DeliveryHealthCheck \
      --query StackResourceDetail.PhysicalResourceId --output text)`;

    expect(await aws('cloudwatch describe-alarms --alarm-types MetricAlarm')).toMatchObject({
      MetricAlarms: [{ AlarmName: `${STACK}-dead-letters` }, { AlarmName: `${STACK}-silence-2`, Period: 120 }],
    });
    expect(await aws(`route53 get-health-check-status --health-check-id "${resource}"`)).toMatchObject({
      HealthCheckObservations: [{ StatusReport: { Status: expect.stringMatching(/^(Success|Failure): /) as unknown } }],
    });
  });

  it('lists the buckets', async () => {
    expect(await bash('aws s3 ls')).toMatch(/global-pubsub/);
  });
});
