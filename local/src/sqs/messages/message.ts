// A message in a queue.
import type { AttributeMap } from './message-attributes';

/** A message and what has become of it. Never changed: a queue replaces it. */
export interface Message {
  /** A UUID. */
  readonly id: string;
  readonly body: string;
  /** Of the body's UTF-8 bytes, in hex. */
  readonly bodyMd5: string;
  readonly attributes: AttributeMap;
  readonly senderId: string;
  /** Milliseconds since 1970, like every other time here. */
  readonly sentAt: number;
  /** When it can be received, or received again. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt: number | undefined;
  /** The ARN of the queue in which nobody dealt with it. */
  readonly sourceArn?: string | undefined;
}

/**
 * What SQS knows of a message, by the names of its system attributes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function systemAttributesOf(message: Message): ReadonlyMap<string, string> {
  return new Map([
    ['SenderId', message.senderId],
    ['SentTimestamp', String(message.sentAt)],
    ['ApproximateReceiveCount', String(message.receiveCount)],
    ['ApproximateFirstReceiveTimestamp', String(message.firstReceivedAt ?? '')],
    ...(message.sourceArn === undefined ? [] : [['DeadLetterQueueSourceArn', message.sourceArn] as const]),
  ]);
}
