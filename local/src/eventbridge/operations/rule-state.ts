// DisableRule: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html
// EnableRule: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html
import { DEFAULT_EVENT_BUS } from '../buses/default-event-bus';
import { optionalText, requiredText } from '../members';
import { type Rule, ruleArnOf } from '../rules/rule';
import { authorize, operation, type OperationFactory } from './operation-context';

/** The rule matches no event any more, and its schedule does not set it off. Its stack does not learn of it. */
export const disableRule = stateOperation('events:DisableRule', 'DISABLED');

/** The rule matches again. */
export const enableRule = stateOperation('events:EnableRule', 'ENABLED');

function stateOperation(action: string, state: Rule['state']): OperationFactory {
  return operation(({ region, iam, buses, setState }, input, caller) => {
    const name = requiredText(input, 'Name', 'the request');
    const bus = buses.get(optionalText(input, 'EventBusName') ?? DEFAULT_EVENT_BUS);
    authorize(iam, caller, { action, resource: ruleArnOf(region, bus.name, name) });
    setState(bus, name, state);
    return {};
  });
}
