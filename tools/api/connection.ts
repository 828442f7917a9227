// Where the commands connect and with which credentials: to a deployed stage by its options, or to the engine that runs here.
import { readFileSync } from 'node:fs';
import { UserError } from 'local-aws/terms';
import type { CommandLine } from '../command-line';
import { type Endpoints, readEndpoints } from '../engine/endpoints-file';

/** How to reach an API. */
export interface Connection {
  /** Queries and mutations, such as `https://pubsub.example.com/graphql`. */
  readonly graphqlUrl: string;
  /** Subscriptions. */
  readonly realtimeUrl: string;
  /** The headers that prove who calls, for HTTP, and for the WebSocket together with the host. */
  readonly credentials: Readonly<Record<string, string>>;
  /** A certificate to trust, PEM; that of the engine. */
  readonly ca?: string;
}

/** What the options of a connection do. */
export const CONNECTION_USAGE = `  --url URL        a deployed stage, such as https://pubsub.example.com/graphql (default: the engine's front door)
  --token TOKEN    the token for it
  --api-key KEY    or the API key of one region
  --region NAME    with the engine: connect directly to this region
  --edge NAME      with the engine: use the front door near this region
  --json           print JSON, one line each
  --help           print this`;

/** The options of a connection. */
export const CONNECTION_OPTIONS = {
  url: { type: 'string' },
  token: { type: 'string' },
  'api-key': { type: 'string' },
  region: { type: 'string' },
  edge: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Choices = CommandLine<typeof CONNECTION_OPTIONS>['values'];

/**
 * The connection that was asked for.
 * @throws UserError with a sentence for each wrong option, or `ENGINE_NOT_RUNNING`
 */
export function connectionOf(choices: Choices): Connection {
  const { url } = choices;
  const given = credentialsOf(choices);
  if (url !== undefined) {
    if (!given) throw new UserError('CREDENTIALS_INVALID', '--url needs --token or --api-key.');
    return reach(url, given);
  }
  const engine = readEndpoints('.');
  const { graphqlUrl, credentials } = choose(engine, choices);
  const shown = given ?? credentials;
  if (shown) return { ...reach(graphqlUrl, shown), ca: readFileSync(engine.certificateAuthority, 'utf8') };
  throw new UserError(
    'CREDENTIALS_INVALID',
    'The stage does not trust this machine; use --token with a token of one of its issuers.',
  );
}

function credentialsOf({ token, 'api-key': apiKey }: Choices): Connection['credentials'] | undefined {
  if (token !== undefined && apiKey !== undefined) {
    throw new UserError('CREDENTIALS_INVALID', 'Give --token or --api-key, not both.');
  }
  if (token !== undefined) return { Authorization: sendable('--token', token) };
  if (apiKey !== undefined) return { 'x-api-key': sendable('--api-key', apiKey) };
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

function reach(graphqlUrl: string, credentials: Connection['credentials']): Connection {
  const fault = faultOf(graphqlUrl);
  if (fault !== undefined) {
    throw new UserError('URL_INVALID', `${fault}; give one such as https://pubsub.example.com/graphql.`);
  }
  return { graphqlUrl, realtimeUrl: realtimeUrlOf(graphqlUrl), credentials };
}

/** Names and addresses of this machine: what is sent there does not leave it. */
const LOOPBACK = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @returns what is wrong with an API's address; `undefined` if nothing is */
function faultOf(address: string): string | undefined {
  if (!URL.canParse(address)) return `"${address}" is not a URL`;
  const { protocol, hostname, pathname } = new URL(address);
  const isHttp = protocol === 'http:';
  if (protocol !== 'https:' && !isHttp) return `The address of an API begins with https:, not with "${protocol}"`;
  if (isHttp && !LOOPBACK.test(hostname)) return 'Over http: anyone on the way could read the credentials';
  if (pathname === '/') return `${address} has no path`;
  return undefined;
}

/** AppSync's own hosts have one of their own for subscriptions; behind any other name it is a path. */
function realtimeUrlOf(graphqlUrl: string): string {
  const url = new URL(graphqlUrl);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  if (/^\w{26}\.appsync-api\./.test(url.hostname))
    url.hostname = url.hostname.replace('appsync-api', 'appsync-realtime-api');
  else url.pathname += '/realtime';
  return url.href;
}

function choose({ frontDoor, regions, token }: Endpoints, { region, edge }: Choices) {
  const credentials = token === undefined ? undefined : { Authorization: token };
  if (region !== undefined) {
    const { graphqlUrl, apiKey } = named(regions, '--region', region);
    return { graphqlUrl, credentials: credentials ?? (apiKey === undefined ? undefined : { 'x-api-key': apiKey }) };
  }
  if (edge !== undefined)
    return { graphqlUrl: `${named(frontDoor?.edges ?? {}, '--edge', edge)}/graphql`, credentials };
  if (!frontDoor) throw new UserError('FRONT_DOOR_MISSING', 'The engine has no front door; use --region.');
  return { graphqlUrl: frontDoor.graphqlUrl, credentials };
}

function named<Item>(items: Readonly<Record<string, Item>>, option: string, name: string): Item {
  const item = Object.hasOwn(items, name) ? items[name] : undefined;
  if (item !== undefined) return item;
  throw new UserError('REGION_UNKNOWN', `${option} takes one of ${Object.keys(items).join(', ')}, not "${name}".`);
}
