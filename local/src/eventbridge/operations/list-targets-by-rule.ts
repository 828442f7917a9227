// ListTargetsByRule: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html
import { DEFAULT_EVENT_BUS } from '../buses/default-event-bus';
import { optionalText, requiredText } from '../members';
import { authorize, operation } from './operation-context';
import { pageOf } from './list-page';
import { ruleArnOf } from '../rules/rule';

/** The targets of a rule, as they were defined. */
export const listTargetsByRule = operation(({ region, iam, buses }, input, caller) => {
  const name = requiredText(input, 'Rule', 'the request');
  const bus = buses.get(optionalText(input, 'EventBusName') ?? DEFAULT_EVENT_BUS);
  authorize(iam, caller, { action: 'events:ListTargetsByRule', resource: ruleArnOf(region, bus.name, name) });
  const { items, next } = pageOf(bus.getRule(name).targets, input);
  return { Targets: items.map(({ definition }) => definition), ...next };
});
