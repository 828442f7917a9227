// Which channels the API allows: a list in the API's environment variables.
import { util } from '@aws-appsync/utils';
import { quoted } from './quoted';

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
const HEARTBEAT = '$heartbeat';

/** A subscription filter compares strings of at most 256 characters. */
const MAX_NAME_LENGTH = 256;

/** Ends the request with the error `ChannelNotAllowed` unless the list covers the channel. */
export function requireAllowedChannel(name: string, env: Record<string, string>): void {
  const allowed = name.length <= MAX_NAME_LENGTH && allowedChannels(env).some((entry) => covers(entry, name));
  if (!allowed || isReserved(name)) refuseChannel(name);
}

/** As `requireAllowedChannel`, for messages from the bus, where heartbeats are as well. */
export function requireDeliverableChannel(name: string, env: Record<string, string>): void {
  if (!isReserved(name)) requireAllowedChannel(name, env);
}

/** Is the channel closed to clients, whatever the list and their tokens say? */
export function isReserved(name: string): boolean {
  return name === HEARTBEAT;
}

/** Ends the request. The error is the same for a channel that does not exist and for one that a token does not permit. */
export function refuseChannel(name: string): never {
  util.error(`Channel ${quoted(name)} is not allowed; the query "channels" lists those that are.`, 'ChannelNotAllowed');
}

/** Is the name, or the pattern, a part of what the entry stands for? */
export function covers(entry: string, name: string): boolean {
  if (!entry.endsWith('*')) return entry === name;
  return name.length >= entry.length && name.startsWith(entry.slice(0, -1));
}
