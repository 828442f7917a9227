// The names of channels: https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-concepts.html
import { MAX_CHANNEL_SEGMENTS } from '../limits';
import { shortened } from '../excerpt';
import { badRequest } from './event-error';

/** A channel, or every channel below one. */
export interface Channel {
  /** `/news/sport`, or `/news/*` */
  readonly path: string;
  /** What is between the slashes; the first is the namespace's name. */
  readonly segments: readonly string[];
}

const WILDCARD = '*';

/** A segment, and the name of a namespace: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateChannelNamespace.html */
export const SEGMENT = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/;

/**
 * The channel that a client names to publish. A slash at either end is taken (EV-30).
 * @throws EventError `BadRequestException`
 */
export function channelOf(text: string): Channel {
  const segments = segmentsOf(text);
  if (segments.length > MAX_CHANNEL_SEGMENTS || !segments.every((segment) => SEGMENT.test(segment))) {
    throw invalid(text);
  }
  return { path: pathOf(segments), segments };
}

/**
 * What a client names to subscribe: a channel, or every channel below one (EV-31).
 * @throws EventError `BadRequestException`
 */
export function subscribedOf(text: string): Channel {
  const segments = segmentsOf(text);
  if (segments.at(-1) !== WILDCARD) return channelOf(text);
  const above = segments.slice(0, -1);
  const isValid =
    above.length > 0 && segments.length <= MAX_CHANNEL_SEGMENTS && above.every((segment) => SEGMENT.test(segment));
  if (!isValid) throw invalid(text);
  return { path: pathOf(segments), segments };
}

/** The name of the namespace that a channel would be in, whether or not it is one. */
export function namespaceNameIn(channel: string): string {
  return segmentsOf(channel)[0] ?? '';
}

/** The subscriptions to which a channel belongs besides that to itself: one for each channel above it (EV-32). */
export function wildcardsOf({ segments }: Channel): readonly string[] {
  return segments.slice(1).map((_, index) => pathOf([...segments.slice(0, index + 1), WILDCARD]));
}

function segmentsOf(text: string): readonly string[] {
  return text.replace(/^\//, '').replace(/\/$/, '').split('/');
}

function pathOf(segments: readonly string[]): string {
  return `/${segments.join('/')}`;
}

function invalid(text: string): Error {
  return badRequest(`Invalid channel: ${shortened(text)}`);
}
