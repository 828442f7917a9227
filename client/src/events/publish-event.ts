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

/** Milliseconds in which an answer comes, as the client library has it. */
const PATIENCE = 10_000;
/** The first status of failures that are the server's. */
const SERVER_ERROR = 500;
const TOO_LARGE = 413;

/** What the handlers of the Events door say of an event that they refuse: `ChannelNotAllowed: Channel …`. */
const REFUSAL = /^([\w.-]+): (.*)$/s;
/** The codes of a bus that may have taken the event although it did not say so. */
const MAY_HAVE_TAKEN = /Unavailable$/;

/** Why an event has no outcome, or a bad one. */
interface Failure {
  readonly error: PubSubError;
  /** May subscribers get it all the same? */
  readonly mayArrive: boolean;
}

/** Publishes, once: the door answers when the bus has the message. @throws PublishError */
export async function publishEvent({ channel, text, data, id }: EventDraft, credential: Credential): Promise<void> {
  const failure = await failureOf('/event', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(credential) },
    body: JSON.stringify({
      channel: `/${channel}`,
      events: [JSON.stringify({ message: text, id, ...(data !== undefined && { data }) })],
    }),
    // No API leads elsewhere, and a key would go along.
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (failure) throw new PublishError(failure.error, id, failure.mayArrive);
}

async function failureOf(url: string, init: RequestInit): Promise<Failure | undefined> {
  try {
    const response = await fetch(url, init);
    return failureIn(dataIn(await response.text()), response.status);
  } catch {
    return noAnswer();
  }
}

/** Why the event of an answer was not published; nothing if it was. */
function failureIn(answer: unknown, status: number): Failure | undefined {
  const { errors, failed, successful } = isRecord(answer) ? answer : {};
  const said = [...listIn(errors), ...listIn(failed)].at(0);
  // A region may have the message behind a front door that got no answer from it.
  if (said === undefined) return Array.isArray(successful) && status < SERVER_ERROR ? undefined : unreadable(status);
  const error = refusalIn(said);
  return { error, mayArrive: status >= SERVER_ERROR || MAY_HAVE_TAKEN.test(error.code) };
}

function unreadable(status: number): Failure {
  if (status !== TOO_LARGE) return noAnswer();
  return {
    error: new PubSubError('MessageTooLarge', 'The message is too large for the Events door.'),
    mayArrive: false,
  };
}

function noAnswer(): Failure {
  return { error: new PubSubError('Unreachable', 'The Events door does not answer.'), mayArrive: true };
}

function refusalIn(said: unknown): PubSubError {
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
