// The region's Event API: who may connect, publish and subscribe, where its log is, and who is the broadcaster.
'use strict';

const HOUR = 3600;
/** Seconds for which a key is good, as the GraphQL API's: each deployment makes it good for as long again. */
const KEY_LIFETIME = 365 * 24 * HOUR;

const API_ID = { 'Fn::GetAtt': ['EventApi', 'ApiId'] };

/**
 * The CloudFormation fragment, without the namespaces.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 */
module.exports = async function eventApi({ resolveVariable }) {
  const name = await resolveVariable('self:custom.busName');
  const hasKeys = await resolveVariable('param:apiKeys');
  const { enabled: hasWebAcl } = await resolveVariable('self:custom.waf');
  const days = await resolveVariable('self:provider.logRetentionInDays');
  const tokens = await resolveVariable('self:custom.tokens');
  const modes = [...(hasKeys ? ['API_KEY'] : []), 'AWS_IAM', 'AWS_LAMBDA'].map((AuthType) => ({ AuthType }));

  return {
    Resources: {
      EventApi: {
        Type: 'AWS::AppSync::Api',
        Properties: {
          Name: name,
          EventConfig: {
            AuthProviders: modes.map((mode) =>
              mode.AuthType === 'AWS_LAMBDA'
                ? {
                    ...mode,
                    LambdaAuthorizerConfig: {
                      AuthorizerUri: { 'Fn::GetAtt': ['AuthorizerLambdaFunction', 'Arn'] },
                      IdentityValidationExpression: tokens,
                    },
                  }
                : mode,
            ),
            ConnectionAuthModes: modes,
            DefaultPublishAuthModes: modes,
            DefaultSubscribeAuthModes: modes,
            LogConfig: { LogLevel: 'ERROR', CloudWatchLogsRoleArn: { 'Fn::GetAtt': ['EventApiLogRole', 'Arn'] } },
          },
        },
      },
      ...(hasKeys ? { EventApiKey: keyOfNow() } : {}),
      ...(hasWebAcl ? { EventApiWebAcl: WEB_ACL } : {}),
      EventApiAuthorizerPermission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { 'Fn::GetAtt': ['AuthorizerLambdaFunction', 'Arn'] },
          Principal: 'appsync.amazonaws.com',
          SourceArn: { 'Fn::GetAtt': ['EventApi', 'ApiArn'] },
        },
      },
      EventApiBus: {
        Type: 'AWS::AppSync::DataSource',
        Properties: {
          ApiId: API_ID,
          Name: 'eventBus',
          Type: 'AMAZON_EVENTBRIDGE',
          EventBridgeConfig: { EventBusArn: { 'Fn::GetAtt': ['EventBus', 'Arn'] } },
          ServiceRoleArn: { 'Fn::GetAtt': ['PublishRole', 'Arn'] },
        },
      },
      BroadcasterRole: roleFor('broadcast', {
        Action: 'appsync:EventPublish',
        Resource: { 'Fn::Sub': '${EventApi.ApiArn}/channelNamespace/*' },
      }),
      EventApiLogGroup: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: { 'Fn::Sub': '/aws/appsync/apis/${EventApi.ApiId}' }, RetentionInDays: days },
      },
      EventApiLogRole: roleFor(),
      // Apart from the role, which the API needs before there can be a log with its id.
      EventApiLogPolicy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'write-log',
          Roles: [{ Ref: 'EventApiLogRole' }],
          PolicyDocument: policyOf({
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': ['EventApiLogGroup', 'Arn'] },
          }),
        },
      },
    },
    Outputs: {
      EventApiId: { Description: 'The id of the Event API.', Value: API_ID },
      EventsHttpHost: {
        Description: 'Where clients publish events: POST https://HOST/event.',
        Value: { 'Fn::GetAtt': ['EventApi', 'Dns.Http'] },
      },
      EventsRealtimeHost: {
        Description: 'Where clients subscribe to channels of events: wss://HOST/event/realtime.',
        Value: { 'Fn::GetAtt': ['EventApi', 'Dns.Realtime'] },
      },
    },
  };
};

/** The same as in front of the GraphQL API. */
const WEB_ACL = {
  Type: 'AWS::WAFv2::WebACLAssociation',
  Properties: {
    ResourceArn: { 'Fn::GetAtt': ['EventApi', 'ApiArn'] },
    WebACLArn: { 'Fn::GetAtt': ['GraphQlWaf', 'Arn'] },
  },
};

function keyOfNow() {
  const hours = Math.floor(Date.now() / 1000 / HOUR);
  return {
    Type: 'AWS::AppSync::ApiKey',
    Properties: {
      ApiId: API_ID,
      Description: 'Opens every allowed channel of this region. For quick starts.',
      Expires: hours * HOUR + KEY_LIFETIME,
    },
  };
}

/**
 * A role of AppSync's.
 *
 * @param {string} [name] of its one policy
 * @param {object} [statement] what it may do
 */
function roleFor(name, statement) {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'appsync.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      ...(statement && { Policies: [{ PolicyName: name, PolicyDocument: policyOf(statement) }] }),
    },
  };
}

/** @param {object} statement */
function policyOf(statement) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] };
}
