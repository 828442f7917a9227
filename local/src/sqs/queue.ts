// A standard queue: messages that are hidden while somebody works on them.
import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../foundation/clock';
import type { PolicyDocument } from '../iam/iam';
import { PURGE_INTERVAL } from './limits';
import type { Message } from './messages/message';
import { sizeOfAttributes, type AttributeMap } from './messages/message-attributes';
import type { QueueAttributes } from './queue-attributes';
import { receiptHandleOf, type Receipt } from './messages/receipt-handle';
import { invalidParameterValue, SqsError } from './sqs-error';

/** What is sent. */
export interface NewMessage {
  readonly body: string;
  readonly attributes: AttributeMap;
  readonly senderId: string;
  /** Seconds; the queue's own delay otherwise. */
  readonly delay?: number | undefined;
}

/** What a receiver asks for. */
export interface ReceiveRequest {
  readonly max: number;
  /** Seconds; the queue's own wait otherwise. */
  readonly wait?: number | undefined;
  /** Seconds; the queue's own timeout otherwise. */
  readonly visibilityTimeout?: number | undefined;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** How many messages a queue holds. */
export interface MessageCounts {
  readonly visible: number;
  /** Received, and neither deleted nor visible again. */
  readonly inFlight: number;
  /** Sent, and not yet to be received. */
  readonly delayed: number;
}

const MILLISECONDS = 1_000;

export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  attributes: QueueAttributes;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly #clock: Clock;
  readonly #deadLettersTo: (queueArn: string) => Queue | undefined;
  /** In the order in which they were sent. */
  readonly #messages = new Map<string, Message>();
  readonly #waiting = new Set<() => void>();
  #policy: PolicyDocument | undefined;
  #isClosed = false;
  #purgedAt = -Infinity;

  /** @param deadLettersTo finds the queue of a redrive policy */
  constructor(
    identity: { readonly name: string; readonly arn: string; readonly url: string },
    attributes: QueueAttributes,
    clock: Clock,
    deadLettersTo: (queueArn: string) => Queue | undefined = () => undefined,
  ) {
    this.name = identity.name;
    this.arn = identity.arn;
    this.url = identity.url;
    this.attributes = attributes;
    this.createdAt = clock.now();
    this.#clock = clock;
    this.#deadLettersTo = deadLettersTo;
  }

  /** Who may do what with the queue, beside those whose own policies say so. */
  get policy(): PolicyDocument | undefined {
    return this.#policy;
  }

  set policy(policy: PolicyDocument | undefined) {
    this.#policy = policy;
  }

  /** @throws SqsError `InvalidParameterValueException` when the message is too large */
  send({ body, attributes, senderId, delay = this.attributes.DelaySeconds }: NewMessage): Message {
    const { MaximumMessageSize } = this.attributes;
    if (Buffer.byteLength(body) + sizeOfAttributes(attributes) > MaximumMessageSize) {
      throw invalidParameterValue(
        `One or more parameters are invalid. Reason: Message must be shorter than ${MaximumMessageSize} bytes.`,
      );
    }
    const sentAt = this.#clock.now();
    const message: Message = {
      id: randomUUID(),
      body,
      bodyMd5: createHash('md5').update(body).digest('hex'),
      attributes,
      senderId,
      sentAt,
      visibleAt: sentAt + delay * MILLISECONDS,
      receiveCount: 0,
      firstReceivedAt: undefined,
    };
    this.#messages.set(message.id, message);
    this.#wake();
    return message;
  }

  /** Hides up to `max` messages and returns them; waits for the first of them if there is none yet. */
  async receive(request: ReceiveRequest): Promise<readonly Message[]> {
    const { max, wait = this.attributes.ReceiveMessageWaitTimeSeconds } = request;
    const hidden = request.visibilityTimeout ?? this.attributes.VisibilityTimeout;
    const deadline = this.#clock.now() + wait * MILLISECONDS;
    for (;;) {
      if (request.signal?.aborted === true) return [];
      const messages = this.#take(max, hidden * MILLISECONDS);
      if (messages.length > 0 || this.#isClosed || this.#clock.now() >= deadline) return messages;
      await this.#change(deadline, request.signal);
    }
  }

  /** Deletes a message. An old receipt, or one of a deleted message, is not an error: nothing is deleted. */
  delete(receipt: Receipt): void {
    const message = this.#received(receipt);
    if (message) this.#messages.delete(message.id);
  }

  /**
   * @param timeout seconds from now, after which the message is visible again
   * @throws SqsError `InvalidParameterValueException` when the message is not in flight
   */
  changeVisibility(receipt: Receipt, timeout: number): void {
    const message = this.#received(receipt);
    if (!message || message.visibleAt <= this.#clock.now()) {
      throw invalidParameterValue(
        `Value ${receiptHandleOf(receipt)} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    this.#messages.set(message.id, { ...message, visibleAt: this.#clock.now() + timeout * MILLISECONDS });
    this.#wake();
  }

  /** @throws SqsError `PurgeQueueInProgress`, status 403 */
  purge(): void {
    const now = this.#clock.now();
    if (now - this.#purgedAt < PURGE_INTERVAL * MILLISECONDS) {
      throw new SqsError(
        'PurgeQueueInProgress',
        'AWS.SimpleQueueService.PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${this.name} is allowed every ${PURGE_INTERVAL} seconds.`,
        403,
      );
    }
    this.#purgedAt = now;
    this.#messages.clear();
  }

  /** The queue is deleted: nobody waits for its messages any more. */
  close(): void {
    this.#isClosed = true;
    this.#messages.clear();
    this.#wake();
  }

  count(): MessageCounts {
    this.#expire();
    const now = this.#clock.now();
    const all = [...this.#messages.values()];
    const hidden = all.filter(({ visibleAt }) => visibleAt > now);
    const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
    return { visible: all.length - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  #take(max: number, hidden: number): readonly Message[] {
    this.#expire();
    const now = this.#clock.now();
    const taken: Message[] = [];
    for (const message of this.#messages.values()) {
      if (taken.length === max) break;
      if (message.visibleAt > now || this.#isRedriven(message)) continue;
      taken.push({
        ...message,
        visibleAt: now + hidden,
        receiveCount: message.receiveCount + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
      });
    }
    for (const message of taken) this.#messages.set(message.id, message);
    return taken;
  }

  /** Moves a message that was received often enough to where its redrive policy says. */
  #isRedriven(message: Message): boolean {
    const { RedrivePolicy: policy } = this.attributes;
    if (!policy || message.receiveCount < policy.maxReceiveCount) return false;
    const queue = this.#deadLettersTo(policy.deadLetterTargetArn);
    if (!queue) return false;
    this.#messages.delete(message.id);
    queue.#adopt(message, this.arn);
    return true;
  }

  /** Takes a message of another queue, as old as it is. */
  #adopt(message: Message, sourceArn: string): void {
    this.#messages.set(message.id, {
      ...message,
      ...{ sourceArn, receiveCount: 0, firstReceivedAt: undefined, visibleAt: this.#clock.now() },
    });
    this.#wake();
  }

  /** Drops what has been kept for long enough. */
  #expire(): void {
    const oldest = this.#clock.now() - this.attributes.MessageRetentionPeriod * MILLISECONDS;
    for (const message of this.#messages.values()) {
      if (message.sentAt > oldest) return;
      this.#messages.delete(message.id);
    }
  }

  #received({ messageId, receiveCount }: Receipt): Message | undefined {
    this.#expire();
    const message = this.#messages.get(messageId);
    return message?.receiveCount === receiveCount ? message : undefined;
  }

  /** Resolves when something may have become visible, at the deadline or the signal at the latest. */
  #change(deadline: number, signal: AbortSignal | undefined): Promise<void> {
    const now = this.#clock.now();
    let next = deadline;
    for (const { visibleAt } of this.#messages.values()) next = Math.min(next, visibleAt);
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = this.#clock.after(Math.max(next - now, 0), wake);
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
