// ListRules: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html
import { DEFAULT_EVENT_BUS } from '../buses/default-event-bus';
import { optionalText } from '../members';
import { authorize, operation } from './operation-context';
import { pageOf } from './list-page';
import { descriptionOf } from './rule-description';

/** The rules of a bus. */
export const listRules = operation(({ iam, buses }, input, caller) => {
  authorize(iam, caller, { action: 'events:ListRules', resource: '*' });
  const bus = buses.get(optionalText(input, 'EventBusName') ?? DEFAULT_EVENT_BUS);
  const prefix = optionalText(input, 'NamePrefix') ?? '';
  const { items, next } = pageOf(
    bus.rules.filter(({ name }) => name.startsWith(prefix)),
    input,
  );
  return { Rules: items.map(descriptionOf), ...next };
});
