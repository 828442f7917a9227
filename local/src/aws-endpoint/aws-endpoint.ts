// The AWS endpoint: one address for SDK clients of every region and service (`AWS_ENDPOINT_URL`).
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Clock } from '../foundation/clock';
import { pause } from '../foundation/delay';
import { AwsError } from '../foundation/errors';
import { type CredentialScope, credentialScopeOf, type Headers, type Iam, verifySignature } from '../iam/iam';
import { isJsonObject, jsonIn, type JsonObject } from '../foundation/json';
import type { Log } from '../foundation/log';
import type { Network } from '../foundation/network';
import type { Power } from '../foundation/power';
import type { ApiAnswer, ApiRequest, Protocol, ServiceApi } from '../foundation/service-api';
import { BodyTooLarge, ClientGone, readBody } from '../foundation/http/request-body';
import { listen } from '../foundation/http/server';
import { s3Error } from '../s3/s3';
import { queryAnswer, queryCallIn, queryError } from './query-protocol';
import { restXmlAnswer } from './rest-xml-protocol';

/** Bytes of the largest request that any of our services takes, with room for its escaping: `PutEvents` takes 1 MB. */
const MAX_BODY = 8 * 1024 * 1024;

/** What a region answers to SDK clients. */
export interface RegionalApis {
  readonly iam: Iam;
  readonly apis: readonly ServiceApi[];
  readonly network: Pick<Network, 'delay'>;
  readonly power: Power;
}

/** The endpoint, listening. */
export interface AwsEndpoint {
  /** Such as `http://127.0.0.1:4566`. */
  readonly url: string;
  /** Answers for a region from now on. */
  serve(region: string, apis: RegionalApis): void;
  stop(): Promise<void>;
}

/** A request that was read. */
interface AwsRequest {
  readonly method: string;
  /** As received, with its query string. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/**
 * Starts the endpoint. Region and service are read from the credential scope of the signature, which is verified.
 * @throws UserError `PORT_TAKEN`
 */
export async function startAwsEndpoint(options: {
  /** 0 takes a free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<AwsEndpoint> {
  const regions = new Map<string, RegionalApis>();
  const calls = new Calls();
  const server = await listen({
    port: options.port,
    onRequest: (request, response) => {
      void answer(request, response, { regions, calls, ...options });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    serve: (region, apis) => {
      regions.set(region, apis);
      apis.power.watch({ rest: () => calls.drop(region), goOn: () => undefined });
    },
    stop: () => server.stop(),
  };
}

/** The operation that a request asks for. */
interface Asked {
  readonly name: string;
  readonly members: JsonObject;
}

interface Context {
  readonly regions: ReadonlyMap<string, RegionalApis>;
  readonly calls: Calls;
  readonly clock: Clock;
  readonly log: Log;
}

/** The calls under way, so that they can be dropped with the region that they are for. */
class Calls {
  readonly #sockets = new Map<string, Set<Socket>>();

  /** @returns ends the call */
  begin(region: string, socket: Socket): () => void {
    const sockets = this.#sockets.get(region) ?? new Set();
    this.#sockets.set(region, sockets);
    sockets.add(socket);
    return () => void sockets.delete(socket);
  }

  drop(region: string): void {
    for (const socket of this.#sockets.get(region) ?? []) socket.destroy();
  }
}

async function answer(incoming: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const requestId = randomUUID();
  try {
    const request = await read(incoming);
    send(response, { requestId, ...(await call(request, incoming.socket, { ...context, requestId })) });
  } catch (error) {
    if (error instanceof ClientGone) return;
    send(response, { ...errorOf(knownError(error, context.log), incoming, { ...context, requestId }), requestId });
  }
}

/** Calls the region that a request is for: not when it is down, and more slowly when it is slow. */
async function call(request: AwsRequest, socket: Socket, { regions, calls, clock, requestId }: Context & Numbered) {
  const scope = credentialScopeOf(request.headers);
  const region = regions.get(scope.region);
  if (!region) {
    const known = [...regions.keys()].join(', ');
    throw new AwsError('UnrecognizedClientException', `Region ${scope.region} is not one of ${known}.`, 403);
  }
  const { network, power } = region;
  if (!power.isUp) socket.destroy();
  if (socket.destroyed) throw new ClientGone();
  const end = calls.begin(scope.region, socket);
  try {
    await pause(clock, network.delay);
    return await callRegion(request, scope, { region, clock, requestId });
  } finally {
    await pause(clock, network.delay);
    end();
  }
}

/** A region, and what its calls need besides. */
interface Callee extends Numbered {
  readonly region: RegionalApis;
  readonly clock: Clock;
}

/** A request's id. */
interface Numbered {
  readonly requestId: string;
}

/** Checks who calls, finds the operation that a request names, and runs it. */
async function callRegion(
  request: AwsRequest,
  scope: CredentialScope,
  { region, clock, requestId }: Callee,
): Promise<ApiAnswer> {
  const { principal } = await verifySignature(request, {
    accessKey: (id) => region.iam.accessKey(id),
    now: clock.now(),
    region: scope.region,
    service: scope.service,
  });
  const api = region.apis.find(({ signingName }) => signingName === scope.service);
  if (!api) throw new AwsError('UnknownEndpoint', `The engine has no service "${scope.service}".`, 404);
  const { protocol } = api;
  if (protocol.kind === 'http') return protocol.answer({ ...request, headers: flat(request.headers) }, principal);
  const whole = routed(api.wholeOperations ?? {}, request.method, request.path);
  if (whole) return whole.operation(whole.members, { ...request, headers: flat(request.headers) }, principal);
  const { name, members } = askedFor(protocol, api, { ...request, body: unpacked(request) });
  const operation = Object.hasOwn(api.operations, name) ? api.operations[name] : undefined;
  if (!operation) throw unknownOperation(api, name);
  const output = await operation(members, principal);
  if (protocol.kind === 'query') {
    return answered('text/xml', queryAnswer(name, output, { namespace: protocol.namespace, requestId }));
  }
  if (protocol.kind === 'rest-xml') return answered('text/xml', restXmlAnswer(name, output, protocol.namespace));
  const contentType = protocol.kind === 'json' ? `application/x-amz-json-${protocol.version}` : 'application/json';
  return answered(contentType, bodyOf(output, api.payloads?.[name]));
}

function answered(contentType: string, body: string): ApiAnswer {
  return { status: 200, headers: { 'content-type': contentType }, body };
}

/** A header that came several times is one, its values joined by commas. */
function flat(headers: Headers): ApiRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(',')]));
}

function bodyOf(output: JsonObject, payload: string | undefined): string {
  const whole = payload === undefined ? output : output[payload];
  return typeof whole === 'string' ? whole : JSON.stringify(whole);
}

/** The name of the operation that a request asks for, and its members. */
function askedFor(
  protocol: Exclude<Protocol, { readonly kind: 'http' }>,
  api: ServiceApi,
  { method, path, headers, body }: AwsRequest,
): Asked {
  if (protocol.kind === 'query') {
    const { name, version, input } = queryCallIn(body);
    if (version === protocol.version) return { name, members: input };
    throw unknownOperation(api, `${name} of ${version}`);
  }
  if (protocol.kind === 'rest-json') {
    const asked = routed(protocol.routes, method, path);
    if (asked) return { name: asked.operation, members: { ...inputOf(body), ...asked.members } };
    throw unknownOperation(api, `${method} ${path}`);
  }
  if (protocol.kind === 'rest-xml') {
    const asked = routed(protocol.routes, method, path);
    if (asked) return { name: asked.operation, members: asked.members };
    throw unknownOperation(api, `${method} ${path}`);
  }
  const target = targetOf(headers);
  const [service, name] = target?.split('.') ?? [];
  if (service !== protocol.target || name === undefined) throw unknownOperation(api, target ?? `${method} ${path}`);
  return { name, members: inputOf(body) };
}

/** SDK clients pack what is long: https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait */
function unpacked({ headers, body }: AwsRequest): Buffer {
  if ([headers['content-encoding']].flat()[0] !== 'gzip') return body;
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY });
  } catch {
    throw new AwsError(
      'SerializationException',
      'The request body is not what its Content-Encoding says, or too long.',
    );
  }
}

function targetOf(headers: Headers): string | undefined {
  return [headers['x-amz-target']].flat()[0];
}

/** The operation whose route fits, with the labels of its path and the parameters of the query. */
function routed<Operation>(
  routes: Readonly<Record<string, Operation>>,
  method: string,
  target: string,
): { readonly operation: Operation; readonly members: JsonObject } | undefined {
  const [path = '', query = ''] = target.split('?');
  for (const [route, operation] of Object.entries(routes)) {
    const labels = labelsOf(route, `${method} ${path}`);
    if (labels) return { operation, members: { ...Object.fromEntries(new URLSearchParams(query)), ...labels } };
  }
  return undefined;
}

function labelsOf(route: string, asked: string): Readonly<Record<string, string>> | undefined {
  const [expected, given] = [route.split('/'), asked.split('/')];
  if (expected.length !== given.length) return undefined;
  const labels: [string, string][] = [];
  for (const [index, segment] of expected.entries()) {
    const label = /^\{(\w+)\}$/.exec(segment)?.[1];
    const text = given[index] ?? '';
    if (label !== undefined) labels.push([label, unescaped(text)]);
    else if (segment !== text) return undefined;
  }
  return Object.fromEntries(labels);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unknownOperation({ signingName }: ServiceApi, asked: string): AwsError {
  return new AwsError('UnknownOperationException', `The engine has no operation "${asked}" of "${signingName}".`);
}

function inputOf(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  const input = jsonIn(body.toString('utf8'));
  if (isJsonObject(input)) return input;
  throw new AwsError('SerializationException', 'The request body is not a JSON object.');
}

async function read(incoming: IncomingMessage): Promise<AwsRequest> {
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headersDistinct,
    body: await readBody(incoming, MAX_BODY),
  };
}

/** What the client is told; everything that is not AWS's to say is a fault of the engine. */
function knownError(error: unknown, log: Log): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof BodyTooLarge) return new AwsError('RequestEntityTooLargeException', error.message, 413);
  log.fault(error);
  return new AwsError('InternalFailure', 'The engine failed.', 500);
}

/** In the words of the service that the request is for. */
function errorOf(
  error: AwsError,
  { headers, headersDistinct }: IncomingMessage,
  context: Context & Numbered,
): ApiAnswer {
  const { requestId } = context;
  switch (protocolFor(headersDistinct, context)) {
    case 'query':
    case 'rest-xml':
      return { ...answered('text/xml', queryError(error, requestId)), status: error.status };
    case 'http':
      return { ...answered('application/xml', s3Error(error, requestId)), status: error.status };
    default:
      return jsonError(error, headers);
  }
}

/** The protocol of the service that a request claims to be for. */
function protocolFor(headers: Headers, { regions }: Context): Protocol['kind'] | undefined {
  try {
    const { region, service } = credentialScopeOf(headers);
    const [any] = regions.values();
    return (regions.get(region) ?? any)?.apis.find(({ signingName }) => signingName === service)?.protocol.kind;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function jsonError(
  { code, members, message, status, queryErrorCode }: AwsError,
  headers: IncomingMessage['headers'],
): ApiAnswer {
  const contentType = headers['x-amz-target'] ? (headers['content-type'] ?? 'application/json') : 'application/json';
  const errorHeaders = {
    'content-type': contentType,
    'x-amzn-errortype': code,
    ...(queryErrorCode !== undefined && {
      'x-amzn-query-error': `${queryErrorCode};${status < 500 ? 'Sender' : 'Receiver'}`,
    }),
  };
  return { status, headers: errorHeaders, body: JSON.stringify({ __type: code, message, ...members }) };
}

function send(response: ServerResponse, { status, headers, body, requestId }: ApiAnswer & Numbered): void {
  response.writeHead(status, { 'x-amzn-requestid': requestId, 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
