// One message, published at the Events door until its outcome is known.
import { setTimeout as sleep } from 'node:timers/promises';
import type { FetchedAnswer } from 'global-pubsub-client';
import { isJsonObject, jsonIn, UserError } from 'local-aws/terms';
import { ulid } from 'ulid';
import { attemptsAt } from './attempts';
import { eventHeaders, eventRefusal, type EventRefusal, eventUrl } from './event-api';
import { failureOf, refusalOf } from './failure';
import { networkOf, type OnFailure } from './network';
import { outcomeUnknown, type Publishing } from './publishing';

const OK = 200;
const REDIRECTION = 300;
/** Milliseconds: an attempt; before the first further one, and the most. */
const ATTEMPT = 10_000;
const FIRST_PAUSE = 100;
const MOST_PAUSE = 15_000;

/**
 * Publishes a message.
 * @returns its ULID. An Event API does not say in which region it is
 * @throws UserError `PUBLISH_REFUSED`, `API_UNREACHABLE`, or `OUTCOME_UNKNOWN`
 */
export async function publishEvent(publishing: Publishing): Promise<{ readonly id: string }> {
  const { connection, channel, draft, timeout, onTrouble } = publishing;
  const id = draft.id ?? ulid();
  const given = new AbortController();
  const over = AbortSignal.any([AbortSignal.timeout(timeout), given.signal]);
  let trouble = `${connection.url} cannot be reached`;
  const { hopeless, onFailure } = attemptsAt(connection.url, {
    wasReached: () => false,
    onTrouble: (reason) => {
      trouble = `${connection.url} cannot be reached: ${reason}`;
      onTrouble(`No connection (${reason}); trying again.`);
    },
  });
  const { fetch, close } = networkOf(connection.ca, onFailure);
  const body = JSON.stringify({ channel: `/${channel}`, events: [JSON.stringify({ ...draft, id })] });
  const headers = { 'content-type': 'application/json', ...eventHeaders(connection.credentials) };

  const attempt = async (): Promise<EventRefusal | 'published' | 'no answer'> => {
    const signal = AbortSignal.any([over, AbortSignal.timeout(ATTEMPT)]);
    try {
      const answer = await fetch(eventUrl(connection), { method: 'POST', headers, body, signal });
      return await refusalIn(answer, publishing, onFailure);
    } catch {
      return 'no answer';
    }
  };
  const insist = async () => {
    for (let pause = FIRST_PAUSE; !over.aborted; pause = Math.min(2 * pause, MOST_PAUSE)) {
      const outcome = await attempt();
      if (outcome === 'published') return { id };
      if (outcome !== 'no answer') {
        if (!outcome.isPassing) throw new UserError('PUBLISH_REFUSED', outcome.sentence);
        trouble = outcome.sentence;
        onTrouble(outcome.sentence);
      }
      await sleep(pause, undefined, { signal: over }).catch(() => undefined);
    }
    throw outcomeUnknown(trouble, id);
  };
  try {
    return await Promise.race([insist(), hopeless]);
  } finally {
    // Who has an outcome makes no further attempt.
    given.abort();
    await close();
  }
}

/** What an answer says. What is no answer of an Event API is a failure to reach one. */
async function refusalIn(
  answer: FetchedAnswer,
  { connection }: Publishing,
  onFailure: OnFailure,
): Promise<EventRefusal | 'published' | 'no answer'> {
  const { status } = answer;
  const url = eventUrl(connection);
  const text = await answer.text().catch((error: unknown) => {
    onFailure(failureOf(error instanceof Error ? (error.cause ?? error) : error, url), url);
    throw error;
  });
  const said = jsonIn(text);
  const { failed, successful, errors } = isJsonObject(said) ? said : {};
  if (status === OK && Array.isArray(failed) && Array.isArray(successful)) {
    return failed.length > 0 ? eventRefusal(failed, connection.credentials) : 'published';
  }
  if (Array.isArray(errors) && errors.length > 0) return eventRefusal(errors, connection.credentials, status);
  // The network has told of the others.
  if (said !== undefined || status < REDIRECTION) onFailure(refusalOf(status, url), url);
  return 'no answer';
}
