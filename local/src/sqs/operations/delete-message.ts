// DeleteMessage: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
import { onQueue } from '../operation-context';
import { requiredText } from '../parameters';
import { receiptOf } from '../messages/receipt-handle';

/** Deletes a message that was received. */
export const deleteMessage = onQueue('sqs:DeleteMessage', (queue, input) => {
  queue.delete(receiptOf(requiredText(input, 'ReceiptHandle')));
  return {};
});
