// Requests as CloudFront hands them to the router, and the router's settings: what the tests of the edge are made of.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type EdgeResponse, type OriginRequest, requestOf } from '../../../edge/cloudfront-event';
import type { RouterConfig } from '../../../edge/config';
import type { JsonObject } from 'local-aws';

const FOLDER = path.join(__dirname, '../../cases/edge');

/** The names of the events in test/cases/edge. */
export const EVENT_NAMES: readonly string[] = readdirSync(FOLDER).map((file) => path.basename(file, '.json'));

/** An event of test/cases/edge, in the shape of AWS's documentation. */
export function anEvent(name: string): JsonObject {
  return JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as JsonObject;
}

/** The request of such an event. */
export function aRequest(name: string, overrides: Partial<OriginRequest> = {}): OriginRequest {
  return { ...requestOf(anEvent(name)), ...overrides };
}

/** The settings of a stage of three regions with a domain and Event APIs. */
export function aConfig(overrides: Partial<RouterConfig> = {}): RouterConfig {
  const order = ['us-west-2', 'eu-west-1', 'ap-southeast-2'];
  return {
    recordName: '_region.pubsub.example.com',
    ttl: 60,
    routing: 'latency',
    customDomain: true,
    origins: Object.fromEntries(
      order.map((region) => {
        const [api, eventApi] = [`${region}.pubsub.example.com`, `${region}-events.pubsub.example.com`];
        return [region, { graphql: api, realtime: api, events: { http: eventApi, realtime: eventApi } }];
      }),
    ),
    orders: {
      'us-west-1': ['us-west-2', 'eu-west-1', 'ap-southeast-2'],
      'eu-central-1': ['eu-west-1', 'us-west-2', 'ap-southeast-2'],
      'ap-northeast-1': ['ap-southeast-2', 'us-west-2', 'eu-west-1'],
    },
    order,
    ...overrides,
  };
}

/** The same for a stage without Event APIs. */
export function aConfigWithoutEvents(): RouterConfig {
  const { origins, ...config } = aConfig();
  const graphqlOnly = Object.entries(origins).map(([region, { graphql, realtime }]) => [region, { graphql, realtime }]);
  return { ...config, origins: Object.fromEntries(graphqlOnly) as RouterConfig['origins'] };
}

/** The settings of a stage of one region without a domain. */
export function aConfigWithoutDomain(): RouterConfig {
  return {
    ttl: 60,
    routing: 'latency',
    customDomain: false,
    origins: { 'us-west-2': OWN_HOSTS },
    orders: {},
    order: ['us-west-2'],
  };
}

/** The addresses that AppSync gave to the APIs of a stage without a domain. */
export const OWN_HOSTS = {
  graphql: 'abcdefghijklmnopqrstuvwxyz.appsync-api.us-west-2.amazonaws.com',
  realtime: 'abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.us-west-2.amazonaws.com',
  events: {
    http: 'zyxwvutsrqponmlkjihgfedcba.appsync-api.us-west-2.amazonaws.com',
    realtime: 'zyxwvutsrqponmlkjihgfedcba.appsync-realtime-api.us-west-2.amazonaws.com',
  },
} as const;

/** @throws Error if the router answered by itself */
export function asRequest(answer: OriginRequest | EdgeResponse): OriginRequest {
  if ('status' in answer) throw new Error(`The router answered by itself: ${answer.body}`);
  return answer;
}

/** @throws Error if the router led the request on */
export function asResponse(answer: OriginRequest | EdgeResponse): EdgeResponse {
  if (!('status' in answer)) throw new Error(`The router led the request to ${JSON.stringify(answer.origin)}.`);
  return answer;
}

/** The host to which a request was led. */
export function hostOf(answer: OriginRequest | EdgeResponse): string | undefined {
  const { origin } = asRequest(answer);
  return origin && 'custom' in origin ? origin.custom.domainName : undefined;
}

/** What makes an answer one that CloudFront takes. */
export function expectValid(answer: OriginRequest | EdgeResponse, hosts: readonly string[]): void {
  if ('status' in answer) {
    expect(answer).toMatchObject({ status: '404', statusDescription: 'Not Found' });
    expect(JSON.parse(answer.body)).toEqual({ errors: [{ errorType: 'NotFound', message: expect.any(String) }] });
    return;
  }
  expect(answer.uri).toMatch(/^\//);
  for (const value of Object.values(answer.headers).flat()) expect(typeof value.value).toBe('string');
  const { origin } = answer;
  if (!origin || 's3' in origin) {
    expect(origin).toBeDefined();
    return;
  }
  expect(hosts).toContain(origin.custom.domainName);
  expect(answer.headers['host']).toEqual([{ key: 'Host', value: origin.custom.domainName }]);
  expect(origin.custom).toMatchObject({ customHeaders: {}, path: '', port: 443, protocol: 'https' });
  for (const seconds of [origin.custom.readTimeout, origin.custom.keepaliveTimeout]) {
    expect([Number.isInteger(seconds), seconds >= 1, seconds <= 120]).toEqual([true, true, true]);
  }
}
