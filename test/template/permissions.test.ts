// Who may do what in the regional stack: a list to be reviewed whenever it changes.
import { type JsonObject, type JsonValue } from '../../local/json';
import { resourcesOf, templateOf, type Template } from '../support/templates';

interface Statement extends JsonObject {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: JsonValue;
}

it('allows each role what the list says, and no more', () => {
  expect(permissionsOf(templateOf('local', 'us-west-2'))).toMatchInlineSnapshot(`
    [
      "Allow PublishRole events:PutEvents {"Fn::GetAtt":["EventBus","Arn"]}",
      "Allow DeliverRole appsync:GraphQL {"Fn::Sub":"\${GraphQlApi.Arn}/types/Mutation/fields/publishFromBus"}",
      "Allow CloseRole appsync:GraphQL {"Fn::Sub":"\${GraphQlApi.Arn}/types/Mutation/fields/unsubscribeFromBus"}",
      "Allow ReplicateRoleApSoutheast2 events:PutEvents {"Fn::Sub":"arn:\${AWS::Partition}:events:ap-southeast-2:\${AWS::AccountId}:event-bus/global-pubsub-local"}",
      "Allow GraphQlApiLogGroupRole logs:CreateLogGroup {"Fn::GetAtt":["GraphQlApiLogGroup","Arn"]}",
      "Allow GraphQlApiLogGroupRole logs:CreateLogStream {"Fn::GetAtt":["GraphQlApiLogGroup","Arn"]}",
      "Allow GraphQlApiLogGroupRole logs:PutLogEvents {"Fn::GetAtt":["GraphQlApiLogGroup","Arn"]}",
    ]
  `);
});

it('lets each role be assumed by one service', () => {
  const template = templateOf('local', 'us-west-2');

  const trusted = resourcesOf(template, 'AWS::IAM::Role').map(([id, { Properties }]) => {
    const { Statement: statements } = Properties['AssumeRolePolicyDocument'] as {
      Statement: { Principal: { Service: string | string[] } }[];
    };
    return `${id}: ${statements.map(({ Principal }) => [Principal.Service].flat().join(' ')).join(' ')}`;
  });

  expect(trusted).toMatchInlineSnapshot(`
    [
      "PublishRole: appsync.amazonaws.com",
      "DeliverRole: events.amazonaws.com",
      "CloseRole: events.amazonaws.com",
      "ReplicateRoleApSoutheast2: events.amazonaws.com",
      "GraphQlApiLogGroupRole: appsync.amazonaws.com",
    ]
  `);
});

/** (role, action, resource), one line each. */
function permissionsOf(template: Template): string[] {
  const inline = resourcesOf(template, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
    ((Properties['Policies'] ?? []) as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.flatMap((statement) => triples(id, statement)),
    ),
  );
  const attached = resourcesOf(template, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
    (Properties['Roles'] as { Ref: string }[]).flatMap(({ Ref }) =>
      (Properties['PolicyDocument'] as unknown as { Statement: Statement[] }).Statement.flatMap((statement) =>
        triples(Ref, statement),
      ),
    ),
  );
  return [...inline, ...attached];
}

function triples(role: string, { Effect, Action, Resource }: Statement): string[] {
  return [Action]
    .flat()
    .flatMap((action) =>
      [Resource].flat().map((resource) => `${Effect} ${role} ${action} ${JSON.stringify(resource)}`),
    );
}
