// The events that the API puts on its region's bus.
import { type Context, type PutEventsRequest, util } from '@aws-appsync/utils';
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

/** The request that puts one event on the bus. */
export function putEvent(detailType: string, detail: Record<string, unknown>): PutEventsRequest {
  return { operation: 'PutEvents', events: [{ source: SOURCE, detailType, detail }] };
}

/**
 * Ends the request with an error unless the bus took the event. An entry that was refused does not set `ctx.error`,
 * so the count is checked as well.
 */
export function requireAccepted(ctx: Context): void {
  if (ctx.error) {
    util.error(`The event bus could not be reached: ${ctx.error.message} Try again.`, 'EventBusUnavailable');
  }
  const result: PutEventsResult = ctx.result;
  if (result.FailedEntryCount > 0) {
    const refused = result.Entries[0];
    util.error(
      `The event bus refused the event: ${refused?.ErrorCode ?? 'Unknown'}: ${refused?.ErrorMessage ?? ''} Try again.`,
      'EventRefused',
    );
  }
}
