// The names under which an API is reached: the Host header selects the API, or nothing answers.
import { request as httpRequest, type RequestOptions } from 'node:http';
import { WebSocket } from 'ws';
import { createAcm } from '../../src/acm/service';
import type { JsonObject } from '../../src/foundation/json';
import { aNeighbourhood, headerProtocol, RealtimeClient, startApi, type StartedApi, stopApi } from '../support/appsync';

const DOMAIN = 'us-west-2.pubsub.example.com';
const SCHEMA = 'type Query { domainName: String } type Subscription { told: String }';

/** The names of an API. */
type Name = 'loopback' | 'domain' | 'graphql' | 'realtime';

let started: StartedApi;
let names: Readonly<Record<Name, string>>;

beforeEach(async () => {
  const acm = createAcm();
  const region = aNeighbourhood({ acm });
  const resolvers = {
    'Query.domainName': { response: ({ request }: JsonObject) => (request as JsonObject)['domainName'] ?? 'none' },
    'Subscription.told': { response: () => null },
  };
  started = await startApi({ schema: SCHEMA, resolvers, region });
  const { appSync, api } = started;
  const { arn: certificateArn } = acm.requestCertificate(DOMAIN, ['*.wild.example.com']);
  for (const domainName of [DOMAIN, '*.wild.example.com']) {
    appSync.createDomainName({ domainName, certificateArn });
    appSync.associateApi(domainName, api.apiId);
  }
  names = { loopback: 'localhost', domain: DOMAIN, graphql: api.graphqlHost, realtime: api.realtimeHost };
});

afterEach(async () => stopApi(started));

test.each([
  'localhost',
  'LOCALHOST:8443',
  '127.0.0.1',
  '127.0.0.2:1',
  '[::1]:9001',
  DOMAIN,
  `${DOMAIN}:443`,
  `${DOMAIN}.`,
])('GQ-36 answers a request for %s', async (host) => {
  expect((await post(host)).status).toBe(200);
});

test.each([
  'pubsub.example.com',
  'localhost.example.com',
  'pubsub.localhost',
  `a.${DOMAIN}`,
  '1.2.3.4',
  '127.0.0.1.nip.io',
])('GQ-36 answers a request for "%s" with the 403 of CloudFront', async (host) => {
  const { status, headers } = await post(host);

  expect([status, headers['x-cache']]).toEqual([403, 'Error from cloudfront']);
});

test('GQ-37 a domain name with a wildcard stands for one level', async () => {
  const answers = await Promise.all(['a.wild.example.com', 'a.b.wild.example.com', 'wild.example.com'].map(post));

  expect(answers.map(({ status }) => status)).toEqual([200, 403, 403]);
});

test('GQ-40 a resolver learns the domain name that the request came to', async () => {
  const answers = await Promise.all([DOMAIN, 'a.wild.example.com', names.graphql, 'localhost'].map(post));

  expect(answers.map(({ body }) => (JSON.parse(body) as { data: JsonObject }).data['domainName'])).toEqual([
    DOMAIN,
    'a.wild.example.com',
    'none',
    'none',
  ]);
});

test.each([
  ['graphql', 200],
  ['realtime', 404],
] as const)('GQ-36 the host %s answers queries with %i', async (name, status) => {
  expect((await post(names[name])).status).toBe(status);
});

test.each(['loopback', 'domain', 'graphql'] as const)(
  'GQ-41 the host %s says without credentials that it is healthy',
  async (name) => {
    const { status, headers, body } = await send({ path: '/ping', headers: { host: names[name] } });

    expect([status, headers['content-type'], body]).toEqual([200, 'text/plain', 'healthy']);
  },
);

test.each([
  ['a POST', 'graphql', { method: 'POST', path: '/ping' }],
  ['a longer path', 'graphql', { path: '/ping/' }],
  ['the real-time host', 'realtime', { path: '/ping' }],
] as const)('GQ-41 nothing else is healthy: %s', async (_, name, request) => {
  expect((await send({ ...request, headers: { host: names[name] } })).status).toBe(404);
});

test.each([
  ['loopback', '/graphql/realtime', 'opens'],
  ['loopback', '/graphql', 'opens'],
  ['domain', '/graphql/realtime', 'opens'],
  ['domain', '/graphql', 404],
  ['domain', '/realtime', 404],
  ['graphql', '/graphql', 'opens'],
  ['realtime', '/graphql', 'opens'],
  ['realtime', '/graphql/realtime', 404],
] as const)('RT-01 a WebSocket for %s at %s: %s', async (name, path, outcome) => {
  const { socket, answered } = connect(names[name], { path });

  expect(await answered).toBe(outcome);
  socket.terminate();
});

test('GQ-36 a WebSocket for another name is answered with 403', async () => {
  expect(await connect('pubsub.example.com').answered).toBe(403);
});

test.each([
  ['loopback', 'pubsub.example.com'],
  ['domain', 'pubsub.example.com'],
  ['domain', 'localhost:8443'],
] as const)('RT-05 for %s the credentials may name any host, such as %s', async (name, host) => {
  const client = connect(names[name], { host });

  expect(await client.init()).toMatchObject({ type: 'connection_ack' });
  client.socket.terminate();
});

test.each(['graphql', 'domain'] as const)('RT-08 for the real-time host the credentials may name %s', async (name) => {
  const client = connect(names.realtime, { path: '/graphql', host: names[name] });

  expect(await client.init()).toMatchObject({ type: 'connection_ack' });
  client.socket.terminate();
});

test.each(['pubsub.example.com', 'localhost', 'realtime'])(
  'RT-08 for the real-time host credentials that name %s are refused, and the connection is closed',
  async (host) => {
    const client = connect(names.realtime, { path: '/graphql', host: host === 'realtime' ? names.realtime : host });

    expect(await client.next()).toEqual({
      payload: { errors: [{ errorType: 'com.amazon.coral.service.http#HttpNotFoundException', errorCode: 400 }] },
      type: 'connection_error',
    });
    await client.closed();
  },
);

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Sends a query to the API's port; `fetch` does not let a caller choose the host. */
async function post(host: string): Promise<Answer> {
  const body = JSON.stringify({ query: '{ domainName }' });
  return send({ path: '/graphql', method: 'POST', headers: { host, 'x-api-key': started.apiKey } }, body);
}

async function send(request: RequestOptions, sent?: string): Promise<Answer> {
  const { port } = new URL(started.api.graphqlUrl);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ port, ...request }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    outgoing.once('error', reject);
    outgoing.end(sent);
  });
}

/**
 * Opens a WebSocket to the API's port.
 * @param options `host` is the one of the credentials
 */
function connect(name: string, { path = '/graphql/realtime', host = 'localhost' } = {}) {
  const { port } = new URL(started.api.graphqlUrl);
  const protocols = ['graphql-ws', headerProtocol({ host, 'x-api-key': started.apiKey })];
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { headers: { host: name } });
  const client = new RealtimeClient(socket);
  const answered = new Promise<number | 'opens' | undefined>((resolve) => {
    socket.once('open', () => resolve('opens'));
    socket.once('unexpected-response', (_, { statusCode }) => resolve(statusCode));
  });
  return {
    socket,
    answered,
    next: async () => client.next(),
    closed: async () => client.closed(),
    init: async () => {
      await answered;
      return client.init();
    },
  };
}
