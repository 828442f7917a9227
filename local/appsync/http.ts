// GraphQL over HTTP as AppSync answers it: https://github.com/graphql/graphql-over-http/issues/81
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { JsonObject, JsonValue } from '../json';
import type { Region } from '../region';
import { BodyTooLarge, ClientGone, readBody } from '../request-body';
import type { GraphQlResponse } from './appsync';
import { authenticate, Unauthorized } from './authorization';
import { MalformedRequest, RequestRefused } from './graphql-error';
import type { GraphqlApi } from './graphql-api';
import { checkedRequest, readRequest, type GraphQlRequest } from './graphql-request';
import { headersOf, sourceIpOf } from './http-headers';
import { MAX_REQUEST_BYTES } from './limits';
import { ResponseHeaders } from './response-headers';

/** An answer before it is written. */
interface Answer {
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

/** Answers the HTTP requests of an API. Never throws, and its promise never rejects. */
export async function answerHttp(
  api: GraphqlApi,
  region: Region,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'OPTIONS') {
    preflight(request, response);
    return;
  }
  try {
    write(response, await answer(api, region, request));
  } catch (error) {
    if (!(error instanceof ClientGone)) write(response, failure(error, region));
  }
}

async function answer(api: GraphqlApi, region: Region, request: IncomingMessage): Promise<Answer> {
  const url = request.url ?? '/';
  const [path, queryString = ''] = url.split('?');
  if (path !== '/graphql') return refusal(404, 'HttpNotFoundException', 'Not found.');
  const body = await readBody(request, MAX_REQUEST_BYTES);
  const headers = headersOf(request);
  const credentials = { method: request.method ?? 'POST', path: url, headers, body };
  const caller = await authenticate(api, credentials, region);
  const asked = request.method === 'GET' ? requestInQuery(queryString) : readRequest(body.toString());
  const responseHeaders = new ResponseHeaders();
  const answered = await api.request(asked, { caller, headers, sourceIp: sourceIpOf(request), responseHeaders });
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

function failure(error: unknown, region: Region): Answer {
  if (error instanceof Unauthorized) return refusal(error.status, error.errorType, error.message);
  if (error instanceof MalformedRequest) return refusal(400, error.errorType, error.message);
  if (error instanceof RequestRefused) return { status: 200, body: { data: null, errors: error.errors } };
  if (error instanceof BodyTooLarge) return refusal(413, 'RequestEntityTooLargeException', error.message);
  region.log.fault(error);
  return refusal(500, 'InternalFailure', 'An internal failure occurred.');
}

function refusal(status: number, errorType: string, message: string): Answer {
  return { status, errorType, body: { errors: [{ errorType, message }] } };
}

function write(response: ServerResponse, { status, errorType, headers: added, body }: Answer): void {
  if (response.destroyed) return;
  const text = Buffer.from(JSON.stringify(body));
  const headers: OutgoingHttpHeaders = {
    ...added,
    'content-type': 'application/json;charset=UTF-8',
    'content-length': text.length,
    'x-amzn-requestid': randomUUID(),
    'access-control-allow-origin': '*',
    'access-control-expose-headers': EXPOSED_HEADERS,
    ...(status === 200 && { 'x-amzn-appsync-tokensconsumed': '1' }),
    ...(errorType !== undefined && { 'x-amzn-errortype': errorType }),
    // What is left of a body that was not read would be taken for the next request.
    ...(status === 413 ? { connection: 'close' } : {}),
  };
  response.writeHead(status, headers);
  response.end(text);
}

/** Browsers ask first, because clients send headers of their own. */
function preflight(request: IncomingMessage, response: ServerResponse): void {
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
