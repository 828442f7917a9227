// GetQueueAttributes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
import { onQueue } from '../operation-context';
import { optionalTexts } from '../../foundation/request-members';
import type { Queue } from '../queue';
import { unknownAttribute } from '../sqs-error';

const MILLISECONDS = 1_000;

/** What else may be asked for, and what the queue says nothing of when it was not set. */
const OTHERS: ReadonlySet<string> = new Set([
  ...['All', 'Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds'],
  ...['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
]);

/** Describes a queue. */
export const getQueueAttributes = onQueue('sqs:GetQueueAttributes', (queue, input) => {
  const names = optionalTexts(input, 'AttributeNames');
  const known = attributesOf(queue);
  const unknown = names.find((name) => !known.has(name) && !OTHERS.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  const asked = [...known].filter(([name]) => names.includes('All') || names.includes(name));
  return asked.length > 0 ? { Attributes: Object.fromEntries(asked) } : {};
});

function attributesOf(queue: Queue): ReadonlyMap<string, string> {
  const { visible, inFlight, delayed } = queue.count();
  const createdAt = String(Math.floor(queue.createdAt / MILLISECONDS));
  const attributes = new Map([
    ['QueueArn', queue.arn],
    ['ApproximateNumberOfMessages', String(visible)],
    ['ApproximateNumberOfMessagesNotVisible', String(inFlight)],
    ['ApproximateNumberOfMessagesDelayed', String(delayed)],
    ['CreatedTimestamp', createdAt],
    ['LastModifiedTimestamp', createdAt],
    ...Object.entries(queue.attributes).map(([name, value]): [string, string] => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  ]);
  if (queue.policy) attributes.set('Policy', JSON.stringify(queue.policy));
  return attributes;
}
