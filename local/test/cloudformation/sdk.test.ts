import {
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
  ValidateTemplateCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { JsonObject } from '../../src/foundation/json';
import { type AccountBench, accountBench } from '../support/account';

const StackName = 'planet';
/** Seconds; the engine is done long before. */
const WAIT = { maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
const INVALID_PROPERTIES =
  'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. ' +
  'To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.';
let bench: AccountBench;

beforeEach(async () => {
  bench = await accountBench();
});

afterEach(async () => {
  await bench.stop();
});

/** A queue whose messages are hidden for some seconds. */
function aTemplate(seconds: number, sections: JsonObject = {}): string {
  return JSON.stringify({
    Description: 'A queue.',
    Parameters: { Name: { Type: 'String', Default: 'letters' } },
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Name' }, VisibilityTimeout: seconds } },
    },
    Outputs: {
      Arn: {
        Value: { 'Fn::GetAtt': 'Queue.Arn' },
        Description: 'Of <the> queue & more',
        Export: { Name: 'queue-arn' },
      },
    },
    ...sections,
  });
}

async function create(TemplateBody = aTemplate(30)): Promise<string> {
  const { StackId = '' } = await bench.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
  await waitUntilStackCreateComplete({ client: bench.cloudFormation, ...WAIT }, { StackName });
  return StackId;
}

/** Waits until the creation has failed. */
async function rolledBack(): Promise<void> {
  await expect(waitUntilStackCreateComplete({ client: bench.cloudFormation, ...WAIT }, { StackName })).rejects.toThrow(
    'ROLLBACK_COMPLETE',
  );
}

async function described(name = StackName) {
  const { Stacks: [stack] = [] } = await bench.cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
  return stack;
}

describe('CF-25 an SDK client', () => {
  it('creates a stack and sees what it is', async () => {
    const StackId = await create();

    expect(await described()).toMatchObject({
      ...{ StackId, StackName, StackStatus: 'CREATE_COMPLETE', Description: 'A queue.' },
      Parameters: [{ ParameterKey: 'Name', ParameterValue: 'letters' }],
      Outputs: [
        {
          OutputKey: 'Arn',
          OutputValue: 'arn:aws:sqs:us-west-2:123456789012:letters',
          Description: 'Of <the> queue & more',
          ExportName: 'queue-arn',
        },
      ],
      EnableTerminationProtection: false,
    });
    expect((await described())?.CreationTime).toBeInstanceOf(Date);
  });

  it('reads its resources, events, template and exports', async () => {
    const { cloudFormation } = bench;
    const StackId = await create();
    const queue = { LogicalResourceId: 'Queue', ResourceType: 'AWS::SQS::Queue', ResourceStatus: 'CREATE_COMPLETE' };

    const listed = await cloudFormation.send(new ListStackResourcesCommand({ StackName }));
    expect(listed.StackResourceSummaries).toMatchObject([queue]);
    const one = await cloudFormation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Queue' }));
    expect(one.StackResourceDetail).toMatchObject({ ...queue, StackName });
    const all = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
    expect(all.StackResources).toMatchObject([queue]);
    const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: StackId }));
    expect(StackEvents.map(({ ResourceStatus }) => ResourceStatus)).toEqual([
      'CREATE_COMPLETE',
      'CREATE_COMPLETE',
      'CREATE_IN_PROGRESS',
      'CREATE_IN_PROGRESS',
      'CREATE_IN_PROGRESS',
    ]);
    const { TemplateBody } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
    expect(TemplateBody).toBe(aTemplate(30));
    const { Exports } = await cloudFormation.send(new ListExportsCommand());
    expect(Exports).toMatchObject([{ Name: 'queue-arn', Value: 'arn:aws:sqs:us-west-2:123456789012:letters' }]);
    await expect(cloudFormation.send(new ListImportsCommand({ ExportName: 'queue-arn' }))).rejects.toThrow(
      "Export 'queue-arn' is not imported by any stack.",
    );
  });

  it('updates a stack with the template that it has, and deletes it', async () => {
    const { cloudFormation: client } = bench;
    const StackId = await create();

    await client.send(
      new UpdateStackCommand({
        StackName,
        UsePreviousTemplate: true,
        Parameters: [{ ParameterKey: 'Name', ParameterValue: 'papers' }],
      }),
    );
    await waitUntilStackUpdateComplete({ client, ...WAIT }, { StackName });
    expect((await described())?.Outputs).toMatchObject([{ OutputValue: 'arn:aws:sqs:us-west-2:123456789012:papers' }]);

    await client.send(new DeleteStackCommand({ StackName }));
    await waitUntilStackDeleteComplete({ client, ...WAIT }, { StackName: StackId });
    await expect(described()).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id planet does not exist',
    });
    const { StackSummaries } = await client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }));
    expect(StackSummaries).toMatchObject([{ StackId, StackStatus: 'DELETE_COMPLETE' }]);
  });

  it('looks at a change set before it is executed', async () => {
    const { cloudFormation: client } = bench;
    const ChangeSetName = 'first';

    await client.send(
      new CreateChangeSetCommand({ StackName, ChangeSetName, ChangeSetType: 'CREATE', TemplateBody: aTemplate(30) }),
    );
    expect((await described())?.StackStatus).toBe('REVIEW_IN_PROGRESS');
    expect(await client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }))).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Changes: [{ Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'Queue' } }],
    });
    await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
    await waitUntilStackCreateComplete({ client, ...WAIT }, { StackName });

    await client.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'none', TemplateBody: aTemplate(30) }));
    expect(await client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName: 'none' }))).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    await client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName: 'none' }));

    await client.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'more', TemplateBody: aTemplate(60) }));
    expect(await client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName: 'more' }))).toMatchObject({
      Changes: [{ ResourceChange: { Action: 'Modify', Replacement: 'False', Scope: ['Properties'] } }],
    });
  });

  it('names a template by its address in a bucket', async () => {
    await bench.s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
    const Key = 'some folder/template.json';
    await bench.s3.send(new PutObjectCommand({ Bucket: 'templates', Key, Body: aTemplate(30) }));
    const at = (path: string) => ({ StackName, TemplateURL: `https://s3.us-west-2.amazonaws.com/templates/${path}` });

    await expect(bench.cloudFormation.send(new CreateStackCommand(at('other.json')))).rejects.toThrow(
      'S3 error: The specified key does not exist.',
    );
    await bench.cloudFormation.send(new CreateStackCommand(at(encodeURI(Key))));
    await waitUntilStackCreateComplete({ client: bench.cloudFormation, ...WAIT }, { StackName });
  });

  it('is told what a template needs, and what is wrong with it', async () => {
    const { cloudFormation } = bench;
    const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, RoleName: 'own' } };
    const withRole = JSON.stringify({ Resources: { Role: role } });

    expect(await cloudFormation.send(new ValidateTemplateCommand({ TemplateBody: withRole }))).toMatchObject({
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    });
    await expect(
      cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: withRole })),
    ).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    });
    await expect(
      cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: '{"Resources":{}}' })),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Template format error: At least one Resources member must be defined.',
    });
  });

  it('CF-08 is told of invalid properties before anything is created, and which, by DescribeEvents', async () => {
    const { cloudFormation: client } = bench;
    const TemplateBody = JSON.stringify({
      Resources: { First: { Type: 'AWS::SQS::Queue' }, Queue: { Type: 'AWS::SQS::Queue', Properties: { Delay: 1 } } },
    });
    const problem = {
      ...{ EventType: 'VALIDATION_ERROR', LogicalResourceId: 'Queue', ValidationFailureMode: 'FAIL' },
      ...{ ValidationName: 'PROPERTY_VALIDATION', ValidationPath: '/Resources/Queue/Properties' },
      ValidationStatusReason: '#: extraneous key [Delay] is not permitted',
    };

    await client.send(
      new CreateChangeSetCommand({ StackName, ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody }),
    );
    expect(await client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName: 'c' }))).toMatchObject({
      ...{ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', StatusReason: INVALID_PROPERTIES },
    });
    const ofChangeSet = await client.send(new DescribeEventsCommand({ StackName, ChangeSetName: 'c' }));
    expect(ofChangeSet.OperationEvents).toMatchObject([problem]);

    await client.send(new CreateStackCommand({ StackName, TemplateBody }));
    await rolledBack();
    const ofStack = await client.send(new DescribeEventsCommand({ StackName, Filters: { FailedEvents: true } }));
    expect(ofStack.OperationEvents).toMatchObject([problem]);
    const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
    expect(StackEvents.map(({ LogicalResourceId }) => LogicalResourceId)).not.toContain('First');
    expect(StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason)).toContain(
      `${INVALID_PROPERTIES} Rollback requested by user.`,
    );
  });

  it('CF-08 is told of invalid properties by their resource where validation is disabled', async () => {
    const { cloudFormation: client } = bench;
    const Resources = { Queue: { Type: 'AWS::SQS::Queue', Properties: { Delay: 1, VisibilityTimeout: 'x' } } };

    await client.send(
      new CreateStackCommand({ StackName, DisableValidation: true, TemplateBody: JSON.stringify({ Resources }) }),
    );
    await rolledBack();
    const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));

    expect(StackEvents.filter(({ LogicalResourceId }) => LogicalResourceId === 'Queue')).toMatchObject([
      {
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason:
          'Properties validation failed for resource Queue with message:\n' +
          '#: extraneous key [Delay] is not permitted\n#/VisibilityTimeout: expected type: Integer, found: String',
      },
    ]);
  });

  it('CF-19 goes on with a rollback only where one has failed', async () => {
    const StackId = await create();

    await expect(
      bench.cloudFormation.send(new ContinueUpdateRollbackCommand({ StackName, ResourcesToSkip: ['Queue'] })),
    ).rejects.toThrow(`Stack:${StackId} is in CREATE_COMPLETE state and can not be rolled back.`);
  });

  it('protects a stack', async () => {
    const { cloudFormation } = bench;
    await create();
    await cloudFormation.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: true }));

    await expect(cloudFormation.send(new DeleteStackCommand({ StackName }))).rejects.toThrow(
      'Stack [planet] cannot be deleted while TerminationProtection is enabled',
    );
  });

  it('reads events page by page', async () => {
    const queues = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`Q${index}`, { Type: 'AWS::SQS::Queue' }] as const),
    );
    await create(JSON.stringify({ Resources: queues }));

    const first = await bench.cloudFormation.send(new DescribeStackEventsCommand({ StackName }));
    const { NextToken } = first;
    const second = await bench.cloudFormation.send(new DescribeStackEventsCommand({ StackName, NextToken }));

    expect([first.StackEvents?.length, second.StackEvents?.length]).toEqual([100, 22]);
  });

  it('may do no more than its policies say', async () => {
    const user = { userName: 'reader', accessKeyId: 'AKIAREADER', secretAccessKey: 'secret' };
    const allowed = { Effect: 'Allow', Action: 'cloudformation:Describe*', Resource: '*' };
    await bench.stop();
    bench = await accountBench([{ ...user, policies: [{ Version: '2012-10-17', Statement: [allowed] }] }]);
    await create();
    const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
    const reader = new CloudFormationClient({ ...bench.options, credentials: user });

    await reader.send(new DescribeStacksCommand({ StackName }));

    await expect(reader.send(new DeleteStackCommand({ StackName }))).rejects.toMatchObject({ name: 'AccessDenied' });
    reader.destroy();
  });

  it('with another secret is refused', async () => {
    const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
    const { credentials } = bench.options;
    const stranger = new CloudFormationClient({
      ...bench.options,
      credentials: { ...credentials, secretAccessKey: 'other' },
    });

    await expect(stranger.send(new DescribeStacksCommand())).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    stranger.destroy();
  });
});
