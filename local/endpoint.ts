// The AWS endpoint: one address for SDK clients of every region and service (`AWS_ENDPOINT_URL`).
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from './clock';
import { AwsError } from './errors';
import type { Iam } from './iam/iam';
import { credentialScopeOf, type Headers, verifySignature } from './iam/signature';
import { isJsonObject, type JsonObject } from './json';
import type { Log } from './log';
import type { ServiceApi } from './operation';
import { BodyTooLarge, ClientGone, readBody } from './request-body';
import { listen } from './server';

/** Bytes of the largest request that any of our services takes, with room for its escaping: `PutEvents` takes 1 MB. */
const MAX_BODY = 8 * 1024 * 1024;

/** What a region answers to SDK clients. */
export interface RegionalApis {
  readonly iam: Iam;
  readonly apis: readonly ServiceApi[];
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
  const server = await listen({
    port: options.port,
    onRequest: (request, response) => {
      void answer(request, response, { regions, ...options });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    serve: (region, apis) => {
      regions.set(region, apis);
    },
    stop: () => server.stop(),
  };
}

interface Context {
  readonly regions: ReadonlyMap<string, RegionalApis>;
  readonly clock: Clock;
  readonly log: Log;
}

async function answer(incoming: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const requestId = randomUUID();
  try {
    const request = await read(incoming);
    const { contentType, output } = await call(request, context);
    send(response, { status: 200, contentType, requestId, body: output });
  } catch (error) {
    if (error instanceof ClientGone) return;
    send(response, { ...errorOf(knownError(error, context.log), incoming), requestId });
  }
}

/** Finds the operation that a request names, checks who calls, and calls it. */
async function call(request: AwsRequest, { regions, clock }: Context) {
  const scope = credentialScopeOf(request.headers);
  const region = regions.get(scope.region);
  if (!region) {
    const known = [...regions.keys()].join(', ');
    throw new AwsError('UnrecognizedClientException', `Region ${scope.region} is not one of ${known}.`, 403);
  }
  const { principal } = await verifySignature(request, {
    accessKey: (id) => region.iam.accessKey(id),
    now: clock.now(),
    region: scope.region,
    service: scope.service,
  });
  const api = region.apis.find(({ signingName }) => signingName === scope.service);
  if (!api) throw new AwsError('UnknownEndpoint', `The engine has no service "${scope.service}".`, 404);
  return {
    contentType: contentTypeOf(api),
    output: await operationOf(api, request)(inputOf(request.body), principal),
  };
}

function contentTypeOf({ protocol }: ServiceApi): string {
  return protocol.kind === 'json' ? `application/x-amz-json-${protocol.version}` : 'application/json';
}

function operationOf(api: ServiceApi, { method, path, headers }: AwsRequest) {
  const name =
    api.protocol.kind === 'json' ? targeted(api.protocol.target, targetOf(headers)) : routed(api, method, path);
  const operation = name !== undefined && Object.hasOwn(api.operations, name) ? api.operations[name] : undefined;
  if (operation) return operation;
  const asked = targetOf(headers) ?? `${method} ${path}`;
  throw new AwsError(
    'UnknownOperationException',
    `The engine has no operation "${asked}" of "${api.signingName}".`,
    400,
  );
}

function targetOf(headers: Headers): string | undefined {
  return [headers['x-amz-target']].flat()[0];
}

function targeted(service: string, target: string | undefined): string | undefined {
  const [asked, name] = target?.split('.') ?? [];
  return asked === service ? name : undefined;
}

function routed({ protocol }: ServiceApi, method: string, path: string): string | undefined {
  if (protocol.kind !== 'rest-json') return undefined;
  const route = `${method} ${path.split('?')[0] ?? ''}`;
  return Object.hasOwn(protocol.routes, route) ? protocol.routes[route] : undefined;
}

function inputOf(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString('utf8'));
    if (isJsonObject(input)) return input;
  } catch {
    // Answered below, like any other body that is not an object.
  }
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

function errorOf({ code, message, status, queryErrorCode }: AwsError, { headers }: IncomingMessage) {
  const contentType = headers['x-amz-target'] ? (headers['content-type'] ?? 'application/json') : 'application/json';
  const errorHeaders = {
    'x-amzn-errortype': code,
    ...(queryErrorCode !== undefined && {
      'x-amzn-query-error': `${queryErrorCode};${status < 500 ? 'Sender' : 'Receiver'}`,
    }),
  };
  return { status, contentType, headers: errorHeaders, body: { __type: code, message } };
}

function send(
  response: ServerResponse,
  answer: {
    readonly status: number;
    readonly contentType: string;
    readonly requestId: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: JsonObject;
  },
): void {
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'x-amzn-requestid': answer.requestId,
    ...answer.headers,
  });
  response.end(JSON.stringify(answer.body));
}
