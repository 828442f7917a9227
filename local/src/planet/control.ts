// The engine's own paths, at every edge location: they show and set the faults of the regions. AWS has nothing like them.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isJsonObject, jsonIn, type JsonObject } from '../foundation/json';
import type { PlanetNetwork } from '../foundation/network';
import { BodyTooLarge, ClientGone, readBody } from '../foundation/http/request-body';

/** What can be wrong with a region; `up` mends all of it. */
export const FAULTS = ['down', 'up', 'slow', 'split', 'stutter', 'throttle'] as const;

/** Bytes of a request. */
const MAX_BODY = 4096;
/** Milliseconds by which a region, or the deliveries of its buses, can be late: longer, and every client has given up. */
export const MAX_DELAY = 60_000;
const KEY_HEADER = 'x-control-key';
/** Below the address of every edge location: the engine's own paths. */
export const CONTROL_PATH = '/.local';
const STATE_PATH = `${CONTROL_PATH}/state`;
const FAULTS_PATH = `${CONTROL_PATH}/faults`;
/** The names of this machine. With any other, a page from elsewhere has made its own name lead here (DNS rebinding). */
const LOOPBACK_HOST = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** What is controlled, and by whom. */
export interface ControlOptions {
  readonly network: PlanetNetwork;
  /** The regions that can be broken. */
  readonly regions: readonly string[];
  /** What callers must show in `x-control-key`. */
  readonly key: string;
  /** Does Route 53 send viewers to the region? */
  readonly isHealthy: (region: string) => boolean;
  /** When a deployment last changed the region: milliseconds since 1970. */
  readonly deployedAt: (region: string) => number | undefined;
}

/** What is answered, with a JSON body. */
interface ControlAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers `GET /.local/state` and `POST /.local/faults`. No page of another site can read or send anything: there are no CORS headers. */
export function controlListener(options: ControlOptions): RequestListener {
  return (request, response) => {
    answer(request, options).then(
      (answered) => write(response, answered),
      (error: unknown) => {
        if (error instanceof BodyTooLarge) write(response, refusal(413, error.message));
        else if (!(error instanceof ClientGone)) write(response, refusal(500, 'The engine failed.'));
      },
    );
  };
}

async function answer(request: IncomingMessage, options: ControlOptions): Promise<ControlAnswer> {
  if (!LOOPBACK_HOST.test(request.headers.host ?? '')) return refusal(403, 'Use the name localhost.');
  if (!isKey(request.headers[KEY_HEADER], options.key)) return refusal(403, `The header ${KEY_HEADER} is not the key.`);
  const [path] = (request.url ?? '').split('?');
  if (path === STATE_PATH) return allowed(request, 'GET') ?? { status: 200, body: stateOf(options) };
  if (path !== FAULTS_PATH) return refusal(404, `There are ${STATE_PATH} and ${FAULTS_PATH}.`);
  const refused = allowed(request, 'POST') ?? apply(await readBody(request, MAX_BODY), options);
  return refused ?? { status: 200, body: stateOf(options) };
}

function allowed({ method }: IncomingMessage, wanted: string): ControlAnswer | undefined {
  if (method === wanted) return undefined;
  return { ...refusal(405, `Use ${wanted}.`), headers: { allow: wanted } };
}

function isKey(given: string | string[] | undefined, key: string): boolean {
  if (typeof given !== 'string') return false;
  const [one, other] = [Buffer.from(given), Buffer.from(key)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** @returns why nothing was changed; nothing when it was */
function apply(body: Buffer, { network, regions }: ControlOptions): ControlAnswer | undefined {
  const order = jsonIn(body.toString());
  if (!isJsonObject(order)) return refusal(400, 'The body must be a JSON object.');
  const { fault, region, other, ms } = order;
  const names = regions.join(', ');
  if (!isOneOf(FAULTS, fault)) return refusal(400, `The fault must be one of ${FAULTS.join(', ')}.`);
  if (!isOneOf(regions, region)) return refusal(400, `The region must be one of ${names}.`);
  switch (fault) {
    case 'down':
      network.takeDown(region);
      return undefined;
    case 'up':
      network.restore(region);
      return undefined;
    case 'throttle':
      network.throttleTables(region);
      return undefined;
    case 'slow':
    case 'stutter':
      if (!isDelay(ms)) return refusal(400, `The number of milliseconds, ms, must be from 0 to ${MAX_DELAY}.`);
      if (fault === 'slow') network.slowDown(region, ms);
      else network.stutter(region, ms);
      return undefined;
    case 'split':
      if (!isOneOf(regions, other) || other === region) {
        return refusal(400, `A split needs two different regions, region and other, of ${names}.`);
      }
      network.cut(region, other);
      return undefined;
  }
}

function isOneOf<Name extends string>(names: readonly Name[], value: unknown): value is Name {
  return names.some((name) => name === value);
}

function isDelay(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_DELAY;
}

function stateOf({ network, regions, isHealthy, deployedAt }: ControlOptions): JsonObject {
  const states = regions.map((region) => {
    const { isUp, splitFrom, ...others } = network.stateOf(region);
    const state = isUp ? 'up' : 'down';
    return [
      region,
      {
        state,
        ...others,
        splitFrom: [...splitFrom],
        isHealthy: isHealthy(region),
        deployedAt: deployedAt(region) ?? null,
      },
    ];
  });
  return { regions: Object.fromEntries(states) as JsonObject };
}

function refusal(status: number, message: string): ControlAnswer {
  return { status, body: { error: message } };
}

function write(response: ServerResponse, { status, body, headers }: ControlAnswer): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    // What is left of a body that was not read would be taken for the next request.
    ...(status === 200 ? {} : { connection: 'close' }),
    ...headers,
  });
  response.end(text);
}
