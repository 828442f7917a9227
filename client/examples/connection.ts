// Where the commands connect and what they show there: a deployed stage by its options, or the engine of this machine.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Engine, runningEngine } from './engine';

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

/** What somebody typed. */
export interface CommandLine {
  /** What is no option, such as a channel. */
  readonly words: readonly string[];
  /** Structured payload, as JSON text. */
  readonly data?: string;
  /** Print JSON, a line each. */
  readonly json: boolean;
  readonly connection: Connection;
}

/** What the person at the terminal can mend: printed as one sentence. */
export class UsageError extends Error {}

/** The options that both commands have. */
export const CONNECTION_USAGE = `  --url URL        a deployed stage, such as https://pubsub.example.com/graphql (default: the engine's front door)
  --token TOKEN    what to show there
  --api-key KEY    or the API key of one region
  --region NAME    the engine: straight to this region
  --edge NAME      the engine: the front door as viewers near this region see it
  --json           print JSON, a line each
  --help           print this`;

const OPTIONS = {
  url: { type: 'string' },
  token: { type: 'string' },
  'api-key': { type: 'string' },
  region: { type: 'string' },
  edge: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Reads a command line.
 * @param wanted how many words the command takes
 * @returns `help` when it was asked for
 * @throws UsageError
 */
export function readCommandLine(args: readonly string[], wanted: number, usage: string): CommandLine | 'help' {
  const { values, positionals: words } = parsed(args, usage);
  if (values.help) return 'help';
  if (words.length !== wanted) throw new UsageError(usage);
  const { data, json } = values;
  return { words, json, connection: connectionOf(values), ...(data !== undefined && { data }) };
}

function parsed(args: readonly string[], usage: string) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\n\n${usage}`);
  }
}

/** The options of a connection. */
type Choices = ReturnType<typeof parsed>['values'];

function connectionOf(choices: Choices): Connection {
  const { url } = choices;
  const given = credentialsOf(choices);
  if (url !== undefined) {
    if (!given) throw new UsageError('--url needs --token or --api-key.');
    return reach(url, given);
  }
  const engine = runningEngine();
  if (!engine) throw new UsageError('The engine does not run here; start it with npm start, or use --url and --token.');
  const { graphqlUrl, credentials } = choose(engine, choices);
  const shown = given ?? credentials;
  if (!shown)
    throw new UsageError('The stage does not trust this machine; use --token with a token of one of its issuers.');
  return { ...reach(graphqlUrl, shown), ca: readFileSync(engine.certificateAuthority, 'utf8') };
}

function credentialsOf({ token, 'api-key': apiKey }: Choices): Connection['credentials'] | undefined {
  if (token !== undefined && apiKey !== undefined) throw new UsageError('Give --token or --api-key, not both.');
  if (token !== undefined) return { Authorization: sendable('--token', token) };
  if (apiKey !== undefined) return { 'x-api-key': sendable('--api-key', apiKey) };
  return undefined;
}

/** Visible characters and spaces, which is what a header can hold of what somebody types. */
function sendable(option: string, value: string): string {
  const trimmed = value.trim();
  if (trimmed === '') throw new UsageError(`${option} is empty; give its value, or leave it out.`);
  if (!/^[ -~]+$/.test(trimmed)) throw new UsageError(`${option} holds characters that cannot be sent; paste it anew.`);
  return trimmed;
}

function reach(graphqlUrl: string, credentials: Connection['credentials']): Connection {
  const fault = faultOf(graphqlUrl);
  if (fault !== undefined) throw new UsageError(`${fault} Give one such as https://pubsub.example.com/graphql.`);
  return { graphqlUrl, realtimeUrl: realtimeUrlOf(graphqlUrl), credentials };
}

/** Names and addresses of this machine: nobody else hears what is sent there. */
const LOOPBACK = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @returns what is wrong with an API's address, in a sentence; `undefined` if nothing is */
export function faultOf(address: string): string | undefined {
  if (!URL.canParse(address)) return `"${address}" is no URL.`;
  const { protocol, hostname, pathname } = new URL(address);
  const isHttp = protocol === 'http:';
  if (protocol !== 'https:' && !isHttp) return `An API's address begins with https:, not with "${protocol}".`;
  if (isHttp && !LOOPBACK.test(hostname)) return 'Over http: everybody on the way could read the credentials.';
  if (pathname === '/') return `${address} names no path.`;
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

function choose({ frontDoor, regions, token }: Engine, { region, edge }: Choices) {
  const credentials = token === undefined ? undefined : { Authorization: token };
  if (region !== undefined) {
    const { graphqlUrl, apiKey } = named(regions, '--region', region);
    return { graphqlUrl, credentials: credentials ?? (apiKey === undefined ? undefined : { 'x-api-key': apiKey }) };
  }
  if (edge !== undefined)
    return { graphqlUrl: `${named(frontDoor?.edges ?? {}, '--edge', edge)}/graphql`, credentials };
  if (!frontDoor) throw new UsageError('The engine has no front door; use --region.');
  return { graphqlUrl: frontDoor.graphqlUrl, credentials };
}

function named<Item>(items: Readonly<Record<string, Item>>, option: string, name: string): Item {
  const item = Object.hasOwn(items, name) ? items[name] : undefined;
  if (item !== undefined) return item;
  throw new UsageError(`${option} takes one of ${Object.keys(items).join(', ')}, not "${name}".`);
}

/** The sentence of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Text for a terminal: what would move its cursor, or worse, is written as its escape. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    JOINERS.has(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Joins what emoji are composed of. */
const JOINERS = new Set(['\u200d']);
