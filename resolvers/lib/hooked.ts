// What may be published and heard in a stage with hooks: what may be without them (publication.ts, hearing.ts), as far as the hooks in
// the folder channels/ let it. In a stage without hooks, packaging puts unhooked.ts in the place of this file.
import type { Identity } from '@aws-appsync/utils';
import { publishHook, subscribeHook, subscribePatternHooks } from 'namespace-hooks';
import { type Caller, callerOf } from './caller';
import { prefixOf } from './channel';
import * as hearing from './hearing';
import { isGiven } from './message';
import * as publication from './publication';
import { quoted } from './quoted';
import { type Refusal, requireNone } from './refusal';
import type { PublishInput } from './schema';

/** A message on its way to a hook, and back: the name and the id stay. */
export type HookMessage = { name: string; id: string; message: string; data?: unknown };

/** The hooks by the first part of a channel's name, which packaging puts together: resources/api/hooks.js. */
export type NamespaceHooks = {
  /** `none` for a namespace without such a hook. */
  publishHook: (namespace: string, message: HookMessage, caller: Caller, none: object) => unknown;
  /** Null for a namespace without such a hook. */
  subscribeHook: (namespace: string, name: string, caller: Caller) => unknown;
  /** One answer for each namespace with such hooks that the pattern touches; `closed` for one that is asked about names only. */
  subscribePatternHooks: (namespace: string, pattern: string, caller: Caller, closed: Refusal) => unknown[];
};

/** As in publication.ts. A hook is asked about what could be published, and what it makes of that must be publishable as well. */
export function publicationOf(
  draft: PublishInput,
  publisher: publication.Publisher,
  origin: publication.Origin,
): publication.Publication {
  const given = publication.publicationOf(draft, publisher, origin);
  if (given.refusal) return given;
  const { name, message, data } = draft;
  const { id } = given.message;
  const caller = callerOf(publisher.identity, origin.backend);
  const answer = publishHook(namespaceOf(name), { name, id, message, data }, caller, given);
  if (answer === given) return given;
  if (answer === null) return { ...given, isDropped: true };
  if (isRefusal(answer)) return { ...given, refusal: answer };
  if (!isMessage(answer) || answer.name !== name || answer.id !== id) {
    const refusal = failure(
      `The hook "onPublish" answered for channel ${quoted(name)} neither null, nor a refusal, nor the message with its name and id.`,
    );
    return { ...given, refusal };
  }
  return publication.publicationOf({ ...draft, message: answer.message, data: answer.data }, publisher, origin);
}

/** As in hearing.ts, and the hooks must allow it. */
export function requireHearable(pattern: string, env: Record<string, string>, identity: Identity): void {
  hearing.requireHearable(pattern, env, identity);
  requireNone(hearingRefusal(pattern, callerOf(identity)));
}

function hearingRefusal(pattern: string, caller: Caller): Refusal | null {
  const namespace = namespaceOf(pattern);
  const answers =
    prefixOf(pattern) === null
      ? [subscribeHook(namespace, pattern, caller)]
      : subscribePatternHooks(namespace, pattern, caller, closed(pattern));
  const refusals = answers.filter((answer) => answer !== null);
  if (refusals.length === 0) return null;
  const refusal = refusals[0];
  if (isRefusal(refusal)) return refusal;
  return failure(`A hook for subscriptions answered neither null nor a refusal for ${quoted(pattern)}.`);
}

/** Who decides on names one by one has not decided on all names that there may be. */
function closed(pattern: string): Refusal {
  const message = `${quoted(pattern)} cannot be heard as a whole, since a hook decides on each channel; name the channels.`;
  return { errorType: 'PatternNotAllowed', message };
}

function failure(message: string): Refusal {
  return { errorType: 'HookFailed', message };
}

/** The first part of a name, or of a pattern: `*` of that for every channel. */
function namespaceOf(name: string): string {
  return name.split('/')[0] ?? '';
}

/** The types of hooks are gone when they run: what they answer may be anything. */
function isRefusal(answer: unknown): answer is Refusal {
  const { errorType, message } = (answer ?? {}) as Record<string, unknown>;
  return typeof errorType === 'string' && errorType !== '' && typeof message === 'string';
}

function isMessage(answer: unknown): answer is HookMessage {
  if (typeof answer !== 'object' || !isGiven(answer)) return false;
  const { message, data } = answer as Record<string, unknown>;
  return typeof message === 'string' && typeof data !== 'function';
}
