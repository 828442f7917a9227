// What the port of an API answers over HTTP, whatever the protocol: what every protocol has, and where it comes in.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pause } from '../../foundation/delay';
import { BodyTooLarge, ClientGone } from '../../foundation/http/request-body';
import type { JsonObject } from '../../foundation/json';
import type { Network } from '../../foundation/network';
import type { Region } from '../../foundation/region';
import type { GraphQlResponse } from '../appsync';
import { Unauthorized } from '../authorization/authorization';
import type { Entrance, Entrances } from './api-host-names';

/** A protocol's answer before it is written. */
export interface HttpAnswer {
  readonly status: number;
  readonly errorType?: string;
  /** What the protocol, or a resolver, adds. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: GraphQlResponse | JsonObject;
}

/**
 * Answers a request that came to one of the API's names.
 * Rejects with Unauthorized, BodyTooLarge, ClientGone, or what is a fault of the engine.
 */
export type OverHttp = (request: IncomingMessage, entrance: Entrance) => Promise<HttpAnswer>;

/** A protocol, and the names under which it is served. */
export interface HttpFront {
  readonly answer: OverHttp;
  readonly region: Region;
  readonly network: Network;
  readonly entrances: Entrances;
}

/** An answer before it is written. */
type RequestOutcome = HttpAnswer | 'preflight' | 'healthy' | 'foreign host';

const EXPOSED_HEADERS =
  'x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date,x-amz-schema-version';
/** Seconds for which a browser may keep the answer to a preflight. */
const PREFLIGHT_LIFE = '172800';

/** Answers the HTTP requests of an API. Never throws, and its promise never rejects: a fault ends the connection. */
export async function answerHttp(front: HttpFront, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { network, region } = front;
  try {
    if (network.delay > 0) await pause(region.clock, network.delay);
    const answer = await answerOf(front, request);
    if (network.delay > 0) await pause(region.clock, network.delay);
    if (answer) write(request, response, answer);
  } catch (error) {
    region.log.fault(error);
    response.destroy();
  }
}

/** The answer of a request that is refused. */
export function refusal(status: number, errorType: string, message: string): HttpAnswer {
  return { status, errorType, body: { errors: [{ errorType, message }] } };
}

/** The answer of a path that the API does not have. */
export function notFound(): HttpAnswer {
  return refusal(404, 'HttpNotFoundException', 'Not found.');
}

/** @returns nothing when the client has gone */
async function answerOf(
  { answer, region, entrances }: HttpFront,
  request: IncomingMessage,
): Promise<RequestOutcome | undefined> {
  // It went while the request was on its way.
  if (request.destroyed) return undefined;
  const entrance = entrances.of(request.headers.host);
  if (!entrance) return 'foreign host';
  if (request.method === 'OPTIONS') return 'preflight';
  if (entrance.kind !== 'realtime' && isPing(request)) return 'healthy';
  try {
    return await answer(request, entrance);
  } catch (error) {
    return error instanceof ClientGone ? undefined : failure(error, region);
  }
}

/** AWS's own clients ask so whether an API is there: the Flutter one all the while that it is connected (GQ-41). */
function isPing({ method, url = '' }: IncomingMessage): boolean {
  return method === 'GET' && url.split('?')[0] === '/ping';
}

function failure(error: unknown, region: Region): HttpAnswer {
  if (error instanceof Unauthorized) return refusal(error.status, error.errorType, error.message);
  if (error instanceof BodyTooLarge) return refusal(413, 'RequestEntityTooLargeException', error.message);
  region.log.fault(error);
  return refusal(500, 'InternalFailure', 'An internal failure occurred.');
}

function write(request: IncomingMessage, response: ServerResponse, answer: RequestOutcome): void {
  if (response.destroyed) return;
  if (answer === 'preflight') writePreflight(request, response);
  else if (answer === 'healthy') writeHealthy(response);
  else if (answer === 'foreign host') writeForeignHost(response);
  else writeAnswer(response, answer);
}

function writeAnswer(response: ServerResponse, { status, errorType, headers: added, body }: HttpAnswer): void {
  // As text it is written together with the headers.
  const text = JSON.stringify(body);
  const headers: OutgoingHttpHeaders = {
    ...added,
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
    'access-control-allow-origin': '*',
    'access-control-expose-headers': EXPOSED_HEADERS,
  };
  if (errorType !== undefined) headers['x-amzn-errortype'] = errorType;
  // What is left of a body that was not read would be taken for the next request.
  if (status === 413) headers['connection'] = 'close';
  response.writeHead(status, headers);
  response.end(text);
}

function writeHealthy(response: ServerResponse): void {
  const text = 'healthy';
  response.writeHead(200, {
    'content-type': 'text/plain',
    'content-length': text.length,
    'x-amzn-requestid': randomUUID(),
    'access-control-allow-origin': '*',
  });
  response.end(text);
}

/** Browsers ask first, because clients send headers of their own. */
function writePreflight(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'content-length': 0,
    'x-amzn-requestid': randomUUID(),
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-expose-headers': EXPOSED_HEADERS,
    'access-control-max-age': PREFLIGHT_LIFE,
  });
  response.end();
}

/**
 * What CloudFront answers to a name that none of its distributions has:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-permission-denied.html
 */
function writeForeignHost(response: ServerResponse): void {
  const text = 'No API of the region has the host name of this request.\n';
  response.writeHead(403, {
    'content-type': 'text/plain',
    'content-length': text.length,
    // What is left of a body that was not read would be taken for the next request.
    connection: 'close',
    'x-cache': 'Error from cloudfront',
  });
  response.end(text);
}
