// What a channel's name is, and which channels the API allows: a list in the API's environment variables.
import { util } from '@aws-appsync/utils';
import { quoted } from './quoted';
import { type Refusal, requireNone } from './refusal';

/**
 * Parts of a name, between slashes, and characters of a part, at most: as AppSync Events has them.
 * https://docs.aws.amazon.com/appsync/latest/eventapi/channel-namespaces.html
 */
const MAX_PARTS = 5;
const MAX_PART_LENGTH = 50;

/** A part that a channel of an Event API can have: https://docs.aws.amazon.com/appsync/latest/eventapi/channel-namespaces.html */
const SEGMENT = '[A-Za-z0-9]([A-Za-z0-9-]{0,48}[A-Za-z0-9])?';
/** A name of such parts, with an end of its own: in Java's dialect `$` also matches before a last line break. */
const SEGMENTS = `^${SEGMENT}(/${SEGMENT})*[*]$`;

/** Stands for every channel, and what the pattern of those below a name ends in. */
const EVERY = '*';
const BELOW = '/*';

/**
 * The allowed channels: `ctx.env.CHANNELS_1`, `CHANNELS_2` … joined. An entry is a channel's name,
 * a prefix that ends in `/*`, or `*`.
 */
export function allowedChannels(env: Record<string, string>): string[] {
  return Object.keys(env)
    .filter((key) => key.startsWith('CHANNELS_'))
    .flatMap((key) => (env[key] ?? '').split(','));
}

/** The channel on which a region proves to itself that it delivers (resources/health/heartbeat.yml). Clients cannot use it. */
export const HEARTBEAT = '$heartbeat';

/** Ends the request with the error `InvalidChannel`, or `ChannelNotAllowed` unless the list covers the channel. */
export function requireAllowedChannel(name: string, env: Record<string, string>): void {
  requireNone(channelRefusal(name, env));
}

/** Why nothing can be published in a channel; null if the list covers it. */
export function channelRefusal(name: string, env: Record<string, string>): Refusal | null {
  if (!isName(name)) {
    return invalid(`${quoted(name)} is not the name of a channel: write ${PARTS} and no "*".`);
  }
  return listRefusal(name, env);
}

function listRefusal(pattern: string, env: Record<string, string>): Refusal | null {
  const isAllowed = !isReserved(pattern) && allowedChannels(env).some((entry) => covers(entry, pattern));
  return isAllowed ? null : notAllowed(pattern);
}

/** As `requireAllowedChannel`, for a channel or a pattern; the list must cover the whole of it. */
export function requireAllowedPattern(pattern: string, env: Record<string, string>): void {
  requirePattern(pattern);
  requireNone(listRefusal(pattern, env));
}

/** As `requireAllowedPattern`, for what is to be closed: a pattern may also cover more than the list does. */
export function requireClosablePattern(pattern: string, env: Record<string, string>): void {
  requirePattern(pattern);
  if (!allowedChannels(env).some((entry) => covers(pattern, entry))) requireNone(listRefusal(pattern, env));
}

function requirePattern(text: string): void {
  if (isPattern(text)) return;
  requireNone(
    invalid(
      `${quoted(text)} is neither the name of a channel nor a pattern: write ${PARTS}; only the last one may be "*".`,
    ),
  );
}

const PARTS = `1 to ${MAX_PARTS} parts of 1 to ${MAX_PART_LENGTH} characters, with "/" between them`;

function invalid(message: string): Refusal {
  return { errorType: 'InvalidChannel', message };
}

/** As `requireAllowedChannel`, for messages from the bus, where heartbeats are as well. */
export function requireDeliverableChannel(name: string, env: Record<string, string>): void {
  if (!isReserved(name)) requireAllowedChannel(name, env);
}

/** Is the channel closed to clients, whatever the list and their tokens say? */
export function isReserved(name: string): boolean {
  return name === HEARTBEAT;
}

/** Can the channel of this name be one of an Event API as well? */
export function isEventChannel(name: string): boolean {
  return util.matches(SEGMENTS, `${name}*`);
}

/** The refusal is the same for a channel that does not exist and for one that a token does not permit. */
export function notAllowed(name: string): Refusal {
  const message = `Channel ${quoted(name)} is not allowed; the query "channels" lists those that are.`;
  return { errorType: 'ChannelNotAllowed', message };
}

/** Is the name, or the pattern, a part of what the entry stands for? */
export function covers(entry: string, name: string): boolean {
  if (!entry.endsWith('*')) return entry === name;
  return name.length >= entry.length && name.startsWith(entry.slice(0, -1));
}

/** The beginning of the names that a pattern covers, empty for `*`; null for a channel's name. */
export function prefixOf(pattern: string): string | null {
  return pattern.endsWith('*') ? pattern.slice(0, -1) : null;
}

/** What is closed when a subscription to a channel or a pattern ends: itself, and each pattern that covers the whole of it. */
export function endingsOf(pattern: string): string[] {
  const parts = pattern.split('/');
  const wider = parts.map((_, depth) => parts.slice(0, depth).concat(EVERY).join('/'));
  return wider.filter((each) => each !== pattern).concat(pattern);
}

/** Anything may stand in the place of a pattern's `*`, and is a name then. */
function isPattern(text: string): boolean {
  return text === EVERY || isName(text.endsWith(BELOW) ? `${text.slice(0, -1)}x` : text);
}

function isName(name: string): boolean {
  const parts = name.split('/');
  return parts.length <= MAX_PARTS && parts.every((part) => isPart(part));
}

/** Any characters are taken but `*`, which stands for what a pattern covers. */
function isPart(part: string): boolean {
  return part.length >= 1 && part.length <= MAX_PART_LENGTH && part.indexOf('*') < 0;
}
