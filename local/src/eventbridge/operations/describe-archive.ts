// DescribeArchive: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeArchive.html
import { timestampOf } from '../buses/event-time';
import { requiredText } from '../members';
import { authorize, operation } from './operation-context';

export const describeArchive = operation(({ iam, archives }, input, caller) => {
  const name = requiredText(input, 'ArchiveName', 'the request');
  authorize(iam, caller, { action: 'events:DescribeArchive', resource: archives.arnOf(name) });
  const { arn, createdAt, definition, eventCount } = archives.get(name);
  return {
    ArchiveArn: arn,
    ArchiveName: name,
    EventSourceArn: definition.eventSourceArn,
    ...(definition.eventPattern && { EventPattern: JSON.stringify(definition.eventPattern) }),
    RetentionDays: definition.retentionDays,
    EventCount: eventCount,
    CreationTime: timestampOf(createdAt),
    State: 'ENABLED',
  };
});
