// Publishes a message by the Events door. https://docs.aws.amazon.com/appsync/latest/eventapi/publish-http.html
import { PublishError, PubSubError } from 'global-pubsub-client';
import { dataIn } from '../board/structured-data';
import { headersOf } from '../credential/authorization';
import type { Credential } from '../credential/credential';
import { isRecord } from '../settings/settings';

/** A message, as it is published at this door. */
export interface EventDraft {
  readonly channel: string;
  readonly text: string;
  readonly data?: unknown;
  /** A ULID. */
  readonly id: string;
}

/** What the handlers of the Events door say of an event that they refuse: `ChannelNotAllowed: Channel …`. */
const REFUSAL = /^(\w+): (.+)$/s;

/** Publishes, once: the door answers when the bus has the message. @throws PublishError */
export async function publishEvent({ channel, text, data, id }: EventDraft, credential: Credential): Promise<void> {
  const event = JSON.stringify({ message: text, id, ...(data !== undefined && { data }) });
  let answer: unknown;
  try {
    const response = await fetch('/event', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(credential) },
      body: JSON.stringify({ channel: `/${channel}`, events: [event] }),
    });
    answer = dataIn(await response.text());
  } catch {
    throw new PublishError(new PubSubError('Unreachable', 'The Events door does not answer.'), id, true);
  }
  const refusal = refusalIn(answer);
  if (refusal) throw new PublishError(refusal, id, false);
}

/** Why the event of an answer was not published; nothing if it was. */
export function refusalIn(answer: unknown): PubSubError | undefined {
  const { errors, failed, successful } = isRecord(answer) ? answer : {};
  const said = [...listIn(errors), ...listIn(failed)].at(0);
  if (said === undefined && Array.isArray(successful)) return undefined;
  const { errorType, code, message } = isRecord(said) ? said : {};
  const sentence = typeof message === 'string' ? message : '';
  const [, type, rest] = REFUSAL.exec(sentence) ?? [];
  if (type !== undefined && rest !== undefined) return new PubSubError(type, rest);
  const kind = [errorType, code].find((value) => typeof value === 'string') ?? 'Unknown';
  return new PubSubError(kind === 'UnauthorizedException' ? 'Unauthorized' : kind, sentence);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
