// SendMessage: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
import type { Principal } from '../../iam/iam';
import type { JsonObject } from '../../foundation/json';
import { DELAY_SECONDS } from '../limits';
import { md5OfAttributes, parseMessageAttributes } from '../messages/message-attributes';
import { messageBodyOf } from '../messages/message-body';
import { onQueue } from '../operation-context';
import { boundedInteger, refuseParameters } from '../parameters';
import type { Queue } from '../queue';
import { senderIdOf } from '../sender';

const UNSUPPORTED = ['MessageDeduplicationId', 'MessageGroupId', 'MessageSystemAttributes'];
const DELAY_REASON = `DelaySeconds must be >= ${DELAY_SECONDS.min} and <= ${DELAY_SECONDS.max}.`;

export const sendMessage = onQueue('sqs:SendMessage', sendOne);

/** Sends one message, as a request of its own or as an entry of a batch gives it. */
export function sendOne(queue: Queue, input: JsonObject, caller: Principal): JsonObject {
  refuseParameters(input, UNSUPPORTED);
  const attributes = parseMessageAttributes(input['MessageAttributes']);
  const message = queue.send({
    body: messageBodyOf(input),
    attributes,
    senderId: senderIdOf(caller),
    delay: boundedInteger(input, 'DelaySeconds', { ...DELAY_SECONDS, reason: DELAY_REASON }),
  });
  return {
    MessageId: message.id,
    MD5OfMessageBody: message.bodyMd5,
    ...(attributes.size > 0 && { MD5OfMessageAttributes: md5OfAttributes(attributes) }),
  };
}
