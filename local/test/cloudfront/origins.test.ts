// Origins that do not answer as they should.
import { Agent } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { CustomOrigin } from '../../src/cloudfront/distributions/distribution';
import { LoopbackSocket } from '../../src/foundation/http/loopback';
import { listen } from '../../src/foundation/http/server';
import type { Route53 } from '../../src/route53/route53';
import {
  aCustomOrigin,
  aDistribution,
  type CloudFrontBench,
  cloudFrontBench,
  ORIGIN_HOST,
  type TestOrigin,
  view,
} from '../support/cloudfront';
import { endpointAt } from '../support/endpoint';

let bench: CloudFrontBench;
let origin: TestOrigin;

beforeEach(async () => {
  bench = cloudFrontBench();
  origin = await bench.serveOrigin();
});

afterEach(async () => bench.stop());

function open(overrides: Partial<CustomOrigin> = {}) {
  return bench.open(aDistribution({ origins: [aCustomOrigin(overrides)] }));
}

/** From now on Route 53 answers so. */
async function resolving(canonicalName: Route53['canonicalName']): Promise<void> {
  await bench.stop();
  bench = cloudFrontBench({ route53: { canonicalName } });
  origin = await bench.serveOrigin();
}

/** Stands in for the origin. */
function answering(listener: Parameters<TestOrigin['server']['on']>[1]): void {
  origin.server.removeAllListeners('request').on('request', listener);
}

const CONNECTION_FAILED = {
  status: 502,
  headers: { 'x-cache': 'Error from cloudfront' },
  body: expect.stringContaining('CloudFront attempted to establish a connection with the origin'),
};

it('CDN-22 looks the name up as Route 53 answers near the edge', async () => {
  const asked: string[][] = [];
  await resolving((...names) => {
    asked.push(names);
    return 'd1.cloudfront.net';
  });
  bench.hosts.serve('d1.cloudfront.net', endpointAt(origin.port));
  const edge = await open();

  expect(await view(edge)).toMatchObject({ status: 200 });
  expect(asked).toEqual([[ORIGIN_HOST, 'us-west-2']]);
  expect(origin.asked.items[0]?.headers.host).toContain('127.0.0.1');
});

it.each([
  ['that does not exist', undefined],
  ['behind which there is no endpoint', 'elsewhere.example.com'],
])('CDN-22 answers 502 for a name %s', async (_, canonicalName) => {
  await resolving(() => canonicalName);

  expect(await view(await open())).toMatchObject({
    status: 502,
    headers: { 'x-cache': 'Error from cloudfront' },
    body: expect.stringContaining("CloudFront wasn't able to resolve the origin domain name."),
  });
});

it('CDN-23 answers 502 when the origin refuses connections', async () => {
  await origin.stop();

  expect(await view(await open())).toMatchObject(CONNECTION_FAILED);
});

it('CDN-23 tries to connect as often as the origin says', async () => {
  await origin.stop();
  const endpoint = endpointAt(origin.port);
  const connect = jest.spyOn(endpoint, 'connect');
  bench.hosts.serve(ORIGIN_HOST, endpoint);
  await view(await open({ connectionAttempts: 3 }));

  expect(connect).toHaveBeenCalledTimes(3);
});

it('CDN-23 answers 502 when the origin closes the connection', async () => {
  answering((request) => request.socket.destroy());

  expect(await view(await open(), { method: 'POST', body: 'x' })).toMatchObject(CONNECTION_FAILED);
});

it('CDN-23 does not send a request a second time that the origin may have begun', async () => {
  let times = 0;
  answering((request) => {
    times += 1;
    request.socket.destroy();
  });
  await view(await open({ connectionAttempts: 3 }), { method: 'POST', body: 'x' });

  expect(times).toBe(1);
});

it('CDN-23 does not send a request a second time that an endpoint of the engine may have begun', async () => {
  let times = 0;
  const endpoint = await listen({
    port: 0,
    onRequest: (request) => {
      times += 1;
      request.socket.destroy();
    },
  });
  bench.hosts.serve(ORIGIN_HOST, endpoint);
  const answer = await view(await open({ connectionAttempts: 3 }), { method: 'POST', body: 'x' });
  await endpoint.stop();

  expect(answer).toMatchObject(CONNECTION_FAILED);
  expect(times).toBe(1);
});

it('CDN-23 sends the whole body to an endpoint of the engine that comes up between two attempts', async () => {
  const endpoint = await listen({
    port: 0,
    onRequest: (request, response) => void text(request).then((body) => response.end(body)),
  });
  const connect = jest.fn(() => endpoint.connect()).mockImplementationOnce(() => LoopbackSocket.refused());
  bench.hosts.serve(ORIGIN_HOST, { port: endpoint.port, connect });
  const answer = await view(await open({ connectionAttempts: 2 }), { method: 'POST', body: 'the whole body' });
  await endpoint.stop();

  expect(answer).toMatchObject({ status: 200, body: 'the whole body' });
});

it('CDN-23 reads what is left of a body, so that the next request on the connection is answered', async () => {
  answering((request, response) => {
    if (request.method === 'POST') request.socket.destroy();
    else response.end('the next one');
  });
  const edge = await open();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const first = await view(edge, { method: 'POST', body: 'x'.repeat(500_000), agent });
  const next = await view(edge, { agent });
  agent.destroy();

  expect([first.status, next.body]).toEqual([502, 'the next one']);
});

it('CDN-24 answers 504 when the origin does not answer in time', async () => {
  const arrived = new Promise((resolve) => answering(resolve));
  const edge = await open({ readTimeout: 7 });
  const answer = view(edge);
  await arrived;
  await bench.clock.advance(7000);

  expect(await answer).toMatchObject({
    status: 504,
    body: expect.stringContaining("CloudFront wasn't able to connect to the origin."),
  });
});

it('CDN-24 breaks an answer off that does not go on', async () => {
  answering((_, response) => response.write('first'));
  const edge = await open({ readTimeout: 7 });

  await expect(view(edge, { onData: () => void bench.clock.advance(7000) })).rejects.toThrow('aborted');
});

it('CDN-24 takes as long as an answer goes on', async () => {
  const parts: (() => void)[] = [];
  answering((_, response) => {
    parts.push(
      () => response.write('second '),
      () => response.end('last'),
    );
    response.write('first ');
  });
  const edge = await open({ readTimeout: 7 });
  const onData = () => void bench.clock.advance(6000).then(() => parts.shift()?.());

  expect((await view(edge, { onData })).body).toBe('first second last');
});

it('breaks an answer off that the origin breaks off', async () => {
  answering((request, response) => response.write('first', () => request.socket.destroy()));

  await expect(view(await open())).rejects.toThrow('aborted');
});

it('ends its request when the viewer goes away', async () => {
  const gone = new Promise<void>((resolve) => {
    answering((_, response) => {
      response.once('close', resolve);
      response.write('first');
    });
  });
  const edge = await open();
  const viewer = new AbortController();
  const answer = view(edge, { signal: viewer.signal, onData: () => viewer.abort() });

  await expect(answer).rejects.toThrow('aborted');
  await expect(gone).resolves.toBeUndefined();
});

it('ends its request when the viewer goes away before there is an answer', async () => {
  const viewer = new AbortController();
  const gone = new Promise<void>((resolve) => {
    answering((_, response) => {
      response.once('close', resolve);
      viewer.abort();
    });
  });
  const answer = view(await open(), { signal: viewer.signal });

  await expect(answer).rejects.toThrow('aborted');
  await expect(gone).resolves.toBeUndefined();
});

it('uses its connections again', async () => {
  const connections: Socket[] = [];
  origin.server.on('connection', (socket) => connections.push(socket));
  const edge = await open();
  await view(edge);
  await view(edge);

  expect(connections).toHaveLength(1);
});

it('asks again on a new connection when the one that it kept was closed under a GET', async () => {
  let times = 0;
  const half = createServer((socket) => {
    socket.on('data', () => {
      times += 1;
      // The second request comes on the first one's connection.
      if (times === 2) socket.destroy();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  await new Promise<void>((resolve) => half.listen(0, '127.0.0.1', resolve));
  bench.hosts.serve(ORIGIN_HOST, endpointAt((half.address() as AddressInfo).port));
  const edge = await open();

  expect([(await view(edge)).body, (await view(edge)).body, times]).toEqual(['ok', 'ok', 3]);
  half.close();
});
