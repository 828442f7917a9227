// Refuses a planet whose rules lead to buses that are not there: what it would measure is the retries.
import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { UserError } from 'local-aws/terms';
import type { Planet } from '../tools/engine/planet';

const BUS = /^arn:[\w-]+:events:[\w-]+:\d+:event-bus\//;

/** @throws UserError `RULE_LEADS_NOWHERE` */
export function requireBuses(targets: readonly string[], buses: readonly string[]): void {
  const nowhere = targets.find((target) => BUS.test(target) && !buses.includes(target));
  if (nowhere === undefined) return;
  throw new UserError(
    'RULE_LEADS_NOWHERE',
    `A rule leads to ${nowhere}, which does not run, so that the benchmark would measure its retries; start every region of the stage.`,
  );
}

/** The ARNs of all targets of all rules. */
export async function targetsOf(planet: Planet): Promise<readonly string[]> {
  const { endpointUrl: endpoint, ...credentials } = planet.aws;
  const targets: string[] = [];
  for (const [region, { stack }] of planet.regions) {
    const client = new EventBridgeClient({ region, endpoint, credentials });
    const EventBusName = stack.outputs['EventBusName'];
    const { Rules = [] } = await client.send(new ListRulesCommand({ EventBusName }));
    for (const { Name } of Rules) {
      const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ EventBusName, Rule: Name }));
      targets.push(...Targets.flatMap(({ Arn }) => Arn ?? []));
    }
    client.destroy();
  }
  return targets;
}

export function busesOf({ regions }: Planet): readonly string[] {
  return [...regions.values()].flatMap(({ stack }) => stack.outputs['EventBusArn'] ?? []);
}
