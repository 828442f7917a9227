// The handlers of every channel namespace of the Event API. What clients publish goes on the region's bus, and only what comes off it is
// broadcast: by the broadcaster, which is `broadcastFromBus`.
import { type Context, type Identity, type PutEventsRequest, runtime } from '@aws-appsync/utils';
import { requireHearable } from 'stage-hooks';
import { answeredOutcomes, batchOf } from './lib/batch';
import { eventOf, PUBLISHED } from './lib/event';
import type { PublishInput, PublishOutcome } from './lib/schema';

/**
 * What GraphQL resolvers have in `ctx.env`, with the channels of this namespace. An Event API has no environment variables, so that
 * packaging writes it into the code: resources/events/channel-namespaces.js.
 */
declare const ENV: Record<string, string>;
/** What the broadcaster's ARN begins with, up to the name of its session. Written behind the code. */
declare const BROADCASTER: string;

/** https://docs.aws.amazon.com/appsync/latest/eventapi/channel-namespace-handlers.html */
type IncomingEvent = { id: string; payload: unknown };
type OutgoingEvent = { id: string; payload?: unknown; error?: string };

/** https://docs.aws.amazon.com/appsync/latest/eventapi/context-reference.html */
type HandlerContext = Pick<Context, 'identity' | 'stash' | 'result' | 'error'> & {
  /** None when somebody subscribes. */
  events: IncomingEvent[] | null;
  info: { channel: { path: string } };
};

/** What an event may say of its message. */
const MEMBERS = ['message', 'data', 'id', 'previous'];

export const onPublish = {
  request(ctx: HandlerContext): PutEventsRequest {
    const events = ctx.events ?? [];
    if (isBroadcaster(ctx.identity)) runtime.earlyReturn(events);
    const name = nameOf(ctx);
    const drafts = events.map(({ payload }) => draftOf(name, payload));
    const { outcomes, details } = batchOf(drafts, { env: ENV, identity: ctx.identity });
    // PutEvents takes no empty list.
    if (details.length === 0) runtime.earlyReturn(refusedOf(events, outcomes));

    ctx.stash['outcomes'] = outcomes;
    return { operation: 'PutEvents', events: details.map((detail) => eventOf(PUBLISHED, detail)) };
  },

  /** Broadcasts nothing: what the bus has taken comes back. */
  response(ctx: HandlerContext): OutgoingEvent[] {
    const outcomes: PublishOutcome[] = ctx.stash['outcomes'];
    return refusedOf(ctx.events ?? [], answeredOutcomes(outcomes, ctx));
  },
};

export function onSubscribe(ctx: HandlerContext): null {
  requireHearable(nameOf(ctx), ENV, ctx.identity);
  return null;
}

/** Without the slash that a channel of an Event API begins with. */
function nameOf({ info }: HandlerContext): string {
  return info.channel.path.slice(1);
}

/** Callers of another kind have no ARN. */
function isBroadcaster(identity: Identity): boolean {
  const { userArn } = (identity ?? {}) as { userArn?: string };
  return userArn?.startsWith(BROADCASTER) ?? false;
}

/** An event that is not written as a message is the data of one without text. */
function draftOf(name: string, payload: unknown): PublishInput {
  return isDraft(payload) ? { ...payload, name } : { name, message: '', data: payload };
}

function isDraft(payload: unknown): payload is Omit<PublishInput, 'name'> {
  if (typeof payload !== 'object' || !payload) return false;
  const { message, id, previous } = payload as Record<string, unknown>;
  const isWhole = typeof message === 'string' && isTextOrNone(id) && isTextOrNone(previous);
  // Whatever else it has would be lost.
  return isWhole && Object.keys(payload).every((member) => MEMBERS.indexOf(member) >= 0);
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

/** The events that were refused, and why. One that a hook drops counts as published: AppSync knows no third outcome. */
function refusedOf(events: IncomingEvent[], outcomes: PublishOutcome[]): OutgoingEvent[] {
  return events.flatMap(({ id }, index) => {
    const error = outcomes[index]?.error;
    return error ? [{ id, error: `${error.errorType}: ${error.message}` }] : [];
  });
}
