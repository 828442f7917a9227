// The list of the API operations of SQS that the engine has.
import type { ServiceApi } from '../../foundation/service-api';
import type { OperationContext } from '../operation-context';
import { changeMessageVisibility } from './change-message-visibility';
import { deleteMessage } from './delete-message';
import { getQueueAttributes } from './get-queue-attributes';
import { getQueueUrl } from './get-queue-url';
import { listQueues } from './list-queues';
import { purgeQueue } from './purge-queue';
import { receiveMessage } from './receive-message';
import { sendMessage } from './send-message';
import { sendMessageBatch } from './send-message-batch';

/** SQS as SDK clients reach it. */
export function sqsApi(context: OperationContext): ServiceApi {
  return {
    signingName: 'sqs',
    protocol: { kind: 'json', version: '1.0', target: 'AmazonSQS' },
    operations: {
      ChangeMessageVisibility: changeMessageVisibility(context),
      DeleteMessage: deleteMessage(context),
      GetQueueAttributes: getQueueAttributes(context),
      GetQueueUrl: getQueueUrl(context),
      ListQueues: listQueues(context),
      PurgeQueue: purgeQueue(context),
      ReceiveMessage: receiveMessage(context),
      SendMessage: sendMessage(context),
      SendMessageBatch: sendMessageBatch(context),
    },
  };
}
