// The example's stack, in every region of every stage of ours.
import { MEMORY } from '../../bench/votes-bill';
import { packageRegions } from '../../tools/packaging/packaging';
import { copyOfService } from '../support/packages/services';
import {
  OWN_STAGES,
  resourcesOf,
  rulesOf,
  settingsOf,
  type Template,
  theResource,
} from '../support/packages/templates';
import { permissionsOf, trustsOf } from './requirements/roles';

const BUS = "the planet's bus";

/** By stage and region. */
let templates: ReadonlyMap<string, Template>;

const STACKS = OWN_STAGES.flatMap((stage) => settingsOf(stage).regions.map((region) => [stage, region] as const));

beforeAll(async () => {
  const root = copyOfService('second-screen', 'examples');
  const stages = OWN_STAGES.map(async (stage) => {
    const packaged = await packageRegions({
      root,
      stage,
      regions: settingsOf(stage).regions,
    });
    return [...packaged].map(([region, template]) => [`${stage} ${region}`, template as Template] as const);
  });
  templates = new Map((await Promise.all(stages)).flat());
});

function templateOf(stage: string, region: string): Template {
  const template = templates.get(`${stage} ${region}`);
  if (!template) throw new Error(`The second screen was not packaged for ${stage} in ${region}.`);
  return template;
}

/** What the roles may do, in every stage and region: a list to be reviewed whenever it changes. */
const PERMISSIONS = [
  ['ShowScheduleRole', 'lambda:InvokeFunction', 'ShowLambdaFunction'],
  ['ShowRole', 'logs:CreateLogStream', 'ShowLogGroup'],
  ['ShowRole', 'logs:PutLogEvents', 'ShowLogGroup'],
  ['ShowRole', 'dynamodb:GetItem', 'Table'],
  ['ShowRole', 'dynamodb:Query', 'Table'],
  ['ShowRole', 'dynamodb:UpdateItem', 'Table'],
  ['ShowRole', 'events:PutEvents', BUS],
  ['FollowRole', 'logs:CreateLogStream', 'FollowLogGroup'],
  ['FollowRole', 'logs:PutLogEvents', 'FollowLogGroup'],
  ['FollowRole', 'dynamodb:UpdateItem', 'Table'],
  ['CountRole', 'logs:CreateLogStream', 'CountLogGroup'],
  ['CountRole', 'logs:PutLogEvents', 'CountLogGroup'],
  ['CountRole', 'sqs:ReceiveMessage', 'Votes'],
  ['CountRole', 'sqs:DeleteMessage', 'Votes'],
  ['CountRole', 'sqs:GetQueueAttributes', 'Votes'],
  ['CountRole', 'dynamodb:PutItem', 'Table'],
  ['CountRole', 'dynamodb:UpdateItem', 'Table'],
] as const;

/** Who may assume them. */
const TRUSTS = [
  'ShowScheduleRole: scheduler.amazonaws.com if {"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}',
  'ShowRole: lambda.amazonaws.com',
  'FollowRole: lambda.amazonaws.com',
  'CountRole: lambda.amazonaws.com',
];

describe.each(STACKS)('in stage %s, %s', (stage, region) => {
  it('allows each role what the list says and no more, one action on one resource in each statement', () => {
    const template = templateOf(stage, region);

    expect(permissionsOf(template)).toEqual(
      PERMISSIONS.map(
        ([role, action, resource]) => `Allow ${role} ${action} ${JSON.stringify(arnOf(resource, stage))}`,
      ),
    );
    expect(statementsOf(template)).toHaveLength(PERMISSIONS.length);
    expect(JSON.stringify(template)).not.toContain('ManagedPolicyArns');
  });

  it('lets each role be assumed by one service', () => {
    expect(trustsOf(templateOf(stage, region))).toEqual(TRUSTS);
  });

  it('puts on the bus of its stage and region nothing but messages of its own', () => {
    const statement = statementsOf(templateOf(stage, region)).find(({ Action }) => Action === 'events:PutEvents');

    expect(statement).toMatchObject({
      Resource: arnOf(BUS, stage),
      Condition: {
        'ForAllValues:StringEquals': {
          'events:source': 'second-screen',
          'events:detail-type': 'message.published',
        },
        Null: { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    });
  });

  it('hears of that bus what the planet has let in, in its own channels', () => {
    const rules = rulesOf(templateOf(stage, region)).map(([, { Properties }]) => Properties);

    expect(rules.map(({ EventPattern }) => EventPattern['detail'])).toEqual([
      { name: ['screen/film'] },
      { name: ['screen/votes', 'screen/here'] },
    ]);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        EventBusName: `global-pubsub-${stage}`,
        EventPattern: {
          source: ['global-pubsub.api'],
          'detail-type': ['message.published'],
        },
      });
    }
  });

  it('counts as many votes at once as a hundred, gathered for a second', () => {
    expect(theResource(templateOf(stage, region), 'AWS::Lambda::EventSourceMapping').Properties).toMatchObject({
      ...{
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 1,
        ScalingConfig: { MaximumConcurrency: 2 },
      },
      EventSourceArn: { 'Fn::GetAtt': ['Votes', 'Arn'] },
    });
  });

  it('has functions with the memory that the bill for votes counts', () => {
    const functions = resourcesOf(templateOf(stage, region), 'AWS::Lambda::Function');

    expect(functions.map(([, { Properties }]) => Properties['MemorySize'])).toEqual(
      [MEMORY.show, MEMORY.follow, MEMORY.count].map((gigabytes) => gigabytes * 1024),
    );
  });

  it('has functions of which each is tied to its own role', () => {
    const functions = resourcesOf(templateOf(stage, region), 'AWS::Lambda::Function');

    expect(functions.map(([, { Properties }]) => Properties['Role'])).toEqual(
      ['ShowRole', 'FollowRole', 'CountRole'].map((role) => ({
        'Fn::GetAtt': [role, 'Arn'],
      })),
    );
  });
});

describe('its web site', () => {
  let site: Template;

  beforeAll(async () => {
    const root = copyOfService('site', 'examples/second-screen');
    const [packaged] = (await packageRegions({ root, stage: 'prod', regions: ['us-east-1'] })).values();
    site = packaged as Template;
  });

  it('is read by its own distribution, and by nobody else', () => {
    const properties = site.Resources['PageBucketPolicy']?.Properties;
    const { PolicyDocument: policy } = properties as {
      readonly PolicyDocument: { readonly Statement: readonly object[] };
    };
    const isOwn = {
      StringEquals: {
        'aws:SourceArn': {
          'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}',
        },
      },
    };

    expect(policy.Statement).toEqual(
      ['s3:GetObject', 's3:ListBucket'].map((action) => ({
        ...{ Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: action, Condition: isOwn },
        Resource: expect.anything() as unknown,
      })),
    );
    expect(site.Resources['PageBucket']?.Properties['PublicAccessBlockConfiguration']).toEqual({
      ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  it('is asked for a new page each time, and for what it loads once', () => {
    const { DistributionConfig: distribution } = theResource(site, 'AWS::CloudFront::Distribution').Properties;

    expect(distribution).toMatchObject({
      DefaultRootObject: 'index.html',
      DefaultCacheBehavior: {
        ...{ TargetOriginId: 'page', ViewerProtocolPolicy: 'redirect-to-https' },
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      },
      CacheBehaviors: [
        {
          ...{ PathPattern: '/assets/*', TargetOriginId: 'page', ViewerProtocolPolicy: 'redirect-to-https' },
          CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
        },
      ],
    });
  });

  it('has no name that the same site in another region has', () => {
    const { OriginAccessControlConfig: access } = theResource(site, 'AWS::CloudFront::OriginAccessControl').Properties;
    const { ResponseHeadersPolicyConfig: headers } = theResource(
      site,
      'AWS::CloudFront::ResponseHeadersPolicy',
    ).Properties;

    for (const named of [access, headers]) expect(named).toMatchObject({ Name: 'second-screen-site-prod-us-east-1' });
  });

  it('says where its page goes, and its address', () => {
    expect(Object.keys(site.Outputs)).toEqual(expect.arrayContaining(['PageBucketName', 'PageUrl']));
  });
});

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: string | readonly string[] }[] };
}

/** Those of all roles. */
function statementsOf(template: Template): Policy['PolicyDocument']['Statement'] {
  return resourcesOf(template, 'AWS::IAM::Role').flatMap(([, { Properties }]) =>
    ((Properties['Policies'] ?? []) as unknown as readonly Policy[]).flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    ),
  );
}

/** @param resource of the stack, or the bus of the planet's stage in the region */
function arnOf(resource: string, stage: string): object {
  if (resource !== BUS) return { 'Fn::GetAtt': [resource, 'Arn'] };
  const bus = `event-bus/global-pubsub-${stage}`;
  return { 'Fn::Sub': `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:${bus}` };
}
