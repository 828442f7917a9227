// What must hold of every compiled regional stack, one check per requirement. An id is never given to another requirement.
import {
  buildSchema,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  specifiedRules,
  validate,
} from 'graphql';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { certificateArnOf, type JsonObject } from 'local-aws';
import { APPSYNC_DEFINITIONS, type ResourceSchemas } from 'local-aws/specification';
import {
  functionsOf,
  packagedRegions,
  resolversOf,
  resourcesOf,
  ROOT,
  rulesOf,
  settingsOf,
  type Template,
  theResource,
} from '../../support/packages/templates';
import { expectAccepted } from './acceptance';
import { permissionsOf, trustsOf } from './roles';
import { rateLimitsOf, WEB_ACL_RULES, webAclRulesOf } from './web-acl';

/** A compiled stack, and for what it was compiled. */
export interface CompiledStack {
  readonly stage: string;
  readonly region: string;
  readonly template: Template;
  /** AWS's schemas of the template's resource types. */
  readonly schemas: ResourceSchemas;
}

/** Something that must hold. */
export interface Requirement {
  readonly id: string;
  /** Completes the sentence "A stack must …". */
  readonly must: string;
  /** Throws when it does not hold. */
  readonly check: (stack: CompiledStack) => void;
}

/** Characters of a resolver's code: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_CODE_LENGTH = 32_768;
const MAX_ENVIRONMENT_VARIABLES = 50;
const MAX_ENVIRONMENT_VALUE_LENGTH = 512;

/** The requirements. */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'ST-01',
    must: 'have one resolver for each file in resolvers/',
    check: ({ template }) => {
      const files = readdirSync(path.join(ROOT, 'resolvers'));
      const coordinates = files.flatMap((file) => /^(\w+\.\w+)\.ts$/.exec(file)?.[1] ?? []);
      expect([...resolversOf(template).keys()].sort()).toEqual(coordinates.sort());
    },
  },
  {
    id: 'ST-02',
    must: 'have one resolver for each field of the root types',
    check: ({ template }) => {
      const schema = schemaOf(template);
      const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
      const fields = types.flatMap((type) =>
        Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name ?? ''}.${field}`),
      );
      expect([...resolversOf(template).keys()].sort()).toEqual(fields.sort());
    },
  },
  {
    id: 'ST-03',
    must: 'keep the code of every resolver plain, whole and within 32 KB',
    check: ({ template }) => {
      for (const { Code, Runtime } of [...resolversOf(template).values(), ...functionsOf(template).values()]) {
        expect(Runtime).toEqual({ Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' });
        expect(typeof Code).toBe('string');
        expect(Code).not.toContain('sourceMappingURL');
        expect(Code.length).toBeLessThanOrEqual(MAX_CODE_LENGTH);
      }
    },
  },
  {
    id: 'ST-04',
    must: 'take API keys, IAM and tokens, log errors without what requests say, and trace if the stage says so',
    check: ({ template, stage }) => {
      expect(apiOf(template)).toMatchObject({
        AuthenticationType: 'API_KEY',
        AdditionalAuthenticationProviders: [
          { AuthenticationType: 'AWS_IAM' },
          {
            AuthenticationType: 'AWS_LAMBDA',
            LambdaAuthorizerConfig: { AuthorizerUri: { 'Fn::GetAtt': ['AuthorizerLambdaFunction', 'Arn'] } },
          },
        ],
        XrayEnabled: settingsOf(stage).xray,
        LogConfig: { FieldLogLevel: 'ERROR', ExcludeVerboseContent: true },
      });
    },
  },
  {
    id: 'ST-39',
    must: 'let guests in where the stage does, and nobody who is neither a guest nor has a token',
    check: ({ template, stage }) => {
      const { publish = [], subscribe = [] } = settingsOf(stage).guests;
      const expressions = JSON.stringify(template).match(/(?<="IdentityValidationExpression":)"[^"]*"/g) ?? [];
      expect(expressions).toHaveLength(settingsOf(stage).events ? 2 : 1);
      for (const text of expressions) {
        const expression = new RegExp(JSON.parse(text) as string);
        expect(expression.test('guest')).toBe(publish.length + subscribe.length > 0);
        expect(['a.b.c', 'Bearer a.b.c'].filter((token) => expression.test(token))).toHaveLength(2);
        expect(['', 'guests', 'Guest', 'Bearer guest', 'guest.a'].filter((text) => expression.test(text))).toEqual([]);
      }
    },
  },
  {
    id: 'ST-05',
    must: 'keep the environment variables within AppSync’s limits',
    check: ({ template }) => {
      const variables = Object.entries(apiOf(template)['EnvironmentVariables'] ?? {});
      expect(variables.length).toBeLessThanOrEqual(MAX_ENVIRONMENT_VARIABLES);
      for (const [key, value] of variables) {
        expect(key).toMatch(/^[A-Za-z]\w+$/);
        expect(String(value).length).toBeLessThanOrEqual(MAX_ENVIRONMENT_VALUE_LENGTH);
      }
    },
  },
  {
    id: 'ST-06',
    must: 'let no rule call a mutation that the schema does not have',
    check: ({ template, stage }) => {
      const operations = targetsOf(template).flatMap((target) => operationOf(target) ?? []);
      const schema = schemaOf(template);
      expect(operations).toHaveLength(settingsOf(stage).events ? 4 : 3);
      expect(operations.flatMap((operation) => validate(schema, parse(operation), specifiedRules))).toEqual([]);
    },
  },
  {
    id: 'ST-07',
    must: 'hand every field of Message to the subscribers',
    check: ({ template }) => {
      const [target] = rule(template, 'DeliverRule').Targets;
      const type = schemaOf(template).getType('Message');
      const selected = fieldsBelow((target && operationOf(target)) ?? '', 'publishFromBus');
      expect(selected.sort()).toEqual(isObjectType(type) ? Object.keys(type.getFields()).sort() : []);
    },
  },
  {
    id: 'ST-08',
    must: 'put no quotes around a placeholder of an input template',
    check: ({ template, stage }) => {
      const templates = targetsOf(template).flatMap((target) => inputTemplateOf(target) ?? []);
      expect(templates).toHaveLength(settingsOf(stage).events ? 4 : 3);
      // An object in the place of each placeholder is JSON only where there are no quotes around it.
      for (const text of templates) {
        expect(() => void JSON.parse(text.replaceAll(/<\w+>/g, '{"a": 1}'))).not.toThrow();
      }
    },
  },
  {
    id: 'ST-09',
    must: 'give every target the dead-letter queue and a day of retries, which a bus has without asking',
    check: ({ template }) => {
      const targets = targetsOf(template);
      expect(targets.length).toBeGreaterThan(0);
      for (const target of targets) {
        expect(target['DeadLetterConfig']).toEqual({ Arn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] } });
        expect(target['RetryPolicy']).toEqual(
          // AWS takes none for a bus.
          target['AppSyncParameters'] ? { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } : undefined,
        );
      }
    },
  },
  {
    id: 'ST-10',
    must: 'let only the rules of its own bus write to the dead-letter queue',
    check: ({ template }) => {
      expect(theResource(template, 'AWS::SQS::QueuePolicy').Properties).toEqual({
        Queues: [{ Ref: 'DeadLetterQueue' }],
        PolicyDocument: { Version: '2012-10-17', Statement: [DEAD_LETTER_STATEMENT] },
      });
    },
  },
  {
    id: 'ST-11',
    must: 'replicate to each other region once, and only what entered here and is ours, or closes a channel',
    check: ({ template, stage, region }) => {
      const rules = rulesOf(template).filter(([id]) => id.startsWith('Replicate'));
      expect(rules.map(([, { Properties }]) => Properties.Targets.map(({ Id }) => Id)).sort()).toEqual(
        othersOf(stage, region)
          .map((other) => [other])
          .sort(),
      );
      for (const [, { Properties }] of rules) {
        expect(Properties.EventPattern).toEqual({
          region: [{ Ref: 'AWS::Region' }],
          $or: [
            { 'detail-type': ['message.published'], source: [API_SOURCE] },
            { 'detail-type': ['channel.closed'], source: [API_SOURCE, ...settingsOf(stage).closeSources] },
          ],
        });
      }
    },
  },
  {
    id: 'ST-12',
    must: 'give every rule the role of its own name',
    check: ({ template }) => {
      for (const [id, { Properties }] of rulesOf(template)) {
        const role = { 'Fn::GetAtt': [id.replace('Rule', 'Role'), 'Arn'] };
        expect(Properties.Targets.map(({ RoleArn }) => RoleArn)).toEqual([role]);
      }
    },
  },
  {
    id: 'ST-13',
    must: 'allow nothing on every resource',
    check: ({ template }) => {
      expect(JSON.stringify(template)).not.toMatch(/"Resource":\s*(\["\*"\]|"\*")/);
    },
  },
  {
    id: 'ST-14',
    must: 'hold nothing that CloudFormation would refuse',
    check: expectAccepted,
  },
  {
    id: 'ST-15',
    must: 'allow each role what the list says, and no more',
    check: ({ template, stage, region }) => {
      expect(permissionsOf(template).sort()).toEqual(
        [
          'Allow PublishRole events:PutEvents {"Fn::GetAtt":["EventBus","Arn"]}',
          'Allow HeartbeatRole events:PutEvents {"Fn::GetAtt":["EventBus","Arn"]}',
          'Allow AdmitRole appsync:GraphQL {"Fn::Sub":"${GraphQlApi.Arn}/types/Mutation/fields/admitFromBus"}',
          'Allow DeliverRole appsync:GraphQL {"Fn::Sub":"${GraphQlApi.Arn}/types/Mutation/fields/publishFromBus"}',
          'Allow CloseRole appsync:GraphQL {"Fn::Sub":"${GraphQlApi.Arn}/types/Mutation/fields/unsubscribeFromBus"}',
          ...['CreateLogStream', 'PutLogEvents'].map(
            (action) => `Allow AuthorizerRole logs:${action} {"Fn::GetAtt":["AuthorizerLogGroup","Arn"]}`,
          ),
          ...othersOf(stage, region).map(
            (other) => `Allow ${replicateRoleOf(other)} events:PutEvents ${busOf(stage, other)}`,
          ),
          ...(hasHistory(stage)
            ? [
                ...['GetItem', 'PutItem'].map(
                  (action) => `Allow HistoryRole dynamodb:${action} {"Fn::GetAtt":["HistoryTable","Arn"]}`,
                ),
                ...['byPosition', 'byTree'].map(
                  (index) => `Allow HistoryRole dynamodb:Query {"Fn::Sub":"\${HistoryTable.Arn}/index/${index}"}`,
                ),
              ]
            : []),
          ...(settingsOf(stage).events
            ? [
                'Allow BroadcastRole appsync:GraphQL {"Fn::Sub":"${GraphQlApi.Arn}/types/Mutation/fields/broadcastFromBus"}',
                'Allow BroadcasterRole appsync:EventPublish {"Fn::Sub":"${EventApi.ApiArn}/channelNamespace/*"}',
                ...['CreateLogStream', 'PutLogEvents'].map(
                  (action) => `Allow EventApiLogRole logs:${action} {"Fn::GetAtt":["EventApiLogGroup","Arn"]}`,
                ),
              ]
            : []),
          ...['CreateLogGroup', 'CreateLogStream', 'PutLogEvents'].map(
            (action) => `Allow GraphQlApiLogGroupRole logs:${action} {"Fn::GetAtt":["GraphQlApiLogGroup","Arn"]}`,
          ),
        ].sort(),
      );
    },
  },
  {
    id: 'ST-16',
    must: 'let each role be assumed by one service',
    check: ({ template, stage, region }) => {
      expect(trustsOf(template).sort()).toEqual(
        [
          'AuthorizerRole: lambda.amazonaws.com',
          'PublishRole: appsync.amazonaws.com',
          'HeartbeatRole: scheduler.amazonaws.com if {"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}',
          'AdmitRole: events.amazonaws.com',
          'DeliverRole: events.amazonaws.com',
          'CloseRole: events.amazonaws.com',
          ...(hasHistory(stage) ? ['HistoryRole: appsync.amazonaws.com'] : []),
          ...(settingsOf(stage).events
            ? [
                'BroadcastRole: events.amazonaws.com',
                'BroadcasterRole: appsync.amazonaws.com',
                'EventApiLogRole: appsync.amazonaws.com',
              ]
            : []),
          ...othersOf(stage, region).map((other) => `${replicateRoleOf(other)}: events.amazonaws.com`),
          'GraphQlApiLogGroupRole: appsync.amazonaws.com',
        ].sort(),
      );
    },
  },
  {
    id: 'ST-17',
    must: 'require IAM for what only the bus and operators may call',
    check: ({ template }) => {
      const fields = schemaOf(template).getMutationType()?.getFields();
      const forIam = ['unsubscribe', 'admitFromBus', 'publishFromBus', 'broadcastFromBus', 'unsubscribeFromBus'];
      const modes = forIam.map((field) => fields?.[field]?.astNode?.directives?.map(({ name }) => name.value));
      expect(modes).toEqual(forIam.map(() => ['aws_iam']));
    },
  },
  {
    id: 'ST-18',
    must: 'tell the resolvers their region and the allowed channels',
    check: ({ template, region }) => {
      const { REGION, ...lists } = apiOf(template)['EnvironmentVariables'] as Record<string, string>;
      expect(REGION).toBe(region);
      expect(Object.keys(lists)).toContain('CHANNELS_1');
      expect(Object.values(lists)).not.toContain('');
    },
  },
  {
    id: 'ST-19',
    must: 'admit what backends publish here, deliver what is ours and close what the API and the stage’s sources close, no more',
    check: ({ template, stage }) => {
      expect(rule(template, 'AdmitRule').EventPattern).toEqual({
        'detail-type': ['message.published'],
        region: [{ Ref: 'AWS::Region' }],
        source: [{ 'anything-but': [API_SOURCE, HEARTBEAT_SOURCE] }],
      });
      expect(rule(template, 'DeliverRule').EventPattern).toEqual({
        'detail-type': ['message.published'],
        source: [API_SOURCE, HEARTBEAT_SOURCE],
      });
      expect(rule(template, 'CloseRule').EventPattern).toEqual({
        'detail-type': ['channel.closed'],
        source: [API_SOURCE, ...settingsOf(stage).closeSources],
      });
      for (const id of ['AdmitRule', 'DeliverRule', 'CloseRule']) {
        expect(rule(template, id).Targets.map(({ Arn }) => Arn)).toEqual([
          { 'Fn::GetAtt': ['GraphQlApi', 'GraphQLEndpointArn'] },
        ]);
      }
    },
  },
  {
    id: 'ST-20',
    must: 'filter each subscription by its channel, and let the channel’s closing find it',
    check: ({ template }) => {
      const code = resolversOf(template).get('Subscription.subscribe')?.Code;
      expect(code).toContain('extensions.setSubscriptionFilter(');
      expect(code).toContain('extensions.setSubscriptionInvalidationFilter(');
    },
  },
  {
    id: 'ST-21',
    must: 'let only its own APIs ask the authorizer',
    check: ({ template, stage }) => {
      const permissions = resourcesOf(template, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
      const asking = [{ Ref: 'GraphQlApi' }, { 'Fn::GetAtt': ['EventApi', 'ApiArn'] }];
      const allowed = (settingsOf(stage).events ? asking : asking.slice(0, 1)).map((SourceArn) => ({
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['AuthorizerLambdaFunction', 'Arn'] },
        Principal: 'appsync.amazonaws.com',
        SourceArn,
      }));
      expect(permissions).toHaveLength(allowed.length);
      expect(permissions).toEqual(expect.arrayContaining(allowed));
    },
  },
  {
    id: 'ST-22',
    must: 'open to tokens what it opens to API keys, and nothing else',
    check: ({ template }) => {
      const definition = theResource(template, 'AWS::AppSync::GraphQLSchema').Properties['Definition'] as string;
      const modes = definition.match(/(@aws_(api_key|iam|lambda)\s*)+/g)?.map((text) => text.trim().split(/\s+/)) ?? [];
      expect(modes.filter((names) => names.includes('@aws_lambda') !== names.includes('@aws_api_key'))).toEqual([]);
    },
  },
  {
    id: 'ST-23',
    must: 'give the authorizer only public keys',
    check: ({ template }) => {
      const { Variables } = theResource(template, 'AWS::Lambda::Function').Properties['Environment'] as {
        readonly Variables: Readonly<Record<string, string>>;
      };
      expect(Object.keys(Variables)).toEqual(['ISSUERS', 'GUESTS', 'CLAIMS']);
      expect(Variables['ISSUERS']).not.toMatch(/"(d|p|q|dp|dq|qi|oth|k)":/);
    },
  },
  {
    id: 'ST-24',
    must: 'stand behind a web ACL, unless the stage has none',
    check: ({ template, stage }) => {
      if (!settingsOf(stage).waf.enabled) {
        expect(resourcesOf(template, 'AWS::WAFv2::WebACL')).toEqual([]);
        return;
      }
      const associated = resourcesOf(template, 'AWS::WAFv2::WebACLAssociation').map(([, { Properties }]) => Properties);
      const guarded = [['GraphQlApi', 'Arn'], ...(settingsOf(stage).events ? [['EventApi', 'ApiArn']] : [])].map(
        (attribute) => ({
          ResourceArn: { 'Fn::GetAtt': attribute },
          WebACLArn: { 'Fn::GetAtt': ['GraphQlWaf', 'Arn'] },
        }),
      );
      expect(associated).toHaveLength(guarded.length);
      expect(associated).toEqual(expect.arrayContaining(guarded));
      expect(rateLimitsOf(template)).toEqual({ RequestsPerAddress: settingsOf(stage).waf.serverRateLimit });
      expect(webAclRulesOf(template).map(({ Name }) => Name)).toEqual(WEB_ACL_RULES);
    },
  },
  {
    id: 'ST-25',
    must: 'send itself a heartbeat every minute, by the way of every message',
    check: ({ template }) => {
      expect(theResource(template, 'AWS::Scheduler::Schedule')['DependsOn']).toEqual([
        'DeliverRule',
        'GraphQlResolverMutationpublishFromBus',
      ]);
      expect(theResource(template, 'AWS::Scheduler::Schedule').Properties).toMatchObject({
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { 'Fn::GetAtt': ['EventBus', 'Arn'] },
          RoleArn: { 'Fn::GetAtt': ['HeartbeatRole', 'Arn'] },
          EventBridgeParameters: { DetailType: 'message.published', Source: HEARTBEAT_SOURCE },
          Input: '{"name":"$heartbeat","message":"<aws.scheduler.scheduled-time>"}',
        },
      });
    },
  },
  {
    id: 'ST-26',
    must: 'raise an alarm when nothing, not even a heartbeat, is delivered',
    check: ({ template, stage }) => {
      const { missedHeartbeats } = settingsOf(stage).health;
      expect(template.Resources['DeliverRule']?.Properties['Name']).toBe('deliver');
      expect(template.Resources['DeliveryAlarm']?.Properties).toEqual({
        // Another setting is another alarm: a health check would not notice that it changed.
        AlarmName: `global-pubsub-${stage}-silence-${missedHeartbeats}`,
        AlarmDescription: expect.any(String),
        Namespace: 'AWS/Events',
        MetricName: 'SuccessfulInvocationAttempts',
        Dimensions: [
          { Name: 'EventBusName', Value: { Ref: 'EventBus' } },
          { Name: 'RuleName', Value: 'deliver' },
        ],
        Statistic: 'Sum',
        // A heartbeat comes anywhere in its minute: a single minute may have none.
        Period: 60 * missedHeartbeats,
        EvaluationPeriods: 1,
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        TreatMissingData: 'breaching',
        ...toldOf(stage),
      });
    },
  },
  {
    id: 'ST-27',
    must: 'give each API a name below the stage’s domain, and nothing without one',
    check: ({ template, stage, region }) => {
      const { name, hostedZoneId } = settingsOf(stage).domain;
      if (name === undefined) {
        expect(DOMAIN_TYPES.flatMap((type) => resourcesOf(template, type))).toEqual([]);
        return;
      }
      const names = [
        { prefix: 'Api', api: 'GraphQlApi', hostName: `${region}.${name}` },
        ...(settingsOf(stage).events
          ? [{ prefix: 'EventApi', api: 'EventApi', hostName: `${region}-events.${name}` }]
          : []),
      ];
      for (const { prefix, api, hostName } of names) {
        const domain = `${prefix}Domain`;
        expect(template.Resources[domain]?.Properties).toEqual({
          DomainName: hostName,
          CertificateArn: certificateArnOf(name),
        });
        expect(template.Resources[`${domain}Association`]?.Properties).toEqual({
          DomainName: { Ref: domain },
          ApiId: { 'Fn::GetAtt': [api, 'ApiId'] },
        });
        const AliasTarget = {
          DNSName: { 'Fn::GetAtt': [domain, 'AppSyncDomainName'] },
          HostedZoneId: { 'Fn::GetAtt': [domain, 'HostedZoneId'] },
        };
        const records = recordsOf(template, ['A', 'AAAA']).filter(({ Name }) => Name === hostName);
        expect(records).toEqual(
          ['A', 'AAAA'].map((Type) => ({ HostedZoneId: hostedZoneId, Name: hostName, Type, AliasTarget })),
        );
      }
      // None but these.
      for (const type of DOMAIN_NAME_TYPES) expect(resourcesOf(template, type)).toHaveLength(names.length);
      expect(recordsOf(template, ['A', 'AAAA'])).toHaveLength(2 * names.length);
    },
  },
  {
    id: 'ST-28',
    must: 'take part in the routing as long as it is healthy',
    check: ({ template, stage, region }) => {
      const { name, hostedZoneId } = settingsOf(stage).domain;
      if (name === undefined) return;
      const { ttl } = settingsOf(stage).health;
      expect(recordsOf(template, ['TXT'])).toEqual([
        {
          HostedZoneId: hostedZoneId,
          // All records of a name have the same routing policy.
          Name: settingsOf(stage).routing === 'failover' ? `_regions.${name}` : `_region.${name}`,
          Type: 'TXT',
          // The router holds the answer for the other half.
          TTL: String(Math.floor(ttl / 2)),
          ResourceRecords: [`"${region}"`],
          SetIdentifier: region,
          HealthCheckId: { Ref: 'HealthCheck' },
          ...(settingsOf(stage).routing === 'failover' ? { MultiValueAnswer: true } : { Region: region }),
        },
      ]);
    },
  },
  {
    id: 'ST-37',
    must: 'be healthy while it delivers and its API answers, or while it delivers where the stage asks for no more',
    check: ({ template, stage, region }) => {
      const { domain, health } = settingsOf(stage);
      if (domain.name === undefined) return;
      const checks = resourcesOf(template, 'AWS::Route53::HealthCheck').map(
        ([id, { Properties }]) => [id, Properties['HealthCheckConfig']] as const,
      );
      const children = ['DeliveryHealthCheck', ...(health.failedPings === 0 ? [] : ['EndpointHealthCheck'])];
      expect(Object.fromEntries(checks)).toEqual({
        HealthCheck: {
          Type: 'CALCULATED',
          ChildHealthChecks: children.map((Ref) => ({ Ref })),
          HealthThreshold: children.length,
        },
        DeliveryHealthCheck: {
          Type: 'CLOUDWATCH_METRIC',
          AlarmIdentifier: { Name: { Ref: 'DeliveryAlarm' }, Region: { Ref: 'AWS::Region' } },
          InsufficientDataHealthStatus: 'Unhealthy',
        },
        ...(health.failedPings !== 0 && {
          EndpointHealthCheck: {
            Type: 'HTTPS_STR_MATCH',
            ...{ FullyQualifiedDomainName: `${region}.${domain.name}`, Port: 443, ResourcePath: '/ping' },
            ...{ SearchString: 'healthy', RequestInterval: 10, FailureThreshold: health.failedPings, EnableSNI: true },
          },
        }),
      });
      // A name that is asked for before it is there is remembered as none.
      expect(template.Resources['EndpointHealthCheck']?.['DependsOn']).toEqual(
        health.failedPings === 0 ? undefined : ['ApiDomainAssociation', 'ApiRecord', 'ApiRecordIpv6'],
      );
    },
  },
  {
    id: 'ST-29',
    must: 'tell where its API and its real-time API are',
    check: ({ template }) => {
      const values = ['GraphQlHost', 'RealtimeHost'].map((output) => template.Outputs[output]?.Value);
      expect(values).toEqual([
        { 'Fn::GetAtt': ['GraphQlApi', 'GraphQLDns'] },
        { 'Fn::GetAtt': ['GraphQlApi', 'RealtimeDns'] },
      ]);
    },
  },
  {
    id: 'ST-30',
    must: 'raise an alarm when an event could not be delivered',
    check: ({ template, stage }) => {
      expect(template.Resources['DeadLetterAlarm']?.Properties).toEqual({
        AlarmName: `global-pubsub-${stage}-dead-letters`,
        AlarmDescription: expect.any(String),
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['DeadLetterQueue', 'QueueName'] } }],
        Statistic: 'Maximum',
        Period: 300,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 1,
        TreatMissingData: 'notBreaching',
        ...toldOf(stage),
      });
    },
  },
  {
    id: 'ST-31',
    must: 'bound what one request may do',
    check: ({ template, stage }) => {
      expect(theResource(template, 'AWS::AppSync::GraphQLApi').Properties).toMatchObject({
        QueryDepthLimit: settingsOf(stage).queryDepthLimit,
        ResolverCountLimit: 20,
      });
    },
  },
  {
    id: 'ST-33',
    must: 'remember each message, with one write, before it delivers it: where the stage keeps a history, and nowhere else',
    check: ({ template, stage }) => {
      const tables = resourcesOf(template, 'AWS::DynamoDB::Table').map(([, { Properties }]) => Properties);
      const delivery = resolversOf(template).get('Mutation.publishFromBus') as unknown as JsonObject;
      const remember = functionsOf(template).get('remember')?.Code ?? '';
      if (!hasHistory(stage)) {
        expect({ tables, remember }).toEqual({ tables: [], remember: '' });
        expect(delivery).toMatchObject({ Kind: 'UNIT', DataSourceName: { 'Fn::GetAtt': ['GraphQlDsnone', 'Name'] } });
        return;
      }
      expect(tables).toMatchObject([
        {
          BillingMode: 'PAY_PER_REQUEST',
          TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
          SSESpecification: { SSEEnabled: true },
          PointInTimeRecoverySpecification: {
            PointInTimeRecoveryEnabled: settingsOf(stage).history.pointInTimeRecovery,
          },
        },
      ]);
      expect(namesIn(delivery['PipelineConfig'])).toEqual(['GraphQlFunctionConfigurationremember']);
      expect(remember.match(/from "@aws-appsync\/utils\/dynamodb"/g)).toHaveLength(1);
      expect(remember).toContain('import { put } from "@aws-appsync/utils/dynamodb"');
    },
  },
  {
    id: 'ST-40',
    must: 'know which channels the history excepts where they are remembered and read, and nowhere if it excepts none',
    check: ({ template, stage }) => {
      const { hours, except = [] } = settingsOf(stage).history;
      const code = [...resolversOf(template), ...functionsOf(template)].map(
        ([name, { Code }]) => [name, Code] as const,
      );
      const knowing = code.filter(([, text]) => /HISTORY_EXCEPT|[Ee]xcepted/.test(text));
      const keeping = settingsOf(stage).events ? ['claimBroadcast', 'settleBroadcast'] : [];
      expect(knowing.map(([name]) => name).sort()).toEqual(
        hours > 0 && except.length > 0 ? ['Query.history', ...keeping, 'remember'].sort() : [],
      );
      for (const [, text] of knowing)
        expect(JSON.parse(/\bdefine_HISTORY_EXCEPT_default = (.*?);/.exec(text)?.[1] ?? '[]')).toEqual(except);
    },
  },
  {
    id: 'ST-34',
    must: 'archive the messages that entered in the region, and nothing else, where the stage asks for it',
    check: ({ template, stage }) => {
      const archives = resourcesOf(template, 'AWS::Events::Archive').map(([, { Properties }]) => Properties);
      const { days } = settingsOf(stage).archive;
      expect(archives).toEqual(
        days === 0
          ? []
          : [
              {
                Description: expect.any(String),
                SourceArn: { 'Fn::GetAtt': ['EventBus', 'Arn'] },
                RetentionDays: days,
                EventPattern: {
                  'detail-type': ['message.published'],
                  region: [{ Ref: 'AWS::Region' }],
                  source: ['global-pubsub.api'],
                },
              },
            ],
      );
    },
  },
  {
    id: 'ST-38',
    must: 'have an Event API for the same callers, a namespace for each first part of its channels, where the stage says so, and else none',
    check: ({ template, stage }) => {
      const { events, channels, apiKeys } = settingsOf(stage);
      const namespaces = resourcesOf(template, 'AWS::AppSync::ChannelNamespace').map(
        ([, { Properties }]) => Properties,
      );
      if (!events) {
        expect(resourcesOf(template, 'AWS::AppSync::Api')).toEqual([]);
        expect(namespaces).toEqual([]);
        expect(template.Resources['BroadcastRule']).toBeUndefined();
        expect(
          Object.keys(template.Outputs).filter((name) => name.startsWith('Event') && !/^EventBus/.test(name)),
        ).toEqual([]);
        expect(Object.keys(template.Resources).filter((id) => id.startsWith('EventApi'))).toEqual([]);
        return;
      }
      const modes = [...(apiKeys ? ['API_KEY'] : []), 'AWS_IAM', 'AWS_LAMBDA'];
      expect(theResource(template, 'AWS::AppSync::Api').Properties['EventConfig']).toMatchObject({
        AuthProviders: modes.map((AuthType) => ({ AuthType })),
        ...{ ConnectionAuthModes: modes.map((AuthType) => ({ AuthType })) },
        ...{ DefaultPublishAuthModes: modes.map((AuthType) => ({ AuthType })) },
        ...{ DefaultSubscribeAuthModes: modes.map((AuthType) => ({ AuthType })) },
        LogConfig: { LogLevel: 'ERROR' },
      });
      expect(namespaces.map(({ Name }) => Name).sort()).toEqual(
        [...new Set(channels.map((channel) => channel.split('/')[0]))].sort(),
      );
      for (const { CodeHandlers, HandlerConfigs, ...rest } of namespaces) {
        // No modes of its own.
        expect(Object.keys(rest)).toEqual(['ApiId', 'Name']);
        expect(HandlerConfigs).toEqual({
          OnPublish: { Behavior: 'CODE', Integration: { DataSourceName: { 'Fn::GetAtt': ['EventApiBus', 'Name'] } } },
        });
        const code = JSON.stringify(CodeHandlers);
        expect(code).toContain('{"Ref":"BroadcasterRole"}');
        expect(code.length).toBeLessThanOrEqual(MAX_CODE_LENGTH);
      }
      expect(rule(template, 'BroadcastRule').EventPattern).toEqual({
        'detail-type': ['message.published'],
        source: [API_SOURCE],
      });
      const steps = hasHistory(stage) ? ['claimBroadcast', 'broadcast', 'settleBroadcast'] : ['broadcast'];
      const resolver = resolversOf(template).get('Mutation.broadcastFromBus') as unknown as JsonObject;
      expect(namesIn(resolver['PipelineConfig'])).toEqual(steps.map((step) => `GraphQlFunctionConfiguration${step}`));
    },
  },
  {
    id: 'ST-35',
    must: 'change no rule in an update before what the rule needs is there',
    check: ({ template }) => {
      for (const [id, { DependsOn }] of rulesOf(template)) {
        if (id === 'AdmitRule') expect(DependsOn).toEqual(['GraphQlResolverMutationadmitFromBus']);
        if (id === 'DeliverRule') expect(DependsOn).toEqual(['AdmitRule', 'GraphQlResolverMutationpublishFromBus']);
        if (id === 'BroadcastRule') {
          const namespaces = resourcesOf(template, 'AWS::AppSync::ChannelNamespace').map(([namespace]) => namespace);
          const needed = ['AdmitRule', 'GraphQlResolverMutationbroadcastFromBus', ...namespaces];
          expect([...(DependsOn as readonly string[])].sort()).toEqual(needed.sort());
        }
        if (id.startsWith('ReplicateRule')) expect(DependsOn).toEqual(['AdmitRule']);
      }
    },
  },
  {
    id: 'ST-32',
    must: 'not count signed requests, EventBridge’s own among them, at the web ACL',
    check: ({ template, stage }) => {
      if (!settingsOf(stage).waf.enabled) return;
      const [throttle] = webAclRulesOf(template);
      expect(throttle?.Statement.RateBasedStatement).toMatchObject({
        ScopeDownStatement: {
          NotStatement: {
            Statement: {
              ByteMatchStatement: {
                FieldToMatch: { SingleHeader: { Name: 'authorization' } },
                PositionalConstraint: 'STARTS_WITH',
                SearchString: 'AWS4-HMAC-SHA256',
              },
            },
          },
        },
      });
    },
  },
];

/** Who is told of the alarms of a stage. */
function toldOf(stage: string) {
  const { topic } = settingsOf(stage).alarms;
  if (topic === undefined) return {};
  const actions = [{ 'Fn::Sub': `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:${topic}` }];
  return { AlarmActions: actions, OKActions: actions };
}

/** The `source` of what the API puts on the bus. */
const API_SOURCE = 'global-pubsub.api';
/** The `source` of heartbeats. */
const HEARTBEAT_SOURCE = 'global-pubsub.heartbeat';

const DOMAIN_NAME_TYPES = ['AWS::AppSync::DomainName', 'AWS::AppSync::DomainNameApiAssociation'];
/** What only a stage with a domain has. */
const DOMAIN_TYPES = [...DOMAIN_NAME_TYPES, 'AWS::Route53::HealthCheck', 'AWS::Route53::RecordSet'];

const DEAD_LETTER_STATEMENT = {
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
};

function hasHistory(stage: string): boolean {
  return settingsOf(stage).history.hours > 0;
}

/** The names of what a resource refers to. */
function namesIn(value: unknown): string[] {
  return [...JSON.stringify(value).matchAll(/"Fn::GetAtt":\["(\w+)"/g)].map(([, name = '']) => name);
}

function apiOf(template: Template): JsonObject {
  return theResource(template, 'AWS::AppSync::GraphQLApi').Properties;
}

function schemaOf(template: Template): GraphQLSchema {
  const { Definition } = theResource(template, 'AWS::AppSync::GraphQLSchema').Properties;
  return buildSchema(APPSYNC_DEFINITIONS + (Definition as string));
}

function rule(template: Template, logicalId: string) {
  const found = rulesOf(template).find(([id]) => id === logicalId);
  if (!found) throw new Error(`The stack has no ${logicalId}.`);
  return found[1].Properties;
}

function recordsOf(template: Template, types: readonly string[]): readonly JsonObject[] {
  const records = resourcesOf(template, 'AWS::Route53::RecordSet').map(([, { Properties }]) => Properties);
  return records.filter(({ Type }) => types.some((type) => type === Type));
}

function targetsOf(template: Template): readonly JsonObject[] {
  return rulesOf(template).flatMap(([, { Properties }]) => Properties.Targets);
}

function operationOf(target: JsonObject): string | undefined {
  return (target['AppSyncParameters'] as { readonly GraphQLOperation: string } | undefined)?.GraphQLOperation;
}

function inputTemplateOf(target: JsonObject): string | undefined {
  return (target['InputTransformer'] as { readonly InputTemplate: string } | undefined)?.InputTemplate;
}

function othersOf(stage: string, region: string): string[] {
  return packagedRegions(stage).filter((other) => other !== region);
}

function replicateRoleOf(region: string): string {
  const words = region.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `ReplicateRole${words.join('')}`;
}

function busOf(stage: string, region: string): string {
  const arn = `arn:\${AWS::Partition}:events:${region}:\${AWS::AccountId}:event-bus/global-pubsub-${stage}`;
  return JSON.stringify({ 'Fn::Sub': arn });
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
