// SQS as other services of the region see it.
import type { PolicyDocument, Principal } from '../iam/iam';
import type { JsonObject } from '../foundation/json';
import type { ServiceApi } from '../foundation/service-api';
import type { MessageAttribute } from './messages/message-attributes';

/** Attributes of a message that are texts or numbers. */
export type MessageAttributes = Readonly<
  Record<string, { readonly DataType: 'String' | 'Number'; readonly StringValue: string }>
>;

/** What is asked of a queue by another service. */
export interface ReceiveRequest {
  readonly max: number;
  /** Seconds that the first message is waited for. */
  readonly wait: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** A message that another service has received. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly bodyMd5: string;
  /** By name, such as `SentTimestamp`. */
  readonly systemAttributes: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

/** The region's queues. */
export interface Sqs {
  /**
   * @param attributes as `CreateQueue` takes them: numbers and booleans, or their text
   * @returns the queue's URL, which is its `Ref`, and its ARN
   * @throws SqsError `QueueNameExists`, `InvalidAttributeName`, `InvalidAttributeValue` or `InvalidParameterValueException`
   */
  createQueue(queueName: string, attributes: JsonObject): { readonly queueUrl: string; readonly arn: string };
  /**
   * Replaces the attributes that a template can give; the messages stay.
   * @throws SqsError `QueueDoesNotExist`, `InvalidAttributeName` or `InvalidAttributeValue`
   */
  setQueueAttributes(queueUrl: string, attributes: JsonObject): void;
  /** Deletes a queue with its messages. @throws SqsError `QueueDoesNotExist` */
  deleteQueue(queueUrl: string): void;
  /**
   * Replaces the queue's resource policy; without one, takes it away.
   * @throws SqsError `QueueDoesNotExist`
   */
  setQueuePolicy(queueUrl: string, policy: PolicyDocument | undefined): void;
  /**
   * Sends a message on behalf of another service or of a role.
   * @throws SqsError `QueueDoesNotExist`, `AccessDeniedException` when no policy allows the caller, or
   * `InvalidParameterValueException` when the message is too large
   */
  sendMessage(queueArn: string, body: string, attributes: MessageAttributes, caller: Principal): void;
  /**
   * Receives messages on behalf of another service, waiting for the first of them.
   * @throws SqsError `QueueDoesNotExist` or `AccessDeniedException`
   */
  receiveMessages(queueArn: string, request: ReceiveRequest, caller: Principal): Promise<readonly ReceivedMessage[]>;
  /** Deletes messages that were received. @throws SqsError `QueueDoesNotExist`, `AccessDeniedException` or `ReceiptHandleIsInvalid` */
  deleteMessages(queueArn: string, receiptHandles: readonly string[], caller: Principal): void;
  /** Seconds for which a received message stays hidden. @throws SqsError `QueueDoesNotExist` */
  visibilityTimeoutOf(queueArn: string): number;
  readonly api: ServiceApi;
}
