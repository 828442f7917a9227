// PurgeQueue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html
import { onQueue } from '../operation-context';

/** Deletes every message of a queue. */
export const purgeQueue = onQueue('sqs:PurgeQueue', (queue) => {
  queue.purge();
  return {};
});
