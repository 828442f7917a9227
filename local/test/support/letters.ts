// What is in a queue.
import type { JsonObject } from '../../src/foundation/json';
import type { ServiceApi } from '../../src/foundation/service-api';
import { callOperation } from './operations';
import { aUser } from './sqs';

/** A message in a queue. */
export interface Letter {
  readonly body: JsonObject;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Receives up to ten messages of a queue, whose bodies are JSON.
 * @param WaitTimeSeconds 20 waits for the first, on a clock that stands still for as long as it takes
 */
export async function lettersOf(api: ServiceApi, QueueUrl: string, WaitTimeSeconds = 0): Promise<readonly Letter[]> {
  const names = { MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
  const { Messages = [] } = await callOperation(
    api,
    'ReceiveMessage',
    { QueueUrl, WaitTimeSeconds, ...names },
    aUser(),
  );
  const messages = Messages as readonly {
    readonly Body: string;
    readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
  }[];
  return messages.map(({ Body, MessageAttributes = {} }) => ({
    body: JSON.parse(Body) as JsonObject,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([key, { StringValue }]) => [key, StringValue]),
    ),
  }));
}
