// DescribeEventBus: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html
import { eventBusArnOf } from '../buses/event-bus';
import { DEFAULT_EVENT_BUS } from '../buses/default-event-bus';
import { timestampOf } from '../buses/event-time';
import { optionalText } from '../members';
import { authorize, operation } from './operation-context';

/** Describes one bus, the default one if none is named. */
export const describeEventBus = operation(({ region, iam, buses }, input, caller) => {
  const name = buses.nameOf(optionalText(input, 'Name') ?? DEFAULT_EVENT_BUS);
  authorize(iam, caller, { action: 'events:DescribeEventBus', resource: eventBusArnOf(name, region) });
  const { arn, createdAt } = buses.get(name);
  const time = timestampOf(createdAt);
  return { Name: name, Arn: arn, CreationTime: time, LastModifiedTime: time };
});
