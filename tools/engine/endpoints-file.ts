// `.local/endpoints.json`: how clients and tests find a planet that runs.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { CONTROL_PATH, isJsonObject, type JsonObject, UserError } from 'local-aws/terms';
import type { FrontDoor } from './front-door';
import type { Planet } from './planet';
import { AUTHORITY_CERTIFICATE } from './authority-file';
import { STATE_FOLDER } from '../stages/names';
import { replaceWhole, writingTo } from '../packaging/writable-folder';

const FILE = 'endpoints.json';

/** What it says of a region. */
export interface RegionEndpoints {
  readonly graphqlUrl: string;
  readonly apiKey?: string;
  /** Absent without an Event API. */
  readonly eventUrl?: string;
  readonly eventApiKey?: string;
}

/** What the file says of a planet, as far as the commands read it. */
export interface Endpoints {
  readonly frontDoor?: { readonly graphqlUrl: string; readonly edges: Readonly<Record<string, string>> };
  readonly regions: Readonly<Record<string, RegionEndpoints>>;
  /** Where SDK clients find AWS's services, and with which keys. */
  readonly aws: { readonly endpointUrl: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Opens every region; absent for a stage that does not trust this machine. */
  readonly token?: string;
  /** The path of the certificate to trust, below the project's folder. */
  readonly certificateAuthority: string;
  /** Where faults are caused; absent without a front door. */
  readonly control?: { readonly url: string; readonly key: string };
}

/**
 * Makes sure that no other engine runs in the folder: two would package into the same folders and write the same file. Call
 * before anything is packaged. A file may be left behind by an engine that was killed. The process's number may
 * be another program's by now, so it counts only while the engine's address for SDK clients answers, too.
 * @param root the project's folder
 * @throws UserError `ENGINE_RUNNING`
 */
export async function requireNoEngine(root: string): Promise<void> {
  const { pid, aws } = recorded(root);
  if (typeof pid !== 'number' || pid === process.pid || !isAlive(pid)) return;
  const url = isJsonObject(aws) ? aws['endpointUrl'] : undefined;
  if (typeof url !== 'string' || !(await isListening(url))) return;
  throw new UserError('ENGINE_RUNNING', `An engine runs here already (process ${pid}); stop it first.`);
}

/**
 * Writes the file. Call when the planet is ready.
 * @param root the project's folder
 * @param token opens every region, if the stage trusts this machine's key
 * @returns what is in it
 * @throws UserError `FOLDER_NOT_WRITABLE`
 */
export function writeEndpoints(root: string, planet: Planet, token: string | undefined): JsonObject {
  const folder = path.join(root, STATE_FOLDER);
  const text = JSON.stringify(endpointsOf(planet, token), null, 2);
  writingTo(folder, () => {
    mkdirSync(folder, { recursive: true });
    replaceWhole(path.join(folder, FILE), `${text}\n`, 0o600);
  });
  return JSON.parse(text) as JsonObject;
}

/**
 * Removes the file, if it is of this process. Call when the planet stops.
 * @param root the project's folder
 */
export function removeEndpoints(root: string): void {
  if (recorded(root)['pid'] === process.pid) rmSync(path.join(root, STATE_FOLDER, FILE), { force: true });
}

/**
 * What the engine says that runs here.
 * @param root the project's folder
 * @throws UserError `ENGINE_NOT_RUNNING`
 */
export function readEndpoints(root: string): Endpoints {
  const endpoints = recorded(root);
  if (!isJsonObject(endpoints['regions']) || typeof endpoints['certificateAuthority'] !== 'string') throw notRunning();
  return endpoints as unknown as Endpoints;
}

/** No engine runs here, or it does not answer any more. */
export function notRunning(cause?: unknown): UserError {
  return new UserError('ENGINE_NOT_RUNNING', 'No engine runs here; start one with npm start.', { cause });
}

/** What the file says; nothing when it is not there or cannot be read. */
function recorded(root: string): JsonObject {
  try {
    const content: unknown = JSON.parse(readFileSync(path.join(root, STATE_FOLDER, FILE), 'utf8'));
    return isJsonObject(content) ? content : {};
  } catch {
    return {};
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    // It is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Does anything take connections at the address? */
async function isListening(url: string): Promise<boolean> {
  if (!URL.canParse(url)) return false;
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

function endpointsOf({ regions, aws, frontDoor }: Planet, token: string | undefined) {
  const [control] = frontDoor?.edges.values() ?? [];
  const hasEvents = [...regions.values()].some(({ eventApis }) => eventApis.length > 0);
  return {
    pid: process.pid,
    frontDoor: frontDoor && frontDoorOf(frontDoor, hasEvents),
    regions: Object.fromEntries(
      [...regions].map(([name, { graphqlApis, eventApis, stack }]) => {
        const [api] = graphqlApis;
        const [eventApi] = eventApis;
        return [
          name,
          {
            graphqlUrl: api?.graphqlUrl,
            realtimeUrl: api?.realtimeUrl,
            apiId: api?.apiId,
            apiKey: api?.apiKeys[0],
            // Absent without an Event API.
            eventUrl: eventApi?.eventUrl,
            eventRealtimeUrl: eventApi?.realtimeUrl,
            eventApiKey: eventApi?.apiKeys[0],
            eventBusName: stack.outputs['EventBusName'],
            eventBusArn: stack.outputs['EventBusArn'],
            deadLetterQueueUrl: stack.outputs['DeadLetterQueueUrl'],
          },
        ];
      }),
    ),
    aws,
    token,
    certificateAuthority: AUTHORITY_CERTIFICATE,
    control: control && { url: `${control.url}${CONTROL_PATH}`, key: frontDoor?.controlKey },
  };
}

/** The first edge stands for the domain. */
function frontDoorOf({ edges, links }: FrontDoor, hasEvents: boolean) {
  const [pageUrl] = links.values();
  const urls = Object.fromEntries([...edges].map(([location, { url }]) => [location, url]));
  const [url = ''] = Object.values(urls);
  return {
    url,
    pageUrl,
    graphqlUrl: `${url}/graphql`,
    realtimeUrl: `${url.replace('https:', 'wss:')}/graphql/realtime`,
    ...(hasEvents && {
      eventUrl: `${url}/event`,
      eventRealtimeUrl: `${url.replace('https:', 'wss:')}/event/realtime`,
    }),
    edges: urls,
  };
}
