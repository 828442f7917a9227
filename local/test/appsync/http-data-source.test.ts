// The HTTP data source: what its requests are, who signs them, and what comes back. Ids refer to local/README.md.
import type { IncomingMessage, RequestListener } from 'node:http';
import { createAppSync } from '../../src/appsync/service';
import type { DataSourceDefinition } from '../../src/appsync/appsync';
import { AwsError } from '../../src/foundation/errors';
import { listen, type ListeningServer } from '../../src/foundation/http/server';
import { readBody } from '../../src/foundation/http/request-body';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { verifySignature } from '../../src/iam/iam';
import { ACCESS_KEY, aNeighbourhood, anApi, fakeJavaScript, type Neighbourhood, ROLE } from '../support/appsync';

const HOST = 'abc.appsync-api.us-west-2.amazonaws.com';
const SIGNED = { region: 'us-west-2', service: 'appsync', serviceRoleArn: ROLE.roleArn };

/** A request that arrived. */
interface Arrived {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

let region: Neighbourhood;
let endpoint: ListeningServer;
let arrived: Arrived[];
let answer: RequestListener;
let stop: (() => Promise<void>) | undefined;

beforeEach(async () => {
  region = aNeighbourhood();
  arrived = [];
  answer = (_, response) => response.writeHead(201, { 'x-told': 'yes' }).end('{"ok":true}');
  endpoint = await listen({
    port: 0,
    onRequest: (request, response) => {
      void readBody(request, 1_000_000).then((body) => {
        arrived.push({ request, body });
        answer(request, response);
      });
    },
  });
  region.hosts.serve(HOST, endpoint);
});

afterEach(async () => {
  await stop?.();
  await endpoint.stop();
});

/** What the response handler sees when the request handler returns this. */
async function invoked(
  request: JsonValue,
  definition: Partial<Extract<DataSourceDefinition, { type: 'HTTP' }>> = {},
): Promise<JsonObject> {
  const codes = { 'Query.a': { request: () => request, response: seen } };
  const appSync = createAppSync(region, { ...region, newJavaScript: () => fakeJavaScript(codes) });
  stop = () => appSync.stop();
  const { apiId, graphqlUrl } = await appSync.createGraphqlApi(anApi());
  appSync.putSchema(apiId, 'type Query { a: AWSJSON }');
  appSync.createDataSource(apiId, { name: 'http', type: 'HTTP', endpoint: `https://${HOST}`, ...definition });
  const field = { typeName: 'Query', fieldName: 'a', code: 'Query.a' };
  appSync.createResolver(apiId, { kind: 'UNIT', dataSourceName: 'http', ...field });
  const { key } = appSync.createApiKey(apiId);
  const headers = { 'x-api-key': key };
  const response = await fetch(graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query: '{ a }' }) });
  const { data, errors } = (await response.json()) as { data?: { a: string }; errors?: JsonObject[] };
  return typeof data?.a === 'string' ? (JSON.parse(data.a) as JsonObject) : (errors?.[0] ?? {});
}

const seen = ({ result = null, error = null }: JsonObject) => ({ result, error });
const POST = { method: 'POST', resourcePath: '/event', params: { body: '{"channel":"/a"}' } };

test('GQ-50 the response handler gets status, headers and body', async () => {
  const { result, error } = await invoked(POST);

  expect([result, error]).toEqual([
    { statusCode: 201, headers: expect.objectContaining({ 'x-told': 'yes' }) as unknown, body: '{"ok":true}' },
    null,
  ]);
});

test('GQ-50 the request is method, path, query, headers and body', async () => {
  const params = { query: { 'a b': '1&2' }, headers: { 'X-One': '1', 'Content-Type': 'text/plain' }, body: 'é' };

  await invoked({ method: 'PUT', resourcePath: '/v1/users', params }, { endpoint: `https://${HOST}/base/` });

  const [{ request, body } = {} as Arrived] = arrived;
  expect([request.method, request.url, body.toString()]).toEqual(['PUT', '/base/v1/users?a%20b=1%262', 'é']);
  expect(request.headers).toMatchObject({ host: HOST, 'x-one': '1', 'content-type': 'text/plain' });
});

test('GQ-50 a body that is no text is sent as JSON', async () => {
  await invoked({ ...POST, params: { body: { a: [1] } } });

  expect(arrived[0]?.body.toString()).toBe('{"a":[1]}');
});

test('GQ-51 a request is signed by the role, over what arrives', async () => {
  await invoked({ ...POST, params: { ...POST.params, query: { a: '1' } } }, { signing: SIGNED });

  const [{ request, body } = {} as Arrived] = arrived;
  const { method = '', url = '', headers } = request;
  const accessKey = () => ({ ...ACCESS_KEY, sessionToken: 'token', principal: ROLE });
  const options = { accessKey, now: region.clock.now(), region: 'us-west-2', service: 'appsync' };
  expect(await verifySignature({ method, path: url, headers, body }, options)).toMatchObject({ principal: ROLE });
});

test('GQ-51 without a configured signature there is none', async () => {
  await invoked(POST);

  expect(arrived[0]?.request.headers.authorization).toBeUndefined();
});

test('GQ-51 a role that AppSync may not assume is the error of the request', async () => {
  const iam = {
    ...region.iam,
    assumeRole: () => {
      throw new AwsError('AccessDenied', 'Not you.', 403);
    },
  };
  region = { ...region, iam };

  const { error } = await invoked(POST, { signing: SIGNED });

  expect([error, arrived]).toEqual([{ message: 'Not you.', type: 'AccessDenied' }, []]);
});

test('GQ-52 an endpoint that ends the connection is the error of the request', async () => {
  answer = (request) => request.socket.destroy();

  expect((await invoked(POST))['error']).toMatchObject({ type: 'HttpRequestException' });
});

test('GQ-52 an endpoint that does not answer in 30 seconds is the error of the request', async () => {
  answer = () => void region.clock.advance(30_000);

  expect((await invoked(POST))['error']).toEqual({ type: 'HttpRequestException', message: 'The request timed out.' });
});

test('GQ-52 an answer that is too large is the error of the request', async () => {
  answer = (_, response) => response.end('x'.repeat(5 * 1024 * 1024 + 1));

  expect((await invoked(POST))['error']).toMatchObject({ message: 'The answer has more than 5242880 bytes.' });
});

test.each<[string, JsonObject]>([
  ['method', { ...POST, method: 'HEAD' }],
  ['resourcePath', { ...POST, resourcePath: 'event' }],
  ['resourcePath', { ...POST, resourcePath: '/event?a=1' }],
  ['header Host', { ...POST, params: { headers: { Host: 'x' } } }],
  ['header a', { ...POST, params: { headers: { a: 'x\r\ny: z' } } }],
  ['header a', { ...POST, params: { headers: { a: 1 } } }],
  ['Content-Type', { ...POST, params: { headers: { 'content-type': 'image/png' } } }],
  ['query', { ...POST, params: { query: [] } }],
])('GQ-53 a request with another %s is refused: %j', async (named, request) => {
  const { message = '' } = await invoked(request);

  expect([JSON.stringify(message).includes(named), arrived]).toEqual([true, []]);
});
