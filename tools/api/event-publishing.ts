// One message, published at the Events door until its outcome is known.
import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonArray, isJsonObject, jsonIn, type JsonValue, UserError } from 'local-aws/terms';
import { ulid } from 'ulid';
import { attemptsAt } from './attempts';
import { eventHeaders, eventRefusal, type EventRefusal, eventUrl } from './event-api';
import { givingUpWith } from './giving-up';
import { networkOf } from './network';
import { outcomeUnknown, type Publishing } from './publishing';

const OK = 200;
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
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), timeout);
  let trouble = `${connection.url} cannot be reached`;
  const { hopeless, onFailure } = attemptsAt(connection.url, {
    wasReached: () => false,
    onTrouble: (reason) => {
      trouble = `${connection.url} cannot be reached: ${reason}`;
      onTrouble(`No connection (${reason}); trying again.`);
    },
  });
  const { fetch, close } = networkOf(connection.ca, onFailure, (text) => outcomeIn(text) !== undefined);
  const body = JSON.stringify({ channel: `/${channel}`, events: [JSON.stringify({ ...draft, id })] });
  const headers = { 'content-type': 'application/json', ...eventHeaders(connection.credentials) };

  const attempt = async (): Promise<EventRefusal | 'published' | 'no answer'> =>
    givingUpWith(over.signal, async (patience) => {
      const late = setTimeout(() => patience.abort(), ATTEMPT);
      try {
        const { signal } = patience;
        const answer = await fetch(eventUrl(connection), { method: 'POST', headers, body, signal });
        const { failed, errors } = outcomeIn(await answer.text()) ?? {};
        if (errors) return eventRefusal(errors, connection.credentials, answer.status);
        if (!failed || answer.status !== OK) return 'no answer';
        return failed.length > 0 ? eventRefusal(failed, connection.credentials) : 'published';
      } catch {
        return 'no answer';
      } finally {
        clearTimeout(late);
      }
    });
  const insist = async () => {
    for (let pause = FIRST_PAUSE; !over.signal.aborted; pause = Math.min(2 * pause, MOST_PAUSE)) {
      const outcome = await attempt();
      if (outcome === 'published') return { id };
      if (outcome !== 'no answer') {
        if (!outcome.isPassing) throw new UserError('PUBLISH_REFUSED', outcome.sentence);
        trouble = outcome.sentence;
        onTrouble(outcome.sentence);
      }
      await sleep(pause, undefined, { signal: over.signal }).catch(() => undefined);
    }
    throw outcomeUnknown(trouble, id);
  };
  try {
    return await Promise.race([insist(), hopeless]);
  } finally {
    // Who has an outcome makes no further attempt.
    clearTimeout(timer);
    over.abort();
    await close();
  }
}

/** What an Event API answers. */
interface Outcome {
  /** The events that it did not take. */
  readonly failed?: readonly JsonValue[];
  /** Why it took none at all. */
  readonly errors?: readonly JsonValue[];
}

/** @returns nothing for what is no answer of an Event API */
function outcomeIn(text: string): Outcome | undefined {
  const said = jsonIn(text);
  const { failed, successful, errors } = isJsonObject(said) ? said : {};
  if (isJsonArray(failed) && isJsonArray(successful)) return { failed };
  return isJsonArray(errors) && errors.length > 0 ? { errors } : undefined;
}
