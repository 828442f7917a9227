// The region's queues, as other services and SDK clients reach them.
import type { Region } from '../foundation/region';
import type { Iam } from '../iam/iam';
import { type Message, systemAttributesOf } from './messages/message';
import { attributeMap } from './messages/message-attributes';
import { receiptHandleOf, receiptOf } from './messages/receipt-handle';
import { authorize } from './operation-context';
import { sqsApi } from './operations/operations';
import { parseQueueAttributes } from './queue-attributes';
import { Queues } from './queues';
import { senderIdOf } from './sender';
import type { ReceivedMessage, Sqs } from './sqs';

/** What the queues of a region need of others, and how they are reached. */
export interface SqsOptions {
  readonly iam: Iam;
  /**
   * The URL of a queue; its path must be `/<account>/<queue>`.
   * SDK clients that find their endpoint in `AWS_ENDPOINT_URL` send to this URL's host, so it should be the same.
   */
  readonly queueUrl?: (queueName: string) => string;
}

/** Creates the queues of a region, none at first. */
export function createSqs(region: Region, options: SqsOptions): Sqs {
  const { iam, queueUrl = (name) => `https://sqs.${region.name}.amazonaws.com/${region.accountId}/${name}` } = options;
  const queues = new Queues(region, queueUrl);
  return {
    createQueue: (name, attributes) => {
      const { url, arn } = queues.create(name, attributes);
      return { queueUrl: url, arn };
    },
    setQueueAttributes: (url, attributes) => {
      queues.byUrl(url).attributes = parseQueueAttributes(attributes);
    },
    deleteQueue: (url) => queues.delete(queues.byUrl(url)),
    setQueuePolicy: (url, policy) => {
      queues.byUrl(url).policy = policy;
    },
    sendMessage: (arn, body, attributes, caller) => {
      const queue = queues.byArn(arn);
      authorize(iam, caller, 'sqs:SendMessage', queue);
      queue.send({ body, attributes: attributeMap(attributes), senderId: senderIdOf(caller) });
    },
    receiveMessages: async (arn, request, caller) => {
      const queue = queues.byArn(arn);
      authorize(iam, caller, 'sqs:ReceiveMessage', queue);
      return (await queue.receive(request)).map(receivedMessageOf);
    },
    deleteMessages: (arn, receiptHandles, caller) => {
      const queue = queues.byArn(arn);
      authorize(iam, caller, 'sqs:DeleteMessage', queue);
      for (const handle of receiptHandles) queue.delete(receiptOf(handle));
    },
    visibilityTimeoutOf: (arn) => queues.byArn(arn).attributes.VisibilityTimeout,
    api: sqsApi({ region, iam, queues }),
  };
}

function receivedMessageOf(message: Message): ReceivedMessage {
  return {
    messageId: message.id,
    receiptHandle: receiptHandleOf({ messageId: message.id, receiveCount: message.receiveCount }),
    ...{ body: message.body, bodyMd5: message.bodyMd5 },
    systemAttributes: Object.fromEntries(systemAttributesOf(message)),
    attributes: Object.fromEntries(message.attributes),
  };
}
