// Where the router leads requests, replayed from events in the shape of AWS's documentation.
import fc from 'fast-check';
import { type OriginRequest, requestOf } from '../../../edge/cloudfront-event';
import { needsRegion, route, type Situation } from '../../../edge/route';
import { anyJson, mutated } from '../../../local/test/support/malformed';
import {
  aConfig,
  aConfigWithoutDomain,
  aConfigWithoutEvents,
  anEvent,
  aRequest,
  asRequest,
  asResponse,
  EVENT_NAMES,
  expectValid,
  hostOf,
  OWN_HOSTS,
} from './requests';

const TIMEOUTS = { readTimeout: 30, keepaliveTimeout: 5 };

function aSituation(overrides: Partial<Situation> = {}): Situation {
  return { config: aConfig(), executingRegion: 'eu-central-1', healthyRegions: ['eu-west-1'], ...overrides };
}

function routed(request: OriginRequest, overrides: Partial<Situation> = {}) {
  return route(request, aSituation(overrides));
}

describe('the API', () => {
  it.each(['graphql_post', 'graphql_preflight', 'ping'])('gets %s at its path', (name) => {
    const request = aRequest(name);

    expect(routed(request)).toEqual({
      ...request,
      headers: { ...request.headers, host: [{ key: 'Host', value: 'eu-west-1.pubsub.example.com' }] },
      origin: {
        custom: {
          domainName: 'eu-west-1.pubsub.example.com',
          port: 443,
          protocol: 'https',
          path: '',
          sslProtocols: ['TLSv1.2'],
          customHeaders: {},
          ...TIMEOUTS,
        },
      },
    });
  });

  it.each(['realtime_amplify', 'realtime_apollo_proxy', 'realtime_python_gql', 'realtime_swift'])(
    'gets the handshake of %s at /graphql/realtime',
    (name) => {
      const request = aRequest(name);

      const answer = asRequest(routed(request));

      expect(answer).toMatchObject({ uri: '/graphql/realtime', querystring: request.querystring });
      expect(hostOf(answer)).toBe('eu-west-1.pubsub.example.com');
      expect(answer.headers).toEqual({
        ...request.headers,
        host: [{ key: 'Host', value: 'eu-west-1.pubsub.example.com' }],
      });
    },
  );

  it.each(['sec-websocket-key', 'sec-websocket-protocol'])('knows a handshake only by %s', (name) => {
    const { headers } = aRequest('realtime_amplify');
    const request = aRequest('realtime_amplify', { uri: '/graphql', headers: { [name]: headers[name] ?? [] } });

    expect(asRequest(routed(request)).uri).toBe('/graphql/realtime');
  });

  it('keeps the timeouts of the placeholder', () => {
    const event = aRequest('graphql_post');
    const placeholder = { custom: { ...customOf(event), readTimeout: 60, keepaliveTimeout: 90 } };

    const answer = asRequest(routed({ ...event, origin: placeholder }));

    expect(customOf(answer)).toMatchObject({ readTimeout: 60, keepaliveTimeout: 90 });
  });

  it.each(['1', 0, 121, 1.5, null])('does not take a timeout of %p from a placeholder', (readTimeout) => {
    const origin = { custom: { readTimeout, keepaliveTimeout: readTimeout } };
    const request = requestOf({ Records: [{ cf: { request: { method: 'POST', uri: '/graphql', origin } } }] });

    expect(customOf(asRequest(routed(request)))).toMatchObject(TIMEOUTS);
  });

  it('is found without the pieces that it does not need', () => {
    const request = requestOf({ Records: [{ cf: { request: { uri: '/graphql' } } }] });

    expect(hostOf(routed(request))).toBe('eu-west-1.pubsub.example.com');
  });
});

describe('the Event API', () => {
  it.each(['event_post', 'event_preflight'])('gets %s at its path', (name) => {
    const request = aRequest(name);

    const answer = asRequest(routed(request));

    const host = 'eu-west-1-events.pubsub.example.com';
    expect(hostOf(answer)).toBe(host);
    expect(answer).toEqual({
      ...{ ...request, origin: answer.origin },
      headers: { ...request.headers, host: [{ key: 'Host', value: host }] },
    });
  });

  it.each(['event_realtime_amplify', 'event_realtime_swift'])(
    'gets the handshake of %s as it is, at /event/realtime',
    (name) => {
      const request = aRequest(name);

      const answer = asRequest(routed(request));

      const host = 'eu-west-1-events.pubsub.example.com';
      expect(answer).toMatchObject({ uri: '/event/realtime', querystring: request.querystring });
      expect(answer.headers).toEqual({ ...request.headers, host: [{ key: 'Host', value: host }] });
    },
  );

  it('is in the region in which the GraphQL API is', () => {
    const healthyRegions = ['ap-southeast-2'];

    const hosts = ['graphql_post', 'event_post'].map((name) => hostOf(routed(aRequest(name), { healthyRegions })));

    expect(hosts).toEqual(['ap-southeast-2.pubsub.example.com', 'ap-southeast-2-events.pubsub.example.com']);
  });

  it.each(['event_post', 'event_preflight', 'event_realtime_amplify', 'event_realtime_swift'])(
    'is not there for %s in a stage without Event APIs',
    (name) => {
      const { body } = asResponse(routed(aRequest(name), { config: aConfigWithoutEvents() }));

      expect(body).not.toMatch(/events?/i);
    },
  );

  it.each(['/event', '/event/', '/event/realtime/', '/Event/realtime', '/event/anything', '/realtime/event'])(
    'takes no handshake at %p',
    (uri) => {
      expect(asResponse(routed(aRequest('event_realtime_amplify', { uri }))).status).toBe('404');
    },
  );

  it.each(['/event/', '/events', '/event/tech', '/EVENT', '/event/connect'])('takes no request at %p', (uri) => {
    const { body } = asResponse(routed(aRequest('event_post', { uri })));

    expect(body).toContain('; AppSync Events are at /event and /event/realtime.');
  });
});

describe('the region', () => {
  const request = aRequest('graphql_post');
  const regionOf = (overrides: Partial<Situation>) => hostOf(routed(request, overrides))?.split('.')[0];

  it('is the one that DNS names, however far', () => {
    expect(regionOf({ healthyRegions: ['ap-southeast-2'] })).toBe('ap-southeast-2');
  });

  it('is the nearest where DNS names several', () => {
    expect(regionOf({ healthyRegions: ['us-west-2', 'ap-southeast-2'] })).toBe('us-west-2');
    expect(regionOf({ executingRegion: 'ap-northeast-1', healthyRegions: ['us-west-2', 'ap-southeast-2'] })).toBe(
      'ap-southeast-2',
    );
  });

  it.each([
    ['eu-central-1', 'eu-west-1'],
    ['ap-northeast-1', 'ap-southeast-2'],
  ])('is the nearest to %s where DNS does not say', (executingRegion, nearest) => {
    expect(regionOf({ executingRegion, healthyRegions: [] })).toBe(nearest);
  });

  it.each([undefined, '', 'mars-north-1', '__proto__', 'constructor'])(
    "is the stage's first if %p is unknown",
    (executingRegion) => {
      expect(regionOf({ executingRegion, healthyRegions: [] })).toBe('us-west-2');
    },
  );

  it.each(['mars-north-1', '', '__proto__'])('is the nearest where DNS names %p', (unknown) => {
    expect(regionOf({ healthyRegions: [unknown] })).toBe('eu-west-1');
  });

  it("is the first of the stage's list with failover, for every viewer", () => {
    const config = aConfig({ routing: 'failover' });

    expect(regionOf({ config, healthyRegions: ['ap-southeast-2', 'eu-west-1', 'us-west-2'] })).toBe('us-west-2');
    expect(regionOf({ config, healthyRegions: [] })).toBe('us-west-2');
  });

  it("is the next of the stage's list with failover while the first is not healthy", () => {
    const config = aConfig({ routing: 'failover' });

    expect(
      regionOf({ config, executingRegion: 'ap-northeast-1', healthyRegions: ['ap-southeast-2', 'eu-west-1'] }),
    ).toBe('eu-west-1');
  });

  it('has an address, in whatever order it stands', () => {
    const config = aConfig({ orders: { 'eu-central-1': ['mars-north-1', 'toString', 'ap-southeast-2'] } });

    expect(regionOf({ config, healthyRegions: ['mars-north-1', 'toString'] })).toBe('ap-southeast-2');
  });
});

describe('a stage without a domain', () => {
  const config = aConfigWithoutDomain();

  it('gets requests at the address of its API', () => {
    expect(hostOf(routed(aRequest('graphql_post'), { config, healthyRegions: [] }))).toBe(OWN_HOSTS.graphql);
  });

  it.each(['realtime_amplify', 'realtime_apollo_proxy', 'realtime_python_gql', 'realtime_swift'])(
    'gets the handshake of %s at the real-time address of its API',
    (name) => {
      const answer = asRequest(routed(aRequest(name), { config, healthyRegions: [] }));

      expect(hostOf(answer)).toBe(OWN_HOSTS.realtime);
      expect(answer).toMatchObject({ uri: '/graphql', headers: { host: [{ value: OWN_HOSTS.realtime }] } });
    },
  );

  it('gets events at the address of its Event API', () => {
    expect(hostOf(routed(aRequest('event_post'), { config, healthyRegions: [] }))).toBe(OWN_HOSTS.events.http);
  });

  it('gets handshakes at the real-time address of its Event API, with credentials that name that API', () => {
    const answer = asRequest(routed(aRequest('event_realtime_amplify'), { config, healthyRegions: [] }));

    const [protocol = '', header = ''] = answer.headers['sec-websocket-protocol']?.[0]?.value.split(', ') ?? [];
    const credentials: unknown = JSON.parse(Buffer.from(header.replace('header-', ''), 'base64url').toString());
    expect(hostOf(answer)).toBe(OWN_HOSTS.events.realtime);
    expect(answer.uri).toBe('/event/realtime');
    expect(protocol).toBe('aws-appsync-event-ws');
    expect(credentials).toMatchObject({ host: OWN_HOSTS.events.http, Authorization: expect.any(String) });
  });

  it('gets credentials that name its API', () => {
    const answer = asRequest(routed(aRequest('realtime_python_gql'), { config, healthyRegions: [] }));

    const credentials = new URLSearchParams(answer.querystring).get('header') ?? '';

    expect(JSON.parse(Buffer.from(credentials, 'base64').toString())).toMatchObject({ host: OWN_HOSTS.graphql });
  });
});

describe('the page', () => {
  it.each(['page_index', 'page_settings'])('gets %s as it is', (name) => {
    const request = aRequest(name);

    expect(routed(request)).toEqual(request);
  });

  it.each(['/', '/index.html', '/config.json', '/favicon.svg', '/assets/index-BK3x.js', '/assets/a/b.css'])(
    'gets %s',
    (uri) => {
      expect(asRequest(routed(aRequest('page_index', { uri }))).uri).toBe(uri);
    },
  );

  it.each(['page_index', 'page_settings', 'nothing_at_page', 'nothing_below_api', 'realtime_without_handshake'])(
    'needs no region for %s',
    (name) => {
      expect(needsRegion(aRequest(name))).toBe(false);
    },
  );

  it.each(['graphql_post', 'realtime_amplify', 'event_post', 'event_realtime_amplify'])(
    'is not meant by %s',
    (name) => {
      expect(needsRegion(aRequest(name))).toBe(true);
    },
  );
});

describe('everything else', () => {
  it.each(['nothing_below_api', 'nothing_at_page'])('answers %s by 404 and says where the API is', (name) => {
    expect(asResponse(routed(aRequest(name)))).toEqual({
      status: '404',
      statusDescription: 'Not Found',
      headers: {
        'content-type': [{ key: 'Content-Type', value: 'application/json; charset=utf-8' }],
        'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
      },
      body: JSON.stringify({
        errors: [
          {
            errorType: 'NotFound',
            message:
              'Nothing is at this path; the API is at /graphql, and its WebSockets are at /graphql/realtime; AppSync Events are at /event and /event/realtime.',
          },
        ],
      }),
    });
  });

  it.each([
    ['/graphql/realtime', 'graphql-ws'],
    ['/realtime', 'graphql-ws'],
    ['/event/realtime', 'aws-appsync-event-ws'],
  ])('answers a plain request to %s by what belongs there', (uri, subprotocol) => {
    const { status, body } = asResponse(routed(aRequest('realtime_without_handshake', { uri })));

    expect(status).toBe('404');
    expect(body).toContain(`This path takes only WebSockets: send a handshake with the subprotocol ${subprotocol}.`);
  });

  it.each(['', 'graphql', '/graphql/', '/GraphQL', '/graphql/connect', '/graphql/realtime/', '//graphql'])(
    'takes nothing at %p',
    (uri) => {
      expect(asResponse(routed(aRequest('graphql_post', { uri }))).status).toBe('404');
      expect(asResponse(routed(aRequest('realtime_amplify', { uri }))).status).toBe('404');
    },
  );

  it.each(['/indexAhtml', '/assets/', '/assets', '/index.html/x', '/graphql', '/.local/state'])(
    'has no page at %s',
    (uri) => {
      expect(asResponse(routed(aRequest('page_index', { uri }))).status).toBe('404');
    },
  );

  it('is not told to a viewer in their own words', () => {
    const { body } = asResponse(routed(aRequest('nothing_below_api', { uri: '/secret-4711' })));

    expect(body).not.toContain('4711');
  });
});

describe('whatever comes', () => {
  const configs = [aConfig(), aConfigWithoutEvents(), aConfigWithoutDomain()];
  const situations = [aSituation({ healthyRegions: [] }), ...configs.map((config) => aSituation({ config }))];
  const hosts = configs.flatMap(({ origins }) =>
    Object.values(origins).flatMap(({ graphql, realtime, events }) => {
      return [graphql, realtime, ...(events ? [events.http, events.realtime] : [])];
    }),
  );

  function expectAnswers(event: unknown): void {
    for (const situation of situations) expectValid(route(requestOf(event), situation), hosts);
  }

  it.each(EVENT_NAMES)('gets a valid answer: %s with something wrong in it', (name) => {
    fc.assert(fc.property(mutated(anEvent(name)), (event) => expectAnswers(event)));
  });

  it('gets a valid answer, even if it is not an event at all', () => {
    const anything = fc.oneof(anyJson, fc.constantFrom(undefined, Symbol('event'), expectAnswers));

    fc.assert(fc.property(anything, (event) => expectAnswers(event)));
  });

  it('gets a valid answer, whatever its members are', () => {
    const request = fc.record(
      {
        uri: fc.oneof(anyJson, fc.constantFrom('/graphql', '/realtime', '/event', '/event/realtime', '/', '/assets/x')),
        method: anyJson,
        querystring: fc.oneof(
          anyJson,
          fc.string().map((text) => `header=${text}`),
        ),
        headers: fc.oneof(anyJson, fc.dictionary(fc.constantFrom('sec-websocket-protocol', 'host'), anyJson)),
        origin: fc.oneof(anyJson, fc.record({ custom: anyJson }), fc.record({ s3: anyJson })),
      },
      { requiredKeys: [] },
    );

    fc.assert(fc.property(request, (members) => expectAnswers({ Records: [{ cf: { request: members } }] })));
  });

  it('is not changed', () => {
    for (const name of EVENT_NAMES) {
      const event = anEvent(name);
      expectAnswers(event);

      expect(event).toEqual(anEvent(name));
    }
  });
});

function customOf({ origin }: OriginRequest) {
  if (!origin || !('custom' in origin)) throw new Error('The request has no custom origin.');
  return origin.custom;
}
