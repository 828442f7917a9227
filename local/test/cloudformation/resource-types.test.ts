import { resourceTypes } from '../../src/cloudformation/resource-types';
import type { JsonObject } from '../../src/foundation/json';
import { createStack, recordingServices } from '../support/cloudformation';
import { ACCOUNT_ID, aRegion } from '../support/region';
import { aPolicy, aStatement, aTrustPolicy } from '../support/iam';

const SUFFIX = '[A-Z2-7]{12}';

describe('CF-15 Ref and Fn::GetAtt', () => {
  it.each<[string, JsonObject, string, Record<string, string>]>([
    [
      'AWS::IAM::Role',
      { AssumeRolePolicyDocument: aTrustPolicy() },
      `^planet-Thing-${SUFFIX}$`,
      { Arn: `^arn:aws:iam::${ACCOUNT_ID}:role/planet-Thing-${SUFFIX}$`, RoleId: '^AROA[A-Z2-7]{17}$' },
    ],
    [
      'AWS::IAM::Role',
      { RoleName: 'own', AssumeRolePolicyDocument: aTrustPolicy(), Path: '/' },
      '^own$',
      { Arn: ':role/own$' },
    ],
    [
      'AWS::SQS::Queue',
      { MessageRetentionPeriod: 1209600 },
      `^http://sqs/planet-Thing-${SUFFIX}$`,
      { Arn: `:planet-Thing-${SUFFIX}$`, QueueName: `^planet-Thing-${SUFFIX}$`, QueueUrl: '^http://sqs/planet-Thing-' },
    ],
    [
      'AWS::SQS::QueuePolicy',
      { Queues: ['http://sqs/q'], PolicyDocument: aPolicy(aStatement({ Principal: '*' })) },
      `^planet-Thing-${SUFFIX}$`,
      { Id: `^planet-Thing-${SUFFIX}$` },
    ],
    ['AWS::Events::EventBus', { Name: 'bus' }, '^bus$', { Name: '^bus$', Arn: ':event-bus/bus$' }],
    [
      'AWS::Events::Rule',
      { EventBusName: 'bus', EventPattern: { source: ['x'] } },
      `^bus\\|planet-Thing-${SUFFIX}$`,
      { Arn: `:rule/bus/planet-Thing-${SUFFIX}$` },
    ],
    ['AWS::Events::Rule', { Name: 'own', EventPattern: { source: ['x'] } }, '^own$', { Arn: ':rule/default/own$' }],
    [
      'AWS::Events::Rule',
      {
        Name: 'own',
        EventBusName: `arn:aws:events:us-west-2:${ACCOUNT_ID}:event-bus/bus`,
        EventPattern: '{"source":["x"]}',
      },
      '^bus\\|own$',
      { Arn: ':rule/bus/own$' },
    ],
    [
      'AWS::Logs::LogGroup',
      { LogGroupName: '/aws/x', RetentionInDays: '30' },
      '^/aws/x$',
      { Arn: `^arn:aws:logs:us-west-2:${ACCOUNT_ID}:log-group:/aws/x:\\*$` },
    ],
    [
      'AWS::S3::Bucket',
      {},
      '^planet-thing-[a-z2-7]{12}$',
      {
        Arn: '^arn:aws:s3:::planet-thing-',
        DomainName: '\\.s3\\.amazonaws\\.com$',
        RegionalDomainName: '\\.s3\\.us-west-2\\.amazonaws\\.com$',
      },
    ],
    [
      'AWS::S3::BucketPolicy',
      {
        Bucket: 'b',
        PolicyDocument: {
          Statement: aStatement({
            Principal: '*',
            Effect: 'Deny',
            Condition: { Bool: { 'aws:SecureTransport': false } },
          }),
        },
      },
      '^b$',
      {},
    ],
  ])('of %s %j', async (type, properties, physicalId, attributes) => {
    const { thing } = await created(type, properties);

    expect(thing?.physicalId).toMatch(new RegExp(physicalId));
    for (const [name, pattern] of Object.entries(attributes)) {
      expect(thing?.attributes[name]).toMatch(new RegExp(pattern));
    }
  });
});

describe('CF-13 a property is refused', () => {
  const policy = aPolicy(aStatement());

  it.each<[string, JsonObject, string]>([
    ['AWS::IAM::Role', {}, '#: required key [AssumeRolePolicyDocument] not found'],
    ['AWS::IAM::Role', { AssumeRolePolicyDocument: aTrustPolicy(), Path: '/own/' }, 'property Path must be "/"'],
    [
      'AWS::IAM::Role',
      { AssumeRolePolicyDocument: aTrustPolicy(), Policies: [{ PolicyName: 'p' }] },
      '#/Policies/0: required key [PolicyDocument] not found',
    ],
    [
      'AWS::IAM::Role',
      { AssumeRolePolicyDocument: policy },
      'Resource Thing (AWS::IAM::Role) could not be created: AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'AWS::IAM::Role',
      { AssumeRolePolicyDocument: aTrustPolicy(), ManagedPolicyArns: [] },
      'has the property ManagedPolicyArns',
    ],
    ['AWS::IAM::Policy', { PolicyName: 'p', PolicyDocument: policy, Roles: [] }, 'property Roles must name a role'],
    [
      'AWS::IAM::Policy',
      { PolicyName: 'p', PolicyDocument: policy, Roles: ['none'] },
      'The role with name none cannot be found.',
    ],
    ['AWS::SQS::Queue', { FifoQueue: true }, 'has the property FifoQueue'],
    [
      'AWS::SQS::QueuePolicy',
      { Queues: [], PolicyDocument: policy },
      'could not be created: Missing required field Principal',
    ],
    ['AWS::Events::EventBus', {}, '#: required key [Name] not found'],
    ['AWS::Events::Rule', { RoleArn: 'x' }, 'has the property RoleArn'],
    ['AWS::Events::Rule', { EventPattern: '{' }, 'property EventPattern must be an object, not "{"'],
    ['AWS::Events::Rule', { EventPattern: {}, State: 'OFF' }, '#/State: OFF is not a valid enum value'],
    ['AWS::Events::Rule', { EventPattern: {}, Targets: {} }, '#/Targets: expected type: JSONArray, found: JSONObject'],
    ['AWS::Logs::LogGroup', { RetentionInDays: 2 }, 'property RetentionInDays must be one of 1, 3, 5'],
    ['AWS::Logs::LogGroup', { LogGroupName: 'a b' }, 'property LogGroupName must be'],
    ['AWS::S3::Bucket', { WebsiteConfiguration: {} }, 'has the property WebsiteConfiguration'],
    ['AWS::S3::BucketPolicy', { Bucket: 'b' }, '#: required key [PolicyDocument] not found'],
  ])('of %s %j', async (type, properties, sentence) => {
    await expect(created(type, properties)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(sentence) as string,
    });
  });
});

it('hands attributes to the queue, and no other properties', async () => {
  const { asked } = await created('AWS::SQS::Queue', { QueueName: 'q', Tags: [], VisibilityTimeout: 5 });

  expect(asked.queues).toEqual([{ name: 'q', attributes: { VisibilityTimeout: 5 } }]);
});

it('hands the rule over, enabled when nothing is said', async () => {
  const targets = [{ Id: 'a', Arn: 'b' }];

  const { asked } = await created('AWS::Events::Rule', { Name: 'r', EventPattern: { a: ['b'] }, Targets: targets });

  expect(asked.rules).toEqual([
    { name: 'r', eventBusName: 'default', eventPattern: { a: ['b'] }, state: 'ENABLED', targets },
  ]);
});

it('gives roles long names that fit', async () => {
  const { thing } = await created('AWS::IAM::Role', { AssumeRolePolicyDocument: aTrustPolicy() }, 'a'.repeat(100));

  expect(thing?.physicalId).toMatch(new RegExp(`^a{45}-Thing-${SUFFIX}$`));
});

it('adds the policy to its roles', async () => {
  const { services } = recordingServices();
  const template = {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: aTrustPolicy() } },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'p', PolicyDocument: aPolicy(aStatement()), Roles: [{ Ref: 'Role' }] },
      },
    },
  };

  await createStack({ stackName: 'planet', template, services, region: aRegion(), resourceTypes });

  const { iam } = services;
  const session = iam.assumeRole(`arn:aws:iam::${ACCOUNT_ID}:role/r`, 'events.amazonaws.com');
  expect(() => iam.authorize(session, { action: 'a:b', resource: 'arn:aws:a:::b' })).not.toThrow();
});

async function created(type: string, properties: JsonObject, stackName = 'planet') {
  const { services, created: asked } = recordingServices();
  const template = { Resources: { Thing: { Type: type, Properties: properties } } };
  const { resources } = await createStack({ stackName, template, services, region: aRegion(), resourceTypes });
  return { thing: resources.get('Thing'), asked };
}
