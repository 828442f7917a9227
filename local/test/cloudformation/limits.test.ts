import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  DeleteStackCommand,
  ExecuteChangeSetCommand,
  ListStacksCommand,
  ValidateTemplateCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { MAX_CHANGE_SETS, MAX_RESOURCES, MAX_STACKS, MAX_TEMPLATE_DEPTH } from '../../src/cloudformation/limits';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { type AccountBench, accountBench } from '../support/account';
import { stacksBench } from '../support/stacks';

const WAIT = { maxWaitTime: 120, minDelay: 1, maxDelay: 1 };
/** Change sets that are made at the same time. */
const LANES = 10;
let bench: AccountBench;
/** Each test has its own. */
let StackName: string;
let count = 0;

beforeAll(async () => {
  bench = await accountBench();
});

beforeEach(() => {
  StackName = `planet-${(count += 1)}`;
});

afterAll(async () => {
  await bench.stop();
});

function aTemplate(properties: JsonObject = {}, sections: JsonObject = {}): string {
  return JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: properties } }, ...sections });
}

function created(TemplateBody: string, overrides: { readonly StackName?: string; readonly P?: string } = {}) {
  const { P, StackName: name = StackName } = overrides;
  const Parameters = P === undefined ? [] : [{ ParameterKey: 'P', ParameterValue: P }];
  return bench.cloudFormation.send(new CreateStackCommand({ StackName: name, TemplateBody, Parameters }));
}

/** What takes long or fails would leave a fault in the log, with which `stop` fails the test. */
describe('CF-26 a template', () => {
  it.each<[string, (inner: JsonValue) => JsonValue]>([
    ['lists', (inner) => [inner]],
    ['joins', (inner) => ({ 'Fn::Join': ['', [inner]] })],
  ])('with %s within each other without end is refused', async (_, wrap) => {
    let value: JsonValue = 'x';
    for (let depth = 0; depth < MAX_TEMPLATE_DEPTH; depth += 1) value = wrap(value);
    const open = '['.repeat(20_000);

    await expect(created(aTemplate({ QueueName: value }))).rejects.toThrow(`more than ${MAX_TEMPLATE_DEPTH}`);
    await expect(created(`{"Metadata":${open}${open.replaceAll('[', ']')}}`)).rejects.toThrow('within each other');
  });

  it('with too many resources is refused', async () => {
    const Resources = Object.fromEntries(
      Array.from({ length: MAX_RESOURCES + 1 }, (_, index) => [`Q${index}`, { Type: 'AWS::SQS::Queue' }]),
    );

    await expect(created(JSON.stringify({ Resources }))).rejects.toThrow(
      'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
    );
  });

  it('with a pattern that would take years is refused', async () => {
    const Parameters = { P: { Type: 'String', AllowedPattern: '(a+)+b' } };

    await expect(created(aTemplate({}, { Parameters }), { P: 'a'.repeat(60) })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining("AllowedPattern of parameter 'P' took longer than 100 ms") as string,
    });
  });

  it('with a pattern that is none is refused', async () => {
    const Parameters = { P: { Type: 'String', AllowedPattern: '(' } };

    await expect(created(aTemplate({}, { Parameters }), { P: 'a' })).rejects.toMatchObject({
      name: 'ValidationError',
      message: "The AllowedPattern of parameter 'P' is no regular expression: (",
    });
  });

  it('with a parameter that is too long is refused', async () => {
    const Parameters = { P: { Type: 'String' } };

    await expect(created(aTemplate({}, { Parameters }), { P: 'a'.repeat(4097) })).rejects.toThrow(
      "Parameter 'P' must have at most 4096 bytes",
    );
  });

  it.each<[string, JsonValue]>([
    ['Fn::Sub', { 'Fn::Sub': '${P}'.repeat(2000) }],
    ['Fn::Join', { 'Fn::Join': ['x'.repeat(10_000), { 'Fn::Split': ['a', { Ref: 'P' }] }] }],
  ])('of whose functions %s makes megabytes fails', async (_, Value) => {
    const Parameters = { P: { Type: 'String' } };
    await created(aTemplate({}, { Parameters, Outputs: { O: { Value } } }), { P: 'a'.repeat(4096) });
    const events = async () => {
      const { StackEvents = [] } = await bench.cloudFormation.send(new DescribeStackEventsCommand({ StackName }));
      return StackEvents;
    };

    await waitUntilStackCreateComplete({ client: bench.cloudFormation, ...WAIT }, { StackName }).catch(() => undefined);

    expect((await events()).map(({ ResourceStatusReason }) => ResourceStatusReason)).toContainEqual(
      expect.stringContaining('The intrinsic functions make more than 4194304 characters'),
    );
  });

  it.each([
    'http://127.0.0.1:1/bucket/key',
    'file:///etc/passwd',
    'https://s3.example.com/bucket/key',
    's3://bucket/key',
    'https://s3.amazonaws.com/bucket/%ff',
  ])('at %s is not read', async (TemplateURL) => {
    await expect(bench.cloudFormation.send(new ValidateTemplateCommand({ TemplateURL }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'TemplateURL must be a supported URL.',
    });
  });
});

describe('CF-26 a stack', () => {
  it.each(['__proto__', 'a b', '../etc', 'ü', '-', 'arn:aws:cloudformation:us-west-2:123456789012:stack/x/y'])(
    'cannot be called %s',
    async (name) => {
      await expect(created(aTemplate(), { StackName: name })).rejects.toThrow(
        `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy ` +
          'regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*',
      );
    },
  );

  it('has a name of 128 characters at most', async () => {
    await expect(created(aTemplate(), { StackName: 'a'.repeat(129) })).rejects.toThrow(
      "at 'stackName' failed to satisfy constraint: Member must have length less than or equal to 128",
    );
  });

  it('has as many others beside it as AWS allows, until one is deleted', async () => {
    const things = stacksBench();
    const { stacks } = things;
    const template = { Resources: { A: { Type: 'Test::Thing', Properties: {} } } };
    for (let count = 0; count < MAX_STACKS; count += 1) stacks.open(`S${count}`);

    await expect(things.create(template)).rejects.toMatchObject({
      code: 'LimitExceededException',
      message: 'Limit for stack has been exceeded',
    });
    await stacks.delete('S0')?.done;
    expect((await things.create(template)).status).toBe('CREATE_COMPLETE');
  });
});

it('CF-26 a call with too many fields is refused', async () => {
  const StackStatusFilter = Array.from({ length: 10_000 }, () => 'CREATE_COMPLETE' as const);

  await expect(bench.cloudFormation.send(new ListStacksCommand({ StackStatusFilter }))).rejects.toMatchObject({
    name: 'MalformedQueryString',
  });
});

describe('CF-25 a change set', () => {
  const add = (ChangeSetName: string, template = aTemplate(), ChangeSetType: 'CREATE' | 'UPDATE' = 'CREATE') =>
    bench.cloudFormation.send(
      new CreateChangeSetCommand({ StackName, ChangeSetName, ChangeSetType, TemplateBody: template }),
    );

  it('that is refused leaves no stack', async () => {
    const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };

    await expect(add('one', JSON.stringify({ Resources: { Role: role } }))).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
    });
    await expect(add('one', '{"Resources":{}}')).rejects.toThrow('At least one Resources member must be defined');

    await expect(bench.cloudFormation.send(new DescribeStacksCommand({ StackName }))).rejects.toThrow(
      `Stack with id ${StackName} does not exist`,
    );
  });

  it('is executed once', async () => {
    await add('one');
    const { cloudFormation: client } = bench;
    await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'one' }));

    await expect(client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'one' }))).rejects.toMatchObject({
      name: 'InvalidChangeSetStatusException',
      message: expect.stringMatching(
        /cannot be executed in its current execution status of \[EXECUTE_COMPLETE\]$/,
      ) as string,
    });
  });

  it('has as many others beside it as AWS allows, which go with their stack', async () => {
    const { cloudFormation: client } = bench;
    // The first one makes the stack.
    await add('C0');
    let next = 1;
    const lane = async () => {
      while (next < MAX_CHANGE_SETS) await add(`C${next++}`);
    };
    await Promise.all(Array.from({ length: LANES }, lane));

    await expect(add('more')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: expect.stringMatching(/^ChangeSet limit exceeded for stack arn:/) as string,
    });
    await client.send(new DeleteStackCommand({ StackName }));
    await waitUntilStackDeleteComplete({ client, ...WAIT }, { StackName });
    await add('more');
  });
});
