// ChangeMessageVisibility: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
import { VISIBILITY_TIMEOUT } from '../limits';
import { onQueue } from '../operation-context';
import { boundedInteger, requiredText } from '../parameters';
import { receiptOf } from '../messages/receipt-handle';
import { missingParameter } from '../sqs-error';

const REASON = `VisibilityTimeout must be an integer between ${VISIBILITY_TIMEOUT.min} and ${VISIBILITY_TIMEOUT.max}.`;

/** Hides a message that was received for another while, or no longer. */
export const changeMessageVisibility = onQueue('sqs:ChangeMessageVisibility', (queue, input) => {
  const receipt = receiptOf(requiredText(input, 'ReceiptHandle'));
  const timeout = boundedInteger(input, 'VisibilityTimeout', { ...VISIBILITY_TIMEOUT, reason: REASON });
  if (timeout === undefined) throw missingParameter('VisibilityTimeout');
  queue.changeVisibility(receipt, timeout);
  return {};
});
