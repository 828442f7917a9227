// ReceiveMessage: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
import type { JsonObject } from '../../foundation/json';
import { MAX_NUMBER_OF_MESSAGES, RECEIVE_MESSAGE_WAIT_TIME, VISIBILITY_TIMEOUT } from '../limits';
import { systemAttributesOf, type Message } from '../messages/message';
import { md5OfAttributes, selectAttributes } from '../messages/message-attributes';
import { onQueue } from '../operation-context';
import { optionalTexts } from '../../foundation/request-members';
import { boundedInteger, refuseParameters } from '../parameters';
import { receiptHandleOf } from '../messages/receipt-handle';

const MAX_REASON = `Must be between ${MAX_NUMBER_OF_MESSAGES.min} and ${MAX_NUMBER_OF_MESSAGES.max}, if provided.`;
const WAIT_REASON = `Must be >= ${RECEIVE_MESSAGE_WAIT_TIME.min} and <= ${RECEIVE_MESSAGE_WAIT_TIME.max}, if provided.`;
const VISIBILITY_REASON = `Must be >= ${VISIBILITY_TIMEOUT.min} and <= ${VISIBILITY_TIMEOUT.max}, if provided.`;

/** Receives up to ten messages, waiting for the first if asked to. */
export const receiveMessage = onQueue('sqs:ReceiveMessage', async (queue, input) => {
  refuseParameters(input, ['ReceiveRequestAttemptId']);
  const messages = await queue.receive({
    max:
      boundedInteger(input, 'MaxNumberOfMessages', { ...MAX_NUMBER_OF_MESSAGES, reason: MAX_REASON }) ??
      MAX_NUMBER_OF_MESSAGES.default,
    wait: boundedInteger(input, 'WaitTimeSeconds', { ...RECEIVE_MESSAGE_WAIT_TIME, reason: WAIT_REASON }),
    visibilityTimeout: boundedInteger(input, 'VisibilityTimeout', {
      ...VISIBILITY_TIMEOUT,
      reason: VISIBILITY_REASON,
    }),
  });
  return messages.length > 0 ? { Messages: messages.map((message) => describe(message, input)) } : {};
});

function describe(message: Message, input: JsonObject): JsonObject {
  const systemNames = [
    ...optionalTexts(input, 'MessageSystemAttributeNames'),
    ...optionalTexts(input, 'AttributeNames'),
  ];
  const system = [...systemAttributesOf(message)].filter(
    ([name]) => systemNames.includes('All') || systemNames.includes(name),
  );
  const attributes = selectAttributes(message.attributes, optionalTexts(input, 'MessageAttributeNames'));
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandleOf({ messageId: message.id, receiveCount: message.receiveCount }),
    MD5OfBody: message.bodyMd5,
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(attributes.size > 0 && {
      MessageAttributes: Object.fromEntries(attributes),
      MD5OfMessageAttributes: md5OfAttributes(attributes),
    }),
  };
}
