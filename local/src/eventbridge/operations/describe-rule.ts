// DescribeRule: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html
import { DEFAULT_EVENT_BUS } from '../buses/default-event-bus';
import { optionalText, requiredText } from '../members';
import { ruleArnOf } from '../rules/rule';
import { authorize, operation } from './operation-context';
import { descriptionOf } from './rule-description';

/** One rule, without its targets. */
export const describeRule = operation(({ region, iam, buses }, input, caller) => {
  const name = requiredText(input, 'Name', 'the request');
  const bus = buses.get(optionalText(input, 'EventBusName') ?? DEFAULT_EVENT_BUS);
  authorize(iam, caller, { action: 'events:DescribeRule', resource: ruleArnOf(region, bus.name, name) });
  return descriptionOf(bus.getRule(name));
});
