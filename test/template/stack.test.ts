// What must hold of the compiled regional stack of every stage and region.
import { buildSchema, isObjectType, Kind, parse, type SelectionSetNode, specifiedRules, validate } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  allTemplates,
  packagedRegions,
  resolversOf,
  ROOT,
  rulesOf,
  templateOf,
  theResource,
} from '../support/templates';

const MAX_CODE_LENGTH = 32_768;
const MAX_ENVIRONMENT_VARIABLES = 50;
const MAX_ENVIRONMENT_VALUE_LENGTH = 512;

const schema = buildSchema(`
  scalar AWSJSON
  scalar AWSDateTime
  directive @aws_api_key on FIELD_DEFINITION | OBJECT
  directive @aws_iam on FIELD_DEFINITION | OBJECT
  directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
  ${readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8')}
`);

describe.each(allTemplates())('the stack of $stage in $region', ({ stage, region }) => {
  const template = templateOf(stage, region);
  const api = theResource(template, 'AWS::AppSync::GraphQLApi').Properties;
  const resolvers = resolversOf(template);

  it('has one resolver for each file in resolvers/', () => {
    const files = readdirSync(path.join(ROOT, 'resolvers')).flatMap((file) => /^(\w+\.\w+)\.ts$/.exec(file)?.[1] ?? []);

    const coordinates = [...resolvers.keys()];

    expect(coordinates.sort()).toEqual(files.sort());
  });

  it('has one resolver for each field of the root types', () => {
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name ?? ''}.${field}`),
    );

    const coordinates = [...resolvers.keys()];

    expect(coordinates.sort()).toEqual(fields.sort());
  });

  it.each([...resolvers.values()])(
    'keeps the code of $TypeName.$FieldName plain, whole and within 32 KB',
    ({ Code, Runtime }) => {
      expect(Runtime).toEqual({ Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' });
      expect(typeof Code).toBe('string');
      expect(Code).not.toContain('sourceMappingURL');
      expect(Code.length).toBeLessThanOrEqual(MAX_CODE_LENGTH);
    },
  );

  it('takes API keys and IAM, traces with X-Ray and logs errors', () => {
    expect(api).toMatchObject({
      AuthenticationType: 'API_KEY',
      AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }],
      XrayEnabled: true,
      LogConfig: { FieldLogLevel: 'ERROR' },
    });
  });

  it('keeps the environment variables within AppSync’s limits', () => {
    const variables = Object.entries(api['EnvironmentVariables'] ?? {});

    expect(variables.length).toBeLessThanOrEqual(MAX_ENVIRONMENT_VARIABLES);
    for (const [key, value] of variables) {
      expect(key).toMatch(/^[A-Za-z]\w+$/);
      expect(String(value).length).toBeLessThanOrEqual(MAX_ENVIRONMENT_VALUE_LENGTH);
    }
  });

  it('lets no rule call a mutation that the schema does not have', () => {
    const operations = rulesOf(template)
      .flatMap(([, { Properties }]) => Properties.Targets)
      .flatMap((target) => (target['AppSyncParameters'] as { GraphQLOperation: string } | undefined) ?? []);

    const errors = operations.flatMap(({ GraphQLOperation }) =>
      validate(schema, parse(GraphQLOperation), specifiedRules),
    );

    expect(operations).toHaveLength(2);
    expect(errors).toEqual([]);
  });

  it('hands every field of Message to the subscribers', () => {
    const [target] = template.Resources['DeliverRule']?.Properties['Targets'] as {
      AppSyncParameters: { GraphQLOperation: string };
    }[];
    const type = schema.getType('Message');

    const selected = fieldsBelow(target?.AppSyncParameters.GraphQLOperation ?? '', 'publishFromBus');

    expect(selected.sort()).toEqual(isObjectType(type) ? Object.keys(type.getFields()).sort() : []);
  });

  it('puts no quotes around a placeholder of an input template', () => {
    const templates = rulesOf(template)
      .flatMap(([, { Properties }]) => Properties.Targets)
      .flatMap((target) => (target['InputTransformer'] as { InputTemplate: string } | undefined)?.InputTemplate ?? []);

    expect(templates).toHaveLength(2);
    // An object in the place of each placeholder is JSON only where there are no quotes around it.
    for (const text of templates) expect(() => void JSON.parse(text.replaceAll(/<\w+>/g, '{"a": 1}'))).not.toThrow();
  });

  it('gives every target the dead-letter queue and a day of retries', () => {
    const targets = rulesOf(template).flatMap(([, { Properties }]) => Properties.Targets);

    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) {
      expect(target['DeadLetterConfig']).toEqual({ Arn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] } });
      expect(target['RetryPolicy']).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
    }
  });

  it('lets the rules of its own bus, and nobody else, write to the dead-letter queue', () => {
    expect(theResource(template, 'AWS::SQS::QueuePolicy').Properties).toEqual({
      Queues: [{ Ref: 'DeadLetterQueue' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] },
            Condition: {
              ArnLike: {
                'aws:SourceArn': {
                  'Fn::Sub': 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/${EventBus}/*',
                },
              },
            },
          },
        ],
      },
    });
  });

  it('replicates to each other region once, and only what entered here', () => {
    const others = packagedRegions(stage).filter((other) => other !== region);

    const rules = rulesOf(template).filter(([id]) => id.startsWith('Replicate'));

    expect(rules.map(([, { Properties }]) => Properties.Targets.map(({ Id }) => Id)).sort()).toEqual(
      others.map((other) => [other]).sort(),
    );
    for (const [, { Properties }] of rules) {
      expect(Properties.EventPattern).toEqual({
        'detail-type': ['message.published', 'channel.closed'],
        region: [{ Ref: 'AWS::Region' }],
      });
    }
  });

  it('gives every rule a role of its own', () => {
    const roles = rulesOf(template).flatMap(([, { Properties }]) =>
      Properties.Targets.map(({ RoleArn }) => JSON.stringify(RoleArn)),
    );

    expect(new Set(roles).size).toBe(roles.length);
  });

  it('allows nothing on every resource', () => {
    expect(JSON.stringify(template)).not.toMatch(/"Resource":\s*(\["\*"\]|"\*")/);
  });
});

it('lets clients read the schema in dev, and not in prod', () => {
  const settings = ['dev', 'prod'].map((stage) => {
    const api = theResource(templateOf(stage, 'us-west-2'), 'AWS::AppSync::GraphQLApi').Properties;
    return [api['IntrospectionConfig'], api['QueryDepthLimit']];
  });

  expect(settings).toEqual([
    ['ENABLED', 75],
    ['DISABLED', 3],
  ]);
});

it('spreads a long list of channels over several variables', () => {
  const api = theResource(templateOf('channels', 'us-west-2'), 'AWS::AppSync::GraphQLApi').Properties;

  const { REGION, ...lists } = api['EnvironmentVariables'] as Record<string, string>;

  expect(REGION).toBe('us-west-2');
  expect(Object.keys(lists)).toEqual(['CHANNELS_1', 'CHANNELS_2']);
  expect(Object.values(lists).join(',').split(',')).toHaveLength(7);
});

it('differs between two regions only by their names', () => {
  const regions = packagedRegions('five');

  const neutral = regions.map((region) => JSON.stringify(withoutReplication(region)).replaceAll(region, '<region>'));

  expect(new Set(neutral).size).toBe(1);
});

function withoutReplication(region: string): object {
  const { Resources, ...rest } = templateOf('five', region);
  return {
    ...rest,
    Resources: Object.fromEntries(Object.entries(Resources).filter(([id]) => !id.startsWith('Replicate'))),
  };
}

function fieldsBelow(operation: string, field: string): string[] {
  const names = (selections: SelectionSetNode | undefined) =>
    selections?.selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection] : [])) ?? [];
  const [definition] = parse(operation).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return names(definition.selectionSet)
    .filter(({ name }) => name.value === field)
    .flatMap(({ selectionSet }) => names(selectionSet).map(({ name }) => name.value));
}
