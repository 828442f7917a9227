// Requests that CloudFront refuses by itself.
import { connect } from 'node:tls';
import type { Behavior } from '../../src/cloudfront/distributions/distribution';
import { aBehavior, aDistribution, type CloudFrontBench, cloudFrontBench, view } from '../support/cloudfront';
import { rawExchange } from '../support/raw-socket';

let bench: CloudFrontBench;

beforeEach(async () => {
  bench = cloudFrontBench();
  await bench.serveOrigin();
});

afterEach(async () => bench.stop());

function open(behavior: Partial<Behavior> = {}) {
  return bench.open(aDistribution({ defaultBehavior: aBehavior(behavior) }));
}

it('CDN-03 answers with a page of its own, which names the request', async () => {
  const edge = await open({ allowedMethods: ['GET', 'HEAD'] });
  const { body, headers, status } = await view(edge, { method: 'POST' });

  expect(status).toBe(403);
  expect(headers).toMatchObject({
    server: 'CloudFront',
    'content-type': 'text/html',
    'x-cache': 'Error from cloudfront',
  });
  expect(body).toContain('403 ERROR');
  expect(body).toContain(`Request ID: ${String(headers['x-amz-cf-id'])}`);
});

it('CDN-03 refuses a method that the behaviour does not allow', async () => {
  const edge = await open({ allowedMethods: ['GET', 'HEAD'] });

  expect((await view(edge, { method: 'DELETE' })).body).toContain(
    'This distribution is not configured to allow the HTTP request method that was used for this request. The distribution supports only cachable requests.',
  );
});

describe('CDN-31 the Host of a request', () => {
  async function statusFor(host: string, scheme: 'http' | 'https' = 'https') {
    const { arn: certificateArn } = bench.acm.requestCertificate('pubsub.example.com', ['*.wild.example.com']);
    const aliases = ['pubsub.example.com', '*.wild.example.com'];
    const edge = await bench.open(aDistribution({ aliases, certificateArn }));
    const [distribution] = bench.cloudFront.distributions();
    return (await view(edge, { scheme, headers: { host: host.replace('OWN', distribution?.domainName ?? '') } }))
      .status;
  }

  it.each(['OWN', 'pubsub.example.com', 'PUBSUB.example.com.:8443', 'a.wild.example.com'])(
    'may be %s, a name of the distribution',
    async (host) => {
      expect(await statusFor(host)).toBe(200);
    },
  );

  it.each(['localhost:8443', '127.0.0.1', '127.1.2.3:1', '[::1]:8443'])(
    'may be %s, a name of this machine',
    async (host) => {
      expect(await statusFor(host)).toBe(200);
    },
  );

  it.each([
    ...['evil.example.com', 'wild.example.com', 'a.b.wild.example.com', 'us-west-2.pubsub.example.com'],
    ...['localhost.example.com', '127.0.0.1.example.com', '10.0.0.1', '[::2]'],
  ])('may not be %s', async (host) => {
    expect(await statusFor(host)).toBe(403);
  });
});

it('CDN-04 sends viewers without TLS to HTTPS', async () => {
  const edge = await open({ viewerProtocolPolicy: 'redirect-to-https' });
  const host = `localhost:${edge.port}`;

  expect(await view(edge, { scheme: 'http', path: '/x?a=1', headers: { host } })).toMatchObject({
    status: 301,
    headers: { location: `https://${host}/x?a=1`, 'x-cache': 'Redirect from cloudfront' },
  });
  expect(await view(edge, { scheme: 'http', method: 'POST' })).toMatchObject({ status: 307 });
  expect(await view(edge, { scheme: 'https' })).toMatchObject({ status: 200 });
});

it('CDN-04 refuses viewers without TLS', async () => {
  const edge = await open({ viewerProtocolPolicy: 'https-only' });

  expect(await view(edge, { scheme: 'http' })).toMatchObject({ status: 403 });
});

it('CDN-04 takes viewers without TLS', async () => {
  const edge = await open({ viewerProtocolPolicy: 'allow-all' });

  expect(await view(edge, { scheme: 'http' })).toMatchObject({ status: 200 });
});

it('CDN-08 refuses a URL of more than 8,192 bytes', async () => {
  const edge = await open();
  const rest = `https://127.0.0.1:${edge.port}/`.length;

  expect(await view(edge, { path: `/${'x'.repeat(8192 - rest)}` })).toMatchObject({ status: 200 });
  expect(await view(edge, { path: `/${'x'.repeat(8193 - rest)}` })).toMatchObject({
    status: 413,
    headers: { connection: 'close' },
  });
});

it('CDN-08 refuses a request of more than 20,480 bytes', async () => {
  const edge = await open();

  // The server of the origin takes no more than 16 KiB.
  expect(await view(edge, { headers: { 'x-long': 'x'.repeat(15_000) } })).toMatchObject({ status: 200 });
  expect(await view(edge, { headers: { 'x-long': 'x'.repeat(20_480) } })).toMatchObject({ status: 413 });
});

it.each([70_000, 3_000_000])('CDN-08 refuses a request of %i bytes, with a page of its own', async (length) => {
  const edge = await open();
  const { body, headers, status } = await view(edge, { headers: { 'x-long': 'x'.repeat(length) } });

  expect(status).toBe(413);
  expect(headers).toMatchObject({
    connection: 'close',
    'x-cache': 'Error from cloudfront',
    'x-amz-cf-pop': 'HIO50-P1',
  });
  expect(body).toContain(`Request ID: ${String(headers['x-amz-cf-id'])}`);
});

it('CDN-08 counts every header, however many there are', async () => {
  const edge = await open();
  const headers = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`x-${index}`, 'x']));

  expect(await view(edge, { headers })).toMatchObject({ status: 413 });
});

it('CDN-35 answers bytes that are not a request with a page of its own', async () => {
  const { port } = await open();
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  const answer = await rawExchange(socket, 'garbage\r\n\r\n');

  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n(?:.+\r\n)*x-cache: Error from cloudfront\r\n/);
  expect(answer).toContain('<h1>400 ERROR</h1>');
});

it('CDN-09 refuses a GET with a body', async () => {
  const edge = await open();

  expect(await view(edge, { method: 'GET', headers: { 'content-length': '1' }, body: 'x' })).toMatchObject({
    status: 403,
  });
});

it('answers HEAD without the page', async () => {
  const edge = await open({ viewerProtocolPolicy: 'https-only' });

  expect(await view(edge, { method: 'HEAD', scheme: 'http' })).toMatchObject({ status: 403, body: '' });
});
