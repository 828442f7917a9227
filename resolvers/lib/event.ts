// The events that the API puts on its region's bus.
import type { Context, PutEventsRequest } from '@aws-appsync/utils';
import { isGiven } from './message';
import { type Refusal, requireNone } from './refusal';
import type { MutationPublishFromBusArgs } from './schema';

/** The `source` of every event that the API puts on the bus. Whoever else may use it speaks for the API (docs/POLICIES.md). */
export const SOURCE = 'global-pubsub.api';

/** What EventBridge answers, entry by entry. https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-eventbridge-js.html */
export type PutEventsResult = {
  FailedEntryCount: number;
  Entries: { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[];
};

/** The backend from which a message comes: the `source` of its event; null for what clients published. */
export function backendOf({ event, detail }: MutationPublishFromBusArgs): string | null {
  return event.source === SOURCE ? (detail.backend ?? null) : (event.source ?? '');
}

/** What is published is an event of this type. */
export const PUBLISHED = 'message.published';

/** An event of the API's. */
export function eventOf(detailType: string, detail: Record<string, unknown>): PutEventsRequest['events'][number] {
  return { source: SOURCE, detailType, detail };
}

/** The request that puts one event on the bus. */
export function putEvent(detailType: string, detail: Record<string, unknown>): PutEventsRequest {
  return { operation: 'PutEvents', events: [eventOf(detailType, detail)] };
}

/** Ends the request with an error unless the bus took the event. */
export function requireAccepted(ctx: Context): void {
  requireNone(entryRefusal(ctx, 0));
}

/**
 * Why the bus did not take an event of the request; null if it did. An entry that was refused does not set `ctx.error`, so the
 * count is checked as well.
 */
export function entryRefusal(ctx: Pick<Context, 'error' | 'result'>, index: number): Refusal | null {
  if (ctx.error) {
    const message = `The event bus could not be reached: ${ctx.error.message} Try again.`;
    return { errorType: 'EventBusUnavailable', message };
  }
  const result: PutEventsResult = ctx.result;
  const entry = result.Entries[index];
  if (result.FailedEntryCount > 0 && !isGiven(entry?.EventId)) {
    const message = `The event bus refused the event: ${entry?.ErrorCode ?? 'Unknown'}: ${entry?.ErrorMessage ?? ''} Try again.`;
    return { errorType: 'EventRefused', message };
  }
  return null;
}
