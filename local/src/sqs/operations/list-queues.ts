// ListQueues: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
import { MAX_QUEUES_PER_PAGE } from '../limits';
import { onQueues } from '../operation-context';
import { optionalText } from '../../foundation/request-members';
import { boundedInteger } from '../parameters';

const REASON = `Must be between 1 and ${MAX_QUEUES_PER_PAGE}, if provided.`;

/** The URLs of the region's queues, by name; `NextToken` is the name of the last one listed. */
export const listQueues = onQueues(({ region, iam, queues }, input, caller) => {
  const { partition, name, accountId } = region;
  const resource = `arn:${partition}:sqs:${name}:${accountId}:*`;
  iam.authorize(caller, { action: 'sqs:ListQueues', resource });
  const prefix = optionalText(input, 'QueueNamePrefix') ?? '';
  const after = optionalText(input, 'NextToken') ?? '';
  const max = boundedInteger(input, 'MaxResults', { min: 1, max: MAX_QUEUES_PER_PAGE, reason: REASON });
  const found = queues.all().filter((queue) => queue.name.startsWith(prefix) && queue.name > after);
  const page = found.slice(0, max ?? MAX_QUEUES_PER_PAGE);
  const last = page.at(-1);
  return {
    ...(page.length > 0 && { QueueUrls: page.map(({ url }) => url) }),
    // As on AWS, there is a token only for those who asked for pages.
    ...(max !== undefined && last && found.length > page.length && { NextToken: last.name }),
  };
});
