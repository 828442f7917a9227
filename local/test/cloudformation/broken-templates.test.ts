// CF-14: mistakes that people make, each with the step at which AWS refuses it and with AWS's words, as users have reported them.
import {
  type Capability,
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeEventsCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Engine, startEngine } from '../../src';
import type { JsonObject } from '../../src/foundation/json';
import cases from '../cases/broken-templates.json';
import { type Inventory, inventoryOf } from '../support/inventory';
import { zipOf } from '../support/lambda';
import { fakeLog } from '../support/region';

/** The only region that has certificates and edge functions. */
const REGION = 'us-east-1';
const CALLS = ['CreateStack', 'UpdateStack', 'DeleteStack'];

interface Template {
  readonly Resources: JsonObject;
}

/** A template that is wrong. Words that it does not have are the engine's own. */
interface BrokenTemplate {
  readonly mistake: string;
  readonly source: string;
  /** A call; `validation` of the properties, before anything is created; the `stack` as a whole; or a resource, by its logical id. */
  readonly refusedBy: string;
  /** In which the stack ends; none when there is none. */
  readonly status?: string;
  /** Something of AWS's words. */
  readonly reason?: string;
  /** Of an update that is refused. */
  readonly before?: Template;
  /** A stack beside it, called `other`. */
  readonly other?: Template;
  readonly template?: Template;
  /** Names of parts that all its templates have. */
  readonly with?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly capabilities?: readonly Capability[];
}

const parts = new Map<string, JsonObject>(Object.entries(cases.parts));
const brokenTemplates: readonly BrokenTemplate[] = cases.cases;
const log = fakeLog();
let engine: Engine;
let client: CloudFormationClient;
let inventory: Inventory;

beforeAll(async () => {
  engine = await startEngine({ regions: [{ name: REGION }], log });
  const { endpointUrl: endpoint, ...credentials } = engine.aws;
  client = new CloudFormationClient({ endpoint, region: REGION, credentials, maxAttempts: 1 });
  const s3 = new S3Client({ endpoint, region: REGION, credentials, maxAttempts: 1 });
  const zip = zipOf({ 'index.js': 'exports.handler = async () => undefined;' });
  await s3.send(new CreateBucketCommand({ Bucket: 'uploads' }));
  await s3.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'function.zip', Body: zip }));
  s3.destroy();
  inventory = await inventoryOf(engine, REGION);
});

afterEach(async () => {
  for (const name of ['other', 'broken']) {
    if (!(await found(name))) continue;
    await client.send(new DeleteStackCommand({ StackName: name }));
    await settled(name);
  }
});

afterAll(async () => {
  client.destroy();
  await engine.stop();
  const [fault] = log.faults;
  if (fault !== undefined) throw new Error('The engine had a fault.', { cause: fault });
});

test.each(brokenTemplates)('$mistake: refused by $refusedBy', async (broken) => {
  const [refusal, stack] = await refusalOf(broken);

  expect(refusal).toEqual({ by: broken.refusedBy, reason: expect.stringContaining(broken.reason ?? '') as unknown });
  expect(stack?.StackStatus).toBe(broken.status);
});

test('Nothing is left of any of them', async () => {
  expect(await inventoryOf(engine, REGION)).toEqual(inventory);
});

/** Makes the mistake. */
async function refusalOf(broken: BrokenTemplate) {
  const { before, other, template, refusedBy } = broken;
  if (before) await deploy('broken', broken, { template: before });
  if (other) await deploy('other', broken, { template: other });
  try {
    if (template) await deploy('broken', broken, { template, isUpdate: before !== undefined });
    else await client.send(new DeleteStackCommand({ StackName: 'broken' }));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [
      { by: CALLS.find((call) => call === refusedBy), reason: error.message },
      before && (await found('broken')),
    ] as const;
  }
  const stack = await found('broken');
  if (!template) return [{ by: 'DeleteStack', reason: stack?.StackStatusReason }, stack] as const;
  return [await eventOf(refusedBy), stack] as const;
}

interface Deployment {
  readonly template: Template;
  readonly isUpdate?: boolean;
}

async function deploy(
  StackName: string,
  { with: names = [], parameters = {}, capabilities = ['CAPABILITY_IAM'] }: BrokenTemplate,
  { template, isUpdate = false }: Deployment,
): Promise<void> {
  const common = Object.assign({}, ...names.map((name) => parts.get(name))) as JsonObject;
  const input = {
    StackName,
    TemplateBody: JSON.stringify({ ...template, Resources: { ...common, ...template.Resources } }),
    Parameters: Object.entries(parameters).map(([key, value]) => ({ ParameterKey: key, ParameterValue: value })),
    Capabilities: [...capabilities],
  };
  await client.send(isUpdate ? new UpdateStackCommand(input) : new CreateStackCommand(input));
  await settled(StackName);
}

/** Asks until nothing is being done to the stack any more. */
async function settled(name: string): Promise<void> {
  while ((await found(name))?.StackStatus?.endsWith('_IN_PROGRESS') === true);
}

async function found(StackName: string): Promise<Stack | undefined> {
  const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand());
  return stacks.find((stack) => stack.StackName === StackName);
}

/** The event that tells of the refusal. */
async function eventOf(refusedBy: string) {
  const { OperationEvents: events = [] } = await client.send(new DescribeEventsCommand({ StackName: 'broken' }));
  const problem = events.find(({ EventType }) => EventType === 'VALIDATION_ERROR');
  if (problem) return { by: 'validation', reason: `${problem.LogicalResourceId}: ${problem.ValidationStatusReason}` };
  const failed = events.findLast(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'));
  if (failed) return { by: failed.LogicalResourceId, reason: failed.ResourceStatusReason };
  const undone = events.find(({ ResourceStatus }) => ResourceStatus?.endsWith('ROLLBACK_IN_PROGRESS'));
  return { by: undone ? 'stack' : `nobody, but should be by ${refusedBy}`, reason: undone?.ResourceStatusReason };
}
