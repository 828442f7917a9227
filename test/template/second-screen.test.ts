// The example's stack, in every region of every stage of ours.
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

function templateOf(stage = 'local', region = 'us-west-2'): Template {
  const template = templates.get(`${stage} ${region}`);
  if (!template) throw new Error(`The second screen was not packaged for ${stage} in ${region}.`);
  return template;
}

it('allows each role what the list says, and no more', () => {
  expect(permissionsOf(templateOf())).toMatchInlineSnapshot(`
    [
      "Allow ShowScheduleRole lambda:InvokeFunction {"Fn::GetAtt":["ShowLambdaFunction","Arn"]}",
      "Allow ShowRole logs:CreateLogStream {"Fn::GetAtt":["ShowLogGroup","Arn"]}",
      "Allow ShowRole logs:PutLogEvents {"Fn::GetAtt":["ShowLogGroup","Arn"]}",
      "Allow ShowRole dynamodb:GetItem {"Fn::GetAtt":["Table","Arn"]}",
      "Allow ShowRole dynamodb:Query {"Fn::GetAtt":["Table","Arn"]}",
      "Allow ShowRole dynamodb:UpdateItem {"Fn::GetAtt":["Table","Arn"]}",
      "Allow ShowRole events:PutEvents {"Fn::Sub":"arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:event-bus/global-pubsub-local"}",
      "Allow FollowRole logs:CreateLogStream {"Fn::GetAtt":["FollowLogGroup","Arn"]}",
      "Allow FollowRole logs:PutLogEvents {"Fn::GetAtt":["FollowLogGroup","Arn"]}",
      "Allow FollowRole dynamodb:UpdateItem {"Fn::GetAtt":["Table","Arn"]}",
      "Allow CountRole logs:CreateLogStream {"Fn::GetAtt":["CountLogGroup","Arn"]}",
      "Allow CountRole logs:PutLogEvents {"Fn::GetAtt":["CountLogGroup","Arn"]}",
      "Allow CountRole sqs:ReceiveMessage {"Fn::GetAtt":["Votes","Arn"]}",
      "Allow CountRole sqs:DeleteMessage {"Fn::GetAtt":["Votes","Arn"]}",
      "Allow CountRole sqs:GetQueueAttributes {"Fn::GetAtt":["Votes","Arn"]}",
      "Allow CountRole dynamodb:PutItem {"Fn::GetAtt":["Table","Arn"]}",
      "Allow CountRole dynamodb:UpdateItem {"Fn::GetAtt":["Table","Arn"]}",
    ]
  `);
});

it('lets each role be assumed by one service', () => {
  expect(trustsOf(templateOf())).toMatchInlineSnapshot(`
    [
      "ShowScheduleRole: scheduler.amazonaws.com if {"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}",
      "ShowRole: lambda.amazonaws.com",
      "FollowRole: lambda.amazonaws.com",
      "CountRole: lambda.amazonaws.com",
    ]
  `);
});

describe.each(STACKS)('in stage %s, %s', (stage, region) => {
  it('puts on the bus of its stage and region nothing but messages of its own', () => {
    const [, , statement] = statementsOf(templateOf(stage, region), 'ShowRole');

    expect(statement).toEqual({
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: {
        'Fn::Sub': `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:event-bus/global-pubsub-${stage}`,
      },
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

  it('has functions of which each is tied to its own role', () => {
    const functions = resourcesOf(templateOf(stage, region), 'AWS::Lambda::Function');

    expect(functions.map(([, { Properties }]) => Properties['Role'])).toEqual(
      ['ShowRole', 'FollowRole', 'CountRole'].map((role) => ({
        'Fn::GetAtt': [role, 'Arn'],
      })),
    );
  });
});

function statementsOf(template: Template, role: string): readonly object[] {
  const [policy] = template.Resources[role]?.Properties['Policies'] as {
    readonly PolicyDocument: { readonly Statement: readonly object[] };
  }[];
  return policy?.PolicyDocument.Statement ?? [];
}
