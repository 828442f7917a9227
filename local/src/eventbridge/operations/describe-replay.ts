// DescribeReplay: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeReplay.html
import { timestampOf } from '../buses/event-time';
import { requiredText } from '../members';
import { authorize, operation } from './operation-context';

export const describeReplay = operation(({ iam, archives }, input, caller) => {
  const name = requiredText(input, 'ReplayName', 'the request');
  authorize(iam, caller, { action: 'events:DescribeReplay', resource: archives.replayArnOf(name) });
  const { arn, archiveArn, busArn, from, ruleArns, startedAt, to } = archives.getReplay(name);
  return {
    ReplayName: name,
    ReplayArn: arn,
    State: 'COMPLETED',
    EventSourceArn: archiveArn,
    Destination: { Arn: busArn, ...(ruleArns && { FilterArns: ruleArns }) },
    EventStartTime: timestampOf(from),
    EventEndTime: timestampOf(to),
    ReplayStartTime: timestampOf(startedAt),
    ReplayEndTime: timestampOf(startedAt),
  };
});
