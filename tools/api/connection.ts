// Where the commands connect and with which credentials: to a deployed stage by its options, or to the engine that runs here.
import { readFileSync } from 'node:fs';
import { UserError } from 'local-aws/terms';
import type { CommandLine } from '../command-line';
import { type Endpoints, readEndpoints } from '../engine/endpoints-file';

/** What proves who calls. */
export type Credentials = { readonly token: string } | { readonly apiKey: string };

/** How to reach an API. */
export interface Connection {
  /** The front door's address or a region's, such as `https://pubsub.example.com`. */
  readonly url: string;
  readonly credentials: Credentials;
  /** The stage's regions, by name, if the address is a region's, which cannot tell them. */
  readonly regions?: readonly string[];
  /** Does it lead to the Events door? */
  readonly isEvents: boolean;
  /** A certificate to trust, PEM; that of the engine. */
  readonly ca?: string;
}

/** What the options of a connection do. */
export const CONNECTION_USAGE = `  --url URL        a deployed stage, such as https://pubsub.example.com (default: the engine's front door)
  --token TOKEN    the token for it
  --api-key KEY    or the API key of one region
  --region NAME    with the engine: connect directly to this region
  --edge NAME      with the engine: use the front door near this region
  --events         use the Events door of a stage that has AppSync Event APIs
  --json           print JSON, one line each
  --help           print this`;

/** The options of a connection. */
export const CONNECTION_OPTIONS = {
  url: { type: 'string' },
  token: { type: 'string' },
  'api-key': { type: 'string' },
  region: { type: 'string' },
  edge: { type: 'string' },
  events: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type Choices = CommandLine<typeof CONNECTION_OPTIONS>['values'];

/**
 * The connection that was asked for.
 * @throws UserError with a sentence for each wrong option, or `ENGINE_NOT_RUNNING`
 */
export function connectionOf(choices: Choices): Connection {
  const { url, events: isEvents } = choices;
  const given = credentialsOf(choices);
  if (url !== undefined) {
    if (!given) throw new UserError('CREDENTIALS_INVALID', '--url needs --token or --api-key.');
    return { url: originOf(url), credentials: given, isEvents };
  }
  const engine = readEndpoints('.');
  const { credentials, ...place } = choose(engine, choices);
  const shown = given ?? credentials;
  if (shown) return { ...place, credentials: shown, isEvents, ca: readFileSync(engine.certificateAuthority, 'utf8') };
  throw new UserError(
    'CREDENTIALS_INVALID',
    'The stage does not trust this machine; use --token with a token of one of its issuers.',
  );
}

function credentialsOf({ token, 'api-key': apiKey }: Choices): Credentials | undefined {
  if (token !== undefined && apiKey !== undefined) {
    throw new UserError('CREDENTIALS_INVALID', 'Give --token or --api-key, not both.');
  }
  if (token !== undefined) return { token: sendable('--token', token) };
  if (apiKey !== undefined) return { apiKey: sendable('--api-key', apiKey) };
  return undefined;
}

/** Visible characters and spaces, which is what a header can hold. */
function sendable(option: string, value: string): string {
  const trimmed = value.trim();
  if (/^[ -~]+$/.test(trimmed)) return trimmed;
  const sentence =
    trimmed === '' ? 'is empty; give its value, or leave it out' : 'has characters that cannot be sent; paste it again';
  throw new UserError('CREDENTIALS_INVALID', `${option} ${sentence}.`);
}

function originOf(address: string): string {
  const fault = faultOf(address);
  if (fault === undefined) return new URL(address).origin;
  throw new UserError('URL_INVALID', `${fault}; give one such as https://pubsub.example.com.`);
}

/** Names and addresses of this machine: what is sent there does not leave it. */
const LOOPBACK = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** None, or those that every API has. */
const PATHS: readonly string[] = ['/', '/graphql', '/event'];

/** @returns what is wrong with an API's address; `undefined` if nothing is */
function faultOf(address: string): string | undefined {
  if (!URL.canParse(address)) return `"${address}" is not a URL`;
  const { protocol, hostname, pathname } = new URL(address);
  const isHttp = protocol === 'http:';
  if (protocol !== 'https:' && !isHttp) return `The address of an API begins with https:, not with "${protocol}"`;
  if (isHttp && !LOOPBACK.test(hostname)) return 'Over http: anyone on the way could read the credentials';
  if (!PATHS.includes(pathname)) return `No API has the path ${pathname}`;
  return undefined;
}

function choose({ frontDoor, regions, token }: Endpoints, { region, edge, events: isEvents }: Choices) {
  const credentials = token === undefined ? undefined : { token };
  if (region !== undefined) {
    const { graphqlUrl, apiKey, eventUrl, eventApiKey } = named(regions, '--region', region);
    const [address, shown] = isEvents ? [eventUrl, eventApiKey] : [graphqlUrl, apiKey];
    if (address === undefined) throw noEvents();
    const key = shown === undefined ? undefined : { apiKey: shown };
    return { url: originOf(address), regions: Object.keys(regions), credentials: credentials ?? key };
  }
  if (isEvents && Object.values(regions).every(({ eventUrl }) => eventUrl === undefined)) throw noEvents();
  if (edge !== undefined) return { url: named(frontDoor?.edges ?? {}, '--edge', edge), credentials };
  if (!frontDoor) throw new UserError('FRONT_DOOR_MISSING', 'The engine has no front door; use --region.');
  return { url: originOf(frontDoor.graphqlUrl), credentials };
}

function noEvents(): UserError {
  return new UserError(
    'DOOR_MISSING',
    'The stage has no Event APIs; its setting "events" in stages.yml opens that door.',
  );
}

function named<Item>(items: Readonly<Record<string, Item>>, option: string, name: string): Item {
  const item = Object.hasOwn(items, name) ? items[name] : undefined;
  if (item !== undefined) return item;
  throw new UserError('REGION_UNKNOWN', `${option} takes one of ${Object.keys(items).join(', ')}, not "${name}".`);
}
