// GetQueueUrl: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
import { authorize, onQueues } from '../operation-context';
import { optionalText } from '../../foundation/request-members';
import { requiredText } from '../parameters';
import { queueDoesNotExist } from '../sqs-error';

/** The URL of the queue of a name. */
export const getQueueUrl = onQueues(({ region, iam, queues }, input, caller) => {
  const owner = optionalText(input, 'QueueOwnerAWSAccountId') ?? region.accountId;
  if (owner !== region.accountId) throw queueDoesNotExist();
  const queue = queues.byName(requiredText(input, 'QueueName'));
  authorize(iam, caller, 'sqs:GetQueueUrl', queue);
  return { QueueUrl: queue.url };
});
