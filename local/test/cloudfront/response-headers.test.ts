// Headers that a policy adds to answers, or takes away.
import {
  type CorsSettings,
  type ResponseHeadersPolicyDefinition,
  withPolicy,
} from '../../src/cloudfront/distributions/response-headers-policy';
import { aBehavior, aDistribution, cloudFrontBench, view } from '../support/cloudfront';

const SITE = 'https://example.com';

function aPolicy(overrides: Partial<ResponseHeadersPolicyDefinition> = {}): ResponseHeadersPolicyDefinition {
  return { name: 'one', cors: undefined, headers: [], removedHeaders: [], ...overrides };
}

function cors(overrides: Partial<CorsSettings> = {}): CorsSettings {
  return {
    allowOrigins: [SITE],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization', 'x-api-key'],
    exposeHeaders: ['x-amzn-requestid', 'x-amz-cf-pop'],
    allowCredentials: false,
    maxAge: 60,
    originOverride: true,
    ...overrides,
  };
}

/** The answer's headers after a CORS policy. */
function corsOf(overrides: Partial<CorsSettings>, request: object = {}, headers: Record<string, string> = {}): object {
  const answer = withPolicy(Object.entries(headers), aPolicy({ cors: cors(overrides) }), {
    ...{ method: 'POST', origin: SITE, requestedMethod: undefined },
    ...request,
  });
  return Object.fromEntries(answer);
}

const PREFLIGHT = { method: 'OPTIONS', requestedMethod: 'POST' };

it('CDN-28 removes headers first and adds headers then', () => {
  const policy = aPolicy({
    removedHeaders: ['x-powered-by', 'server'],
    headers: [{ name: 'server', value: 'ours', override: false }],
  });
  const headers = [
    ['X-Powered-By', 'x'],
    ['Server', 'theirs'],
  ] as const;

  expect(withPolicy(headers, policy, { method: 'GET', origin: undefined, requestedMethod: undefined })).toEqual([
    ['server', 'ours'],
  ]);
});

it.each([
  [true, 'DENY'],
  [false, 'SAMEORIGIN'],
])('CDN-28 with override %p the header is %s', (override, value) => {
  const policy = aPolicy({ headers: [{ name: 'x-frame-options', value: 'DENY', override }] });
  const request = { method: 'GET', origin: undefined, requestedMethod: undefined };

  expect(withPolicy([['X-Frame-Options', 'SAMEORIGIN']], policy, request).map(([, text]) => text)).toEqual([value]);
});

describe('CDN-29 CORS', () => {
  it('tells the web site that it is allowed', () => {
    expect(corsOf({})).toEqual({
      'access-control-allow-origin': SITE,
      'access-control-expose-headers': 'x-amzn-requestid, x-amz-cf-pop',
      vary: 'Origin',
    });
  });

  it('tells a preflight what is allowed', () => {
    expect(corsOf({}, PREFLIGHT)).toEqual({
      'access-control-allow-origin': SITE,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, x-api-key',
      'access-control-max-age': '60',
      vary: 'Origin',
    });
  });

  it('allows every method by ALL', () => {
    expect(corsOf({ allowMethods: ['ALL'] }, PREFLIGHT)).toMatchObject({
      'access-control-allow-methods': 'GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE',
    });
  });

  it('allows every web site by *', () => {
    expect(corsOf({ allowOrigins: ['*'] })).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-amzn-requestid, x-amz-cf-pop',
    });
  });

  it('allows credentials', () => {
    expect(corsOf({ allowCredentials: true })).toMatchObject({ 'access-control-allow-credentials': 'true' });
  });

  it.each([
    ['https://*.example.com', 'https://a.example.com', true],
    ['https://*.example.com', 'https://example.com', false],
    ['*.example.com', 'http://a.example.com', true],
    [SITE, 'http://example.com', false],
    [SITE, 'https://example.com.evil.org', false],
    ['https://example.com', 'https://exampleXcom', false],
  ])('with %s the web site %s is allowed: %p', (pattern, origin, isAllowed) => {
    const answer = corsOf({ allowOrigins: [pattern] }, { origin });

    expect('access-control-allow-origin' in answer).toBe(isAllowed);
  });

  it('adds nothing for a request without an origin', () => {
    expect(corsOf({}, { origin: undefined })).toEqual({});
  });

  it('replaces what the origin says', () => {
    expect(corsOf({}, {}, { 'Access-Control-Allow-Origin': '*' })).toMatchObject({
      'access-control-allow-origin': SITE,
    });
    expect(corsOf({ originOverride: false }, {}, { 'Access-Control-Allow-Origin': '*' })).toMatchObject({
      'Access-Control-Allow-Origin': '*',
    });
  });

  it('takes the origin’s permission away from a web site that it does not allow', () => {
    const theirs = { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/plain' };

    expect(corsOf({}, { origin: 'https://other.org' }, theirs)).toEqual({ 'Content-Type': 'text/plain' });
    expect(corsOf({ originOverride: false }, { origin: 'https://other.org' }, theirs)).toEqual(theirs);
  });
});

it('CDN-28 is applied to answers of the origin, and not to pages of CloudFront’s own', async () => {
  const bench = cloudFrontBench();
  await bench.serveOrigin();
  const { id } = bench.cloudFront.createResponseHeadersPolicy(aPolicy({ cors: cors() }));
  const defaultBehavior = aBehavior({ responseHeadersPolicyId: id });
  const edge = await bench.open(aDistribution({ defaultBehavior }));
  const headers = { origin: SITE };

  expect((await view(edge, { headers })).headers).toMatchObject({ 'access-control-allow-origin': SITE });
  expect((await view(edge, { headers, scheme: 'http' })).headers['access-control-allow-origin']).toBeUndefined();
  await bench.stop();
});
