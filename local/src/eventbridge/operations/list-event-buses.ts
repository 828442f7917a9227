// ListEventBuses: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html
import { timestampOf } from '../buses/event-time';
import { optionalText } from '../members';
import { authorize, operation } from './operation-context';
import { pageOf } from './list-page';

/** The region's buses. */
export const listEventBuses = operation(({ iam, buses }, input, caller) => {
  authorize(iam, caller, { action: 'events:ListEventBuses', resource: '*' });
  const prefix = optionalText(input, 'NamePrefix') ?? '';
  const { items, next } = pageOf(
    buses.all().filter(({ name }) => name.startsWith(prefix)),
    input,
  );
  const found = items.map(({ name, arn, createdAt }) => {
    const time = timestampOf(createdAt);
    return { Name: name, Arn: arn, CreationTime: time, LastModifiedTime: time };
  });
  return { EventBuses: found, ...next };
});
