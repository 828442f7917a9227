// ListTargetsByRule: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html
import { DEFAULT_EVENT_BUS } from '../buses/default-event-bus';
import { optionalText, requiredText } from '../members';
import { authorize, operation } from './operation-context';
import { pageOf } from './list-page';
import { ruleArnOf } from '../rules/rule';
import { notFound } from '../validation-error';

/** The targets of a rule, as they were defined. */
export const listTargetsByRule = operation(({ region, iam, buses }, input, caller) => {
  const name = requiredText(input, 'Rule', 'the request');
  const bus = buses.get(optionalText(input, 'EventBusName') ?? DEFAULT_EVENT_BUS);
  authorize(iam, caller, { action: 'events:ListTargetsByRule', resource: ruleArnOf(region, bus.name, name) });
  const rule = bus.rule(name);
  if (!rule) throw notFound(`Rule ${name} does not exist on EventBus ${bus.name}.`);
  const { items, next } = pageOf(rule.targets, input);
  return { Targets: items.map(({ definition }) => definition), ...next };
});
