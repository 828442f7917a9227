// The data source that asks an HTTP endpoint, signed by the role that its template names if there is one.
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { stringify } from 'node:querystring';
import { AwsError } from '../../foundation/errors';
import { EndpointAgent } from '../../foundation/http/endpoint-agent';
import type { JsonObject, JsonValue } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import { signedHeaders } from '../../iam/iam';
import type { HttpSigningDefinition } from '../appsync';
import { HTTP_AGENT_TIMEOUT, MAX_HTTP_RESPONSE_BYTES, MAX_HTTP_TIME } from '../limits';
import type { Neighbours } from '../neighbours';
import type { DataSource, DataSourceAnswer } from './data-source';
import { endpointRequest, type EndpointRequest } from './http-request';

/** Which endpoint, and as whom. */
export interface HttpTarget {
  /** Scheme and host, and perhaps a path that stands before every other. */
  readonly endpoint: string;
  /** Absent for requests without a signature. */
  readonly signing?: HttpSigningDefinition | undefined;
}

/** Whoever knows the hosts of this machine, and signs. */
interface Called extends Pick<Neighbours, 'iam' | 'hosts'> {
  readonly region: Region;
}

/** An endpoint, and connections to it if it is one of this machine's. */
interface Way {
  readonly endpoint: URL;
  readonly agent: EndpointAgent;
  readonly called: Called;
}

/** An endpoint that did not answer, or not as it should. */
class NoAnswer extends Error {}

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-http-js.html */
export function httpDataSource(name: string, target: HttpTarget, called: Called): DataSource {
  const endpoint = new URL(target.endpoint);
  const way = { endpoint, called, agent: new EndpointAgent({ keepAlive: true, timeout: HTTP_AGENT_TIMEOUT }) };
  return {
    name,
    invoke: async (request) => {
      const wanted = endpointRequest(request);
      const path = `${endpoint.pathname.replace(/\/$/, '')}${wanted.path}`;
      try {
        const headers = await headersOf({ ...wanted, path }, target, way);
        return await answered({ ...wanted, path, headers }, way);
      } catch (error) {
        if (error instanceof AwsError) return failure(error.message, error.code);
        if (error instanceof NoAnswer) return failure(error.message, 'HttpRequestException');
        throw error;
      }
    },
  };
}

async function headersOf(
  request: EndpointRequest,
  { signing }: HttpTarget,
  { endpoint, called }: Way,
): Promise<Readonly<Record<string, string>>> {
  const headers = { ...request.headers, host: endpoint.host };
  if (!signing) return headers;
  const { iam, region } = called;
  const key = iam.sessionKey(iam.assumeRole(signing.serviceRoleArn, 'appsync.amazonaws.com'));
  return signedHeaders(
    { ...request, headers },
    { key, region: signing.region, service: signing.service, now: region.clock.now() },
  );
}

async function answered(request: EndpointRequest, way: Way): Promise<DataSourceAnswer> {
  const outgoing = begun(request, way);
  const cancel = way.called.region.clock.after(MAX_HTTP_TIME, () =>
    outgoing.destroy(new NoAnswer('The request timed out.')),
  );
  try {
    const response = await responseTo(outgoing, request.body);
    const body = await bodyOf(response);
    const result: JsonObject = { statusCode: response.statusCode ?? 0, headers: textsOf(response.headers), body };
    return { result, error: null };
  } finally {
    cancel();
  }
}

/** Names of this machine's endpoints lead to them, whatever the scheme; all others are left to the machine's DNS. */
function begun(
  { method, path, query, headers, body }: EndpointRequest,
  { agent, endpoint: { protocol, hostname, port }, called: { hosts } }: Way,
): ClientRequest {
  const search = stringify(query);
  const sent = {
    ...{ method, path: search === '' ? path : `${path}?${search}`, setHost: false },
    headers: { ...headers, 'content-length': body.length },
  };
  const known = hosts.endpointOf(hostname);
  if (known) return httpRequest({ ...sent, host: '127.0.0.1', port: known.port, agent, ...{ endpoint: known } });
  return (protocol === 'https:' ? httpsRequest : httpRequest)({ ...sent, host: hostname, port });
}

function responseTo(outgoing: ClientRequest, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.on('error', (error) => reject(error instanceof NoAnswer ? error : new NoAnswer(error.message)));
    outgoing.end(body);
  });
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_HTTP_RESPONSE_BYTES)
        throw new NoAnswer(`The answer has more than ${MAX_HTTP_RESPONSE_BYTES} bytes.`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof NoAnswer || !(error instanceof Error)) throw error;
    throw new NoAnswer(error.message);
  }
  return Buffer.concat(chunks).toString();
}

function textsOf(headers: IncomingMessage['headers']): JsonObject {
  const entries = Object.entries(headers).map(([name, value]): [string, JsonValue] => [
    name,
    [value ?? ''].flat().join(', '),
  ]);
  return Object.fromEntries(entries);
}

function failure(message: string, type: string): DataSourceAnswer {
  return { result: null, error: { message, type } };
}
