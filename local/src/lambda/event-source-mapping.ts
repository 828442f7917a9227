// What reads a queue and invokes a function with what it finds: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
import type { Clock } from '../foundation/clock';
import { AwsError } from '../foundation/errors';
import type { JsonObject } from '../foundation/json';
import type { Log } from '../foundation/log';
import type { Power } from '../foundation/power';
import type { Principal } from '../iam/iam';
import type { ReceivedMessage, Sqs } from '../sqs/sqs';
import { failedItems } from './batch-response';
import type { EventSourceMappingDefinition, InvocationResult } from './lambda';
import { MAX_ENVIRONMENTS, MAX_PAYLOAD_BYTES, MAX_RECEIVED, POLLING_WAIT } from './limits';

const SECOND = 1000;

/** Bytes of the smallest record, without its body. */
const RECORD_BYTES = 1024;

/** Whom a mapping needs. */
export interface MappingOptions {
  readonly definition: EventSourceMappingDefinition;
  readonly regionName: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly power: Power;
  readonly sqs: Sqs;
  /** As which the queue is read: the function's role. */
  readonly role: () => Principal;
  readonly invoke: (event: JsonObject) => Promise<InvocationResult>;
}

/** Reads a queue, until it is stopped. It waits where there is nothing, and rests while the region is down. */
export class EventSourceMapping {
  readonly #options: MappingOptions;
  /** Ends the waiting for messages. */
  #waiting = new AbortController();
  #running = 0;
  /** Told when a batch has ended. */
  #freed: () => void = () => undefined;
  #isStopped = false;

  constructor(options: MappingOptions) {
    this.#options = options;
    if (options.definition.isEnabled) this.#read().catch((fault: unknown) => options.log.fault(fault));
  }

  /** What it was asked to be. */
  get definition(): EventSourceMappingDefinition {
    return this.#options.definition;
  }

  /** The region is down: nothing more is taken from the queue. */
  rest(): void {
    this.#waiting.abort();
    this.#waiting = new AbortController();
  }

  /** Takes nothing more from the queue. Batches under way end as they do. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.abort();
    this.#freed();
  }

  async #read(): Promise<void> {
    const { power, log, definition } = this.#options;
    const { maximumConcurrency } = definition;
    while (!this.#isStopped) {
      await new Promise<void>((resolve) => power.whenUp(resolve));
      if (this.#running >= Math.min(maximumConcurrency, MAX_ENVIRONMENTS)) {
        await new Promise<void>((resolve) => (this.#freed = resolve));
        continue;
      }
      try {
        this.#begin(await this.#gather());
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        // https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html, StateTransitionReason
        log.info(`${definition.functionName} reads ${definition.eventSourceArn} no more: ${error.message}`);
        return;
      }
    }
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching */
  async #gather(): Promise<readonly ReceivedMessage[]> {
    const { clock, definition } = this.#options;
    const { batchSize, batchingWindow } = definition;
    const messages = [...(await this.#receive(batchSize, POLLING_WAIT))];
    const end = clock.now() + batchingWindow * SECOND;
    let bytes = sizeOf(messages);
    while (messages.length > 0 && messages.length < batchSize && clock.now() < end && bytes < MAX_PAYLOAD_BYTES / 2) {
      const more = await this.#receive(batchSize - messages.length, (end - clock.now()) / SECOND);
      if (more.length === 0) break;
      messages.push(...more);
      bytes += sizeOf(more);
    }
    return messages;
  }

  async #receive(room: number, wait: number): Promise<readonly ReceivedMessage[]> {
    const { sqs, role, definition } = this.#options;
    const request = { max: Math.min(room, MAX_RECEIVED), wait, signal: this.#waiting.signal };
    return sqs.receiveMessages(definition.eventSourceArn, request, role());
  }

  #begin(messages: readonly ReceivedMessage[]): void {
    if (messages.length === 0) return;
    const { log } = this.#options;
    this.#running += 1;
    this.#invoke(messages)
      .catch((error: unknown) => {
        // What was not deleted becomes visible again, and is tried anew.
        if (!(error instanceof AwsError)) log.fault(error);
      })
      .finally(() => {
        this.#running -= 1;
        this.#freed();
      });
  }

  async #invoke(messages: readonly ReceivedMessage[]): Promise<void> {
    const { definition, invoke, regionName, role, sqs } = this.#options;
    const { eventSourceArn, reportsBatchItemFailures } = definition;
    const Records = messages.map((message) => recordOf(message, eventSourceArn, regionName));
    const result = await invoke({ Records });
    const ids = messages.map(({ messageId }) => messageId);
    const failed = result.functionError === undefined && !reportsBatchItemFailures ? [] : failedItems(result, ids);
    const done = messages.filter(({ messageId }) => !failed.includes(messageId));
    sqs.deleteMessages(
      eventSourceArn,
      done.map(({ receiptHandle }) => receiptHandle),
      role(),
    );
  }
}

function sizeOf(messages: readonly ReceivedMessage[]): number {
  return messages.reduce((sum, { body }) => sum + body.length + RECORD_BYTES, 0);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
function recordOf(message: ReceivedMessage, eventSourceARN: string, awsRegion: string): JsonObject {
  const { messageId, receiptHandle, body, bodyMd5, systemAttributes, attributes } = message;
  return {
    ...{ messageId, receiptHandle, body, attributes: systemAttributes },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { DataType, ...value }]) => [
        name,
        {
          ...('StringValue' in value ? { stringValue: value.StringValue } : { binaryValue: value.BinaryValue }),
          ...{ stringListValues: [], binaryListValues: [], dataType: DataType },
        },
      ]),
    ),
    ...{ md5OfBody: bodyMd5, eventSource: 'aws:sqs', eventSourceARN, awsRegion },
  };
}
