// The way of a request through an edge location to its origin.
import type { DistributionDefinition } from '../../src/cloudfront/distributions/distribution';
import { newRequestId } from '../../src/cloudfront/edge-locations/exchange';
import {
  aBehavior,
  aCustomOrigin,
  aDistribution,
  ALL_VIEWER_EXCEPT_HOST,
  CACHING_OPTIMIZED,
  type CloudFrontBench,
  cloudFrontBench,
  ORIGIN_HOST,
  type TestOrigin,
  view,
} from '../support/cloudfront';

let bench: CloudFrontBench;
let origin: TestOrigin;

beforeEach(async () => {
  bench = cloudFrontBench();
  origin = await bench.serveOrigin();
});

afterEach(async () => bench.stop());

function open(definition: Partial<DistributionDefinition> = {}) {
  return bench.open(aDistribution(definition));
}

/** What the origin was asked. */
async function asked() {
  return origin.asked.find(() => true);
}

it('passes a request on, and its answer back', async () => {
  const edge = await open();

  expect(await view(edge, { path: '/graphql', method: 'POST', body: '{"query":"x"}' })).toMatchObject({
    status: 200,
    body: 'hello',
  });
  expect(await asked()).toMatchObject({ method: 'POST', url: '/graphql', body: '{"query":"x"}' });
});

it('passes a long body on as it comes', async () => {
  const edge = await open();
  const body = 'x'.repeat(2_000_000);
  await view(edge, { method: 'POST', body });

  expect((await asked()).body).toBe(body);
});

it('CDN-01 chooses the first behaviour whose pattern fits, and the default one when none does', async () => {
  const behaviors = [
    aBehavior({ pathPattern: '/a?c', allowedMethods: ['GET', 'HEAD'] }),
    aBehavior({ pathPattern: '*.html' }),
  ];
  const edge = await open({ behaviors });
  const post = async (path: string) => (await view(edge, { path, method: 'POST' })).status;

  expect([await post('/abc'), await post('/abcd'), await post('/ABC'), await post('/x/abc.html')]).toEqual([
    403, 200, 200, 200,
  ]);
});

it('CDN-01 looks at the path without dots and sends it as it was written', async () => {
  const behaviors = [aBehavior({ pathPattern: '/closed/*', allowedMethods: ['GET', 'HEAD'] })];
  const edge = await open({ behaviors });

  expect((await view(edge, { path: '/open/../closed/x', method: 'POST' })).status).toBe(403);
  await view(edge, { path: '/open/../other' });
  expect((await asked()).url).toBe('/open/../other');
});

it('CDN-02 stands for the default root object only at the root', async () => {
  const edge = await open({ defaultRootObject: 'index.html' });
  await view(edge, { path: '/' });
  await view(edge, { path: '/folder/' });

  expect(origin.asked.items.map(({ url }) => url)).toEqual(['/index.html', '/folder/']);
});

it('puts the path of the origin before that of the request', async () => {
  const edge = await open({ origins: [aCustomOrigin({ path: '/prod' })] });
  await view(edge, { path: '/graphql' });

  expect((await asked()).url).toBe('/prod/graphql');
});

describe('CDN-06 what goes to the origin', () => {
  const headers = {
    authorization: 'secret',
    'user-agent': 'curl/8',
    'x-own': 'mine',
    host: 'localhost',
    cookie: 'a=1',
    'accept-encoding': 'zstd, gzip, br',
  };

  it('is everything with AllViewer', async () => {
    const edge = await open();
    await view(edge, { path: '/x?a=1', headers });

    expect(await asked()).toMatchObject({ url: '/x?a=1', headers });
  });

  it('is everything but the host with AllViewerExceptHostHeader', async () => {
    const edge = await open({ defaultBehavior: aBehavior({ originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST }) });
    await view(edge, { path: '/x?a=1', headers });

    expect(await asked()).toMatchObject({ url: '/x?a=1', headers: { ...headers, host: ORIGIN_HOST } });
  });

  it('is only the path without a policy', async () => {
    const edge = await open({ defaultBehavior: aBehavior({ originRequestPolicyId: undefined }) });
    await view(edge, { path: '/x?a=1', headers });
    const { url, headers: sent } = await asked();

    expect(url).toBe('/x');
    expect(Object.keys(sent).sort()).toEqual([
      'connection',
      'host',
      'user-agent',
      'via',
      'x-amz-cf-id',
      'x-forwarded-for',
    ]);
    expect(sent).toMatchObject({ host: ORIGIN_HOST, 'user-agent': 'Amazon CloudFront' });
  });

  it('has the known encodings with a cache policy that compresses', async () => {
    const defaultBehavior = aBehavior({ originRequestPolicyId: undefined, cachePolicyId: CACHING_OPTIMIZED });
    const edge = await open({ defaultBehavior });
    await view(edge, { headers });

    expect((await asked()).headers['accept-encoding']).toBe('br,gzip');
  });

  it.each([
    ['GET', undefined],
    ['POST', 'secret'],
  ])('CDN-07 without a policy %s is sent with the credentials %p', async (method, authorization) => {
    const edge = await open({ defaultBehavior: aBehavior({ originRequestPolicyId: undefined }) });
    await view(edge, { method, headers });

    expect((await asked()).headers.authorization).toBe(authorization);
  });

  it('has none of the headers that CloudFront takes away', async () => {
    const edge = await open();
    const taken = { 'x-edge-one': '1', 'x-real-ip': '1.2.3.4', 'x-forwarded-proto': 'https', 'proxy-connection': 'x' };
    await view(edge, { headers: taken });

    expect(Object.keys((await asked()).headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^x-edge|^x-real|proto|^proxy/)]),
    );
  });

  // Every object has something of these names.
  it.each(['constructor', '__proto__'])('may have a header called %s', async (name) => {
    expect(await view(await open(), { headers: Object.fromEntries([[name, 'x']]) })).toMatchObject({ status: 200 });
  });

  it('names the viewer and CloudFront', async () => {
    const edge = await open();
    await view(edge, { headers: { 'x-forwarded-for': '1.2.3.4' } });

    expect((await asked()).headers).toMatchObject({
      'x-forwarded-for': '1.2.3.4, 127.0.0.1',
      via: expect.stringMatching(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/),
      'x-amz-cf-id': expect.stringMatching(/^[\w-]{54}==$/),
    });
  });

  it('has the headers of the origin instead of the viewer’s', async () => {
    const edge = await open({ origins: [aCustomOrigin({ customHeaders: [['X-Own', 'theirs']] })] });
    await view(edge, { headers });

    expect((await asked()).headers['x-own']).toBe('theirs');
  });
});

describe('CDN-05 what the viewer gets', () => {
  it('tells who answered', async () => {
    const edge = await open();

    expect((await view(edge)).headers).toMatchObject({
      'x-cache': 'Miss from cloudfront',
      via: expect.stringMatching(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/),
      'x-amz-cf-pop': 'HIO50-P1',
      'x-amz-cf-id': expect.stringMatching(/^[\w-]{54}==$/),
      server: 'CloudFront',
    });
  });

  it('calls an error of the origin an error', async () => {
    origin.server.removeAllListeners('request').on('request', (_, response) => response.writeHead(404).end('gone'));
    const edge = await open();

    expect(await view(edge)).toMatchObject({
      status: 404,
      body: 'gone',
      headers: { 'x-cache': 'Error from cloudfront' },
    });
  });

  it('has the cookies of the origin only if cookies are passed on', async () => {
    origin.server.on('request', (_, response) => response.setHeader('set-cookie', ['a=1', 'b=2']));
    const behaviors = [aBehavior({ pathPattern: '/none', originRequestPolicyId: undefined })];
    const edge = await open({ behaviors });

    expect((await view(edge, { path: '/all' })).headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect((await view(edge, { path: '/none' })).headers['set-cookie']).toBeUndefined();
  });

  it('begins before the origin has ended', async () => {
    const parts: (() => void)[] = [];
    origin.server.removeAllListeners('request').on('request', (_, response) => {
      response.write('first');
      parts.push(() => response.end(' last'));
    });
    const edge = await open();
    const answer = view(edge, { onData: () => parts.shift()?.() });

    expect((await answer).body).toBe('first last');
  });
});

it('gives each request an id of its own', () => {
  const ids = Array.from({ length: 250 }, newRequestId);

  expect(new Set(ids).size).toBe(ids.length);
});

it('gives paths below /.local/ to the engine', async () => {
  bench.cloudFront.createDistribution(aDistribution(), bench.home);
  const edge = await bench.edge({ control: (_, response) => response.end('engine') });

  expect((await view(edge, { path: '/.local/state' })).body).toBe('engine');
  expect((await view(edge, { path: '/.locals' })).body).toBe('hello');
});

it('leads the name of the distribution to its first edge', async () => {
  const { domainName } = bench.cloudFront.createDistribution(aDistribution(), bench.home);
  const edge = await bench.edge();
  await bench.edge();

  expect(bench.hosts.portOf(domainName)).toBe(edge.port);
});

it('ends its resolver when its port is taken', async () => {
  const stop = jest.fn(() => Promise.resolve());
  await bench.stop();
  bench = cloudFrontBench({ route53: { startDnsServer: () => Promise.resolve({ port: 9, queries: 0, stop }) } });
  origin = await bench.serveOrigin();
  bench.cloudFront.createDistribution(aDistribution(), bench.home);

  await expect(bench.edge({ port: origin.port })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
  expect(stop).toHaveBeenCalledTimes(1);
});
