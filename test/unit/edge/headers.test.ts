// What the router leaves as it came: CloudFront answers 502 when a function changes a header that is not its to change.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
import fc from 'fast-check';
import { type Headers, type OriginRequest, requestOf } from '../../../edge/cloudfront-event';
import { route } from '../../../edge/route';
import { aConfig, aConfigWithoutDomain, aRequest, asRequest } from './requests';

/** Read-only at origin-request, or not to be touched at all. */
const NOT_OURS = [
  'accept-encoding',
  'cdn-loop',
  'content-length',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'transfer-encoding',
  'via',
  'connection',
  'expect',
  'keep-alive',
  'upgrade',
  'x-amz-cf-id',
  'x-edge-location',
  'x-forwarded-proto',
  'x-real-ip',
];

const NAMES = [
  ...NOT_OURS,
  'host',
  'authorization',
  'x-api-key',
  'cookie',
  'sec-websocket-key',
  '__proto__',
  'toString',
];

const anyHeaders: fc.Arbitrary<Headers> = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 8 })),
      fc.array(fc.record({ key: fc.string({ maxLength: 8 }), value: fc.string() }, { requiredKeys: ['value'] }), {
        minLength: 1,
        maxLength: 2,
      }),
    ),
  )
  .map((entries) => Object.fromEntries(entries));

/** The way of a request with these headers, from CloudFront's event on. */
function led(headers: Headers, { uri, config }: { readonly uri: string; readonly config: ReturnType<typeof aConfig> }) {
  const event = { Records: [{ cf: { request: { ...aRequest('graphql_post'), uri, headers } } }] };
  return asRequest(route(requestOf(event), { config, executingRegion: 'eu-central-1', healthyRegions: [] }));
}

function withoutHost(headers: Headers): readonly (readonly [string, unknown])[] {
  return Object.entries(headers).filter(([name]) => name !== 'host');
}

it.each([
  ['a domain', aConfig()],
  ['no domain', aConfigWithoutDomain()],
])('leaves every header but the host as it came, on a stage with %s', (_, config) => {
  fc.assert(
    fc.property(anyHeaders, (headers) => {
      expect(withoutHost(led(headers, { uri: '/graphql', config }).headers)).toEqual(withoutHost(headers));
    }),
  );
});

it('leaves the subprotocols as they came on a stage with a domain, whose APIs take any host', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const headers = { 'sec-websocket-protocol': [{ key: 'Sec-WebSocket-Protocol', value }] };

      expect(withoutHost(led(headers, { uri: '/realtime', config: aConfig() }).headers)).toEqual(withoutHost(headers));
    }),
  );
});

it('adds no header but the host', () => {
  const request: OriginRequest = { ...aRequest('graphql_post'), headers: {} };
  const situation = { config: aConfig(), executingRegion: undefined, healthyRegions: [] };

  expect(Object.keys(asRequest(route(request, situation)).headers)).toEqual(['host']);
});

it('leaves the method, the viewer and the query of a request as they came', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (method, clientIp, querystring) => {
      const request = aRequest('graphql_post', { method, clientIp, querystring });
      const situation = { config: aConfig(), executingRegion: undefined, healthyRegions: [] };

      expect(route(request, situation)).toMatchObject({ method, clientIp, querystring });
    }),
  );
});
