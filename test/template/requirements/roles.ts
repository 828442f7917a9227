// What the roles of a compiled stack may do, and who may assume them, one line each.
import type { JsonObject, JsonValue } from 'local-aws';
import { resourcesOf, type Template } from '../../support/packages/templates';

interface Statement extends JsonObject {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: JsonValue;
}

/** (effect, role, action, resource). */
export function permissionsOf(template: Template): string[] {
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

/** (role, services that may assume it, and on which conditions). */
export function trustsOf(template: Template): string[] {
  return resourcesOf(template, 'AWS::IAM::Role').map(([id, { Properties }]) => {
    const { Statement: statements } = Properties['AssumeRolePolicyDocument'] as {
      Statement: { Principal: { Service: string | string[] }; Condition?: JsonObject }[];
    };
    return `${id}: ${statements.map(trusted).join(' ')}`;
  });
}

function trusted({
  Principal,
  Condition,
}: {
  Principal: { Service: string | string[] };
  Condition?: JsonObject;
}): string {
  const services = [Principal.Service].flat().join(' ');
  return Condition ? `${services} if ${JSON.stringify(Condition)}` : services;
}

function triples(role: string, { Effect, Action, Resource }: Statement): string[] {
  return [Action]
    .flat()
    .flatMap((action) =>
      [Resource].flat().map((resource) => `${Effect} ${role} ${action} ${JSON.stringify(resource)}`),
    );
}
