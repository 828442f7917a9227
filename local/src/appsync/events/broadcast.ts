// Who gets an event: the subscribers of its channel, and those of every channel above it, by the fan-out that GraphQL has.
import type { JsonObject } from '../../foundation/json';
import type { Listener, Subscriptions } from '../realtime/subscriptions';
import { type Channel, wildcardsOf } from './channel';

/** What stands for the mutation field. */
const EVENT = 'event';
/** The member of what is published that says to which channel. */
const EXACTLY = 'channel';

/** What a subscription listens to. The same bytes go to all who get an event, to whichever channel they subscribed. */
export function listenerOf({ path, segments }: Channel): Listener {
  const member = segments.at(-1) === '*' ? wildcardMember(segments.length - 1) : EXACTLY;
  return {
    key: path,
    payloadKey: EVENT,
    field: segments[0] ?? '',
    mutations: [EVENT],
    filter: [[{ path: [member], operator: 'eq', value: path }]],
    // Whatever ends the subscriptions of the namespace ends this one.
    invalidationFilter: [[]],
    payloadOf: (published) => Buffer.from(JSON.stringify((published as JsonObject)[EVENT])),
  };
}

/**
 * Delivers an event to everybody who listens to its channel.
 * @param text JSON; subscribers get it as a string (EV-20)
 */
export function broadcast(subscriptions: Subscriptions, channel: Channel, text: string): void {
  const wildcards = wildcardsOf(channel).map((path, index) => [wildcardMember(index + 1), path] as const);
  subscriptions.publish(EVENT, { [EVENT]: text, [EXACTLY]: channel.path, ...Object.fromEntries(wildcards) });
}

/** @param depth how many segments stand before the wildcard */
function wildcardMember(depth: number): string {
  return `below${depth}`;
}
