// Who may do what in the regional stack: a list to be reviewed whenever it changes. ST-15 and ST-16 hold it against every stack.
import { allTemplates, edgeTemplateOf, templateOf } from '../support/packages/templates';
import { permissionsOf, trustsOf } from './requirements/roles';

/** By itself, or in a list. */
const ANY_RESOURCE = /"Resource":(\[[^\]]*)?"\*"/;

it('allows each role what the list says, and no more', () => {
  expect(permissionsOf(templateOf('local', 'us-west-2'))).toMatchInlineSnapshot(`
    [
      "Allow AuthorizerRole logs:CreateLogStream {"Fn::GetAtt":["AuthorizerLogGroup","Arn"]}",
      "Allow AuthorizerRole logs:PutLogEvents {"Fn::GetAtt":["AuthorizerLogGroup","Arn"]}",
      "Allow PublishRole events:PutEvents {"Fn::GetAtt":["EventBus","Arn"]}",
      "Allow AdmitRole appsync:GraphQL {"Fn::Sub":"\${GraphQlApi.Arn}/types/Mutation/fields/admitFromBus"}",
      "Allow DeliverRole appsync:GraphQL {"Fn::Sub":"\${GraphQlApi.Arn}/types/Mutation/fields/publishFromBus"}",
      "Allow CloseRole appsync:GraphQL {"Fn::Sub":"\${GraphQlApi.Arn}/types/Mutation/fields/unsubscribeFromBus"}",
      "Allow HistoryRole dynamodb:PutItem {"Fn::GetAtt":["HistoryTable","Arn"]}",
      "Allow HistoryRole dynamodb:GetItem {"Fn::GetAtt":["HistoryTable","Arn"]}",
      "Allow HistoryRole dynamodb:Query {"Fn::Sub":"\${HistoryTable.Arn}/index/byPosition"}",
      "Allow HistoryRole dynamodb:Query {"Fn::Sub":"\${HistoryTable.Arn}/index/byTree"}",
      "Allow BroadcasterRole appsync:EventPublish {"Fn::Sub":"\${EventApi.ApiArn}/channelNamespace/*"}",
      "Allow BroadcastRole appsync:GraphQL {"Fn::Sub":"\${GraphQlApi.Arn}/types/Mutation/fields/broadcastFromBus"}",
      "Allow ReplicateRoleApSoutheast2 events:PutEvents {"Fn::Sub":"arn:\${AWS::Partition}:events:ap-southeast-2:\${AWS::AccountId}:event-bus/global-pubsub-local"}",
      "Allow HeartbeatRole events:PutEvents {"Fn::GetAtt":["EventBus","Arn"]}",
      "Allow EventApiLogRole logs:CreateLogStream {"Fn::GetAtt":["EventApiLogGroup","Arn"]}",
      "Allow EventApiLogRole logs:PutLogEvents {"Fn::GetAtt":["EventApiLogGroup","Arn"]}",
      "Allow GraphQlApiLogGroupRole logs:CreateLogGroup {"Fn::GetAtt":["GraphQlApiLogGroup","Arn"]}",
      "Allow GraphQlApiLogGroupRole logs:CreateLogStream {"Fn::GetAtt":["GraphQlApiLogGroup","Arn"]}",
      "Allow GraphQlApiLogGroupRole logs:PutLogEvents {"Fn::GetAtt":["GraphQlApiLogGroup","Arn"]}",
    ]
  `);
});

it('lets each role be assumed by one service', () => {
  expect(trustsOf(templateOf('local', 'us-west-2'))).toMatchInlineSnapshot(`
    [
      "AuthorizerRole: lambda.amazonaws.com",
      "PublishRole: appsync.amazonaws.com",
      "AdmitRole: events.amazonaws.com",
      "DeliverRole: events.amazonaws.com",
      "CloseRole: events.amazonaws.com",
      "HistoryRole: appsync.amazonaws.com",
      "BroadcasterRole: appsync.amazonaws.com",
      "EventApiLogRole: appsync.amazonaws.com",
      "BroadcastRole: events.amazonaws.com",
      "ReplicateRoleApSoutheast2: events.amazonaws.com",
      "HeartbeatRole: scheduler.amazonaws.com if {"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}",
      "GraphQlApiLogGroupRole: appsync.amazonaws.com",
    ]
  `);
});

it.each(allTemplates())('has no Resource: "*" in the template of $stage in $region', ({ stage, region }) => {
  expect(JSON.stringify(templateOf(stage, region))).not.toMatch(ANY_RESOURCE);
});

it('has no Resource: "*" in the template of the front door', () => {
  expect(JSON.stringify(edgeTemplateOf('five'))).not.toMatch(ANY_RESOURCE);
});
