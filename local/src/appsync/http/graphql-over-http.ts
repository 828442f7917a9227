// GraphQL over HTTP as AppSync answers it: https://github.com/graphql/graphql-over-http/issues/81
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pause } from '../../foundation/delay';
import type { JsonObject, JsonValue } from '../../foundation/json';
import type { Network } from '../../foundation/network';
import type { Region } from '../../foundation/region';
import { BodyTooLarge, ClientGone, readBody } from '../../foundation/http/request-body';
import type { GraphQlResponse } from '../appsync';
import { authenticate, Unauthorized } from '../authorization/authorization';
import { domainNameOf, type Entrance, type Entrances, GRAPHQL_PATHS } from './api-host-names';
import { MalformedRequest, RequestRefused } from '../execution/graphql-error';
import type { GraphqlApi } from '../graphql-api';
import { checkedRequest, readRequest, toldOf, type GraphQlRequest } from '../execution/graphql-request';
import { headersOf, sourceIpOf } from './http-headers';
import { lazy } from '../lazy';
import { MAX_REQUEST_BYTES } from '../limits';
import { ResponseHeaders } from '../execution/response-headers';

/** An answer before it is written. */
type RequestOutcome = GraphQlAnswer | 'preflight' | 'healthy' | 'foreign host';

interface GraphQlAnswer {
  readonly status: number;
  readonly errorType?: string;
  /** What resolvers added. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: GraphQlResponse | JsonObject;
}

const EXPOSED_HEADERS =
  'x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date,x-amz-schema-version';
/** Seconds for which a browser may keep the answer to a preflight. */
const PREFLIGHT_LIFE = '172800';

/** An API, and the names that lead to it. */
export interface Reachable {
  readonly api: GraphqlApi;
  readonly region: Region;
  readonly network: Network;
  readonly entrances: Entrances;
}

/** Answers the HTTP requests of an API. Never throws, and its promise never rejects: a fault ends the connection. */
export async function answerHttp(
  reachable: Reachable,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { network, region } = reachable;
  try {
    if (network.delay > 0) await pause(region.clock, network.delay);
    const answer = await answerOf(reachable, request);
    if (network.delay > 0) await pause(region.clock, network.delay);
    if (answer) write(request, response, answer);
  } catch (error) {
    region.log.fault(error);
    response.destroy();
  }
}

/** @returns nothing when the client has gone */
async function answerOf(
  { api, region, entrances }: Reachable,
  request: IncomingMessage,
): Promise<RequestOutcome | undefined> {
  // It went while the request was on its way.
  if (request.destroyed) return undefined;
  const entrance = entrances.of(request.headers.host);
  if (!entrance) return 'foreign host';
  if (request.method === 'OPTIONS') return 'preflight';
  if (entrance.kind !== 'realtime' && isPing(request)) return 'healthy';
  try {
    return await executed({ api, region, entrance }, request);
  } catch (error) {
    return error instanceof ClientGone ? undefined : failure(error, region);
  }
}

/** AWS's own clients ask so whether an API is there: the Flutter one all the while that it is connected (GQ-41). */
function isPing({ method, url = '' }: IncomingMessage): boolean {
  return method === 'GET' && url.split('?')[0] === '/ping';
}

/** An API, and the name under which a request came to it. */
interface Reached {
  readonly api: GraphqlApi;
  readonly region: Region;
  readonly entrance: Entrance;
}

async function executed({ api, region, entrance }: Reached, request: IncomingMessage): Promise<RequestOutcome> {
  const url = request.url ?? '/';
  const [path = '', queryString = ''] = url.split('?');
  if (!GRAPHQL_PATHS[entrance.kind].includes(path)) return refusal(404, 'HttpNotFoundException', 'Not found.');
  const method = request.method ?? 'POST';
  const headers = headersOf(request);
  const body = lazy(() => readBody(request, MAX_REQUEST_BYTES));
  const asked = lazy(async () => (method === 'GET' ? requestInQuery(queryString) : readRequest(String(await body()))));
  const told = () => toldOf(asked);
  const caller = await authenticate(api, { method, path: url, headers, body, told, purpose: '' }, region);
  const responseHeaders = new ResponseHeaders();
  const origin = { headers, sourceIp: sourceIpOf(request), domainName: domainNameOf(entrance) };
  const answered = await api.request(await asked(), { caller, ...origin, responseHeaders });
  return { status: 200, headers: responseHeaders.all(), body: answered };
}

function requestInQuery(queryString: string): GraphQlRequest {
  const parameters = new URLSearchParams(queryString);
  const variables = parameters.get('variables');
  return checkedRequest({
    query: parameters.get('query'),
    operationName: parameters.get('operationName'),
    variables: variables === null ? null : parsed(variables),
  });
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new MalformedRequest();
  }
}

function failure(error: unknown, region: Region): GraphQlAnswer {
  if (error instanceof Unauthorized) return refusal(error.status, error.errorType, error.message);
  if (error instanceof MalformedRequest) return refusal(400, error.errorType, error.message);
  if (error instanceof RequestRefused) return { status: 200, body: { data: null, errors: error.errors } };
  if (error instanceof BodyTooLarge) return refusal(413, 'RequestEntityTooLargeException', error.message);
  region.log.fault(error);
  return refusal(500, 'InternalFailure', 'An internal failure occurred.');
}

function refusal(status: number, errorType: string, message: string): GraphQlAnswer {
  return { status, errorType, body: { errors: [{ errorType, message }] } };
}

function write(request: IncomingMessage, response: ServerResponse, answer: RequestOutcome): void {
  if (response.destroyed) return;
  if (answer === 'preflight') writePreflight(request, response);
  else if (answer === 'healthy') writeHealthy(response);
  else if (answer === 'foreign host') writeForeignHost(response);
  else writeGraphQl(response, answer);
}

function writeGraphQl(response: ServerResponse, { status, errorType, headers: added, body }: GraphQlAnswer): void {
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
  if (status === 200) headers['x-amzn-appsync-tokensconsumed'] = '1';
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
