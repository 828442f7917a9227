// Who may use an Event API: connections, modes, signatures and Lambda authorizers. Ids refer to docs/PROTOCOL.md.
import type { JsonObject } from '../../../src/foundation/json';
import type { InvocationRequest } from '../../../src/lambda/lambda';
import { ACCESS_KEY, aNeighbourhood, headerProtocol } from '../../support/appsync';
import {
  aNamespace,
  eventOf,
  keyOf,
  openEvents,
  post,
  publish,
  signatureFor,
  startEventApi,
  type EventApiOptions,
  type StartedEventApi,
  subscribed,
} from '../../support/events';

const SUBPROTOCOL = 'aws-appsync-event-ws';
const started: StartedEventApi[] = [];

async function start(options: EventApiOptions = {}): Promise<StartedEventApi> {
  const api = await startEventApi(options);
  started.push(api);
  return api;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ stop }) => stop()));
});

const UNAUTHORIZED = { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' };
const NO_CREDENTIALS = { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' };
const DENIED = { errorType: 'UnauthorizedException', message: 'Permission denied' };

describe('connections', () => {
  test('EV-02 EV-10 connection_init is acknowledged, with the timeout beside the type', async () => {
    const client = await openEvents(await start());

    expect([client.socket.protocol, await client.init()]).toEqual([
      SUBPROTOCOL,
      { type: 'connection_ack', connectionTimeoutMs: 300_000 },
    ]);
  });

  test('EV-03 credentials may be plain headers', async () => {
    const api = await start();
    const client = await openEvents(api, [SUBPROTOCOL], keyOf(api));

    expect((await client.init())['type']).toBe('connection_ack');
  });

  test.each([
    ['another subprotocol', ['graphql-ws'], { message: 'SubProtocolNotSupportedError', errorCode: 400 }],
    ['no host', [SUBPROTOCOL, headerProtocol({ 'x-api-key': 'da2-x' })], { errorType: 'BadRequestException' }],
    ['no key', [SUBPROTOCOL, headerProtocol({ host: 'localhost' })], { ...NO_CREDENTIALS, errorCode: 401 }],
    [
      'a wrong key',
      [SUBPROTOCOL, headerProtocol({ host: 'localhost', 'x-api-key': 'da2-x' })],
      { ...UNAUTHORIZED, errorCode: 401 },
    ],
  ])('EV-08 the socket opens, says why, and closes: %s', async (_, protocols, error) => {
    const client = await openEvents(await start(), protocols);

    expect(await client.next()).toMatchObject({ type: 'connection_error', errors: [error] });
    await client.closed();
  });

  test('EV-01 EV-08 on the API’s own hosts, the credentials name the API', async () => {
    const api = await start();
    const { httpHost, realtimeHost } = api.api;
    const protocolsFor = (host: string) => [SUBPROTOCOL, headerProtocol({ ...keyOf(api), host })];

    const named = await openEvents(api, protocolsFor(httpHost), { host: realtimeHost });
    const other = await openEvents(api, protocolsFor('other.example.com'), { host: realtimeHost });

    expect([(await named.init())['type'], await other.next()]).toEqual([
      'connection_ack',
      {
        type: 'connection_error',
        errors: [{ errorType: 'com.amazon.coral.service.http#HttpNotFoundException', errorCode: 400 }],
      },
    ]);
  });

  test('EV-01 a path that is not the API’s is refused', async () => {
    const api = await start();
    const elsewhere = { ...api, api: { ...api.api, realtimeUrl: api.api.realtimeUrl.replace('/event/', '/graphql/') } };

    await expect(openEvents(elsewhere)).rejects.toThrow('Unexpected server response: 404');
  });

  test.each([
    ['GET', '/event'],
    ['POST', '/graphql'],
    ['POST', '/event/realtime'],
  ])('EV-01 there is no %s %s', async (method, path) => {
    const { api } = await start();

    const { status } = await fetch(new URL(path, api.eventUrl), { method });

    expect(status).toBe(404);
  });
});

describe('modes', () => {
  const namespaces = [
    aNamespace(),
    aNamespace({ name: 'signed', publishModes: ['AWS_IAM'], subscribeModes: ['AWS_IAM'] }),
  ];

  test('EV-06 without valid credentials nothing is said of the request', async () => {
    const api = await start();

    const wrong = await publish(api, '/nowhere', [1], { 'x-api-key': 'da2-x' });
    const none = await post(api, 'not JSON', {});

    expect([wrong.status, wrong.body, none.status, none.body]).toEqual([
      ...[401, { errors: [UNAUTHORIZED] }],
      ...[401, { errors: [NO_CREDENTIALS] }],
    ]);
  });

  test('EV-06 credentials that are longer than headers are not read', async () => {
    const api = await start();
    const client = await subscribed(api);
    const long = { ...keyOf(api), padding: 'x'.repeat(40_000) };

    const frames = [await client.subscribe('/news', 's', long), await client.publish('/news', [1], 'p', long)];

    const errors = [NO_CREDENTIALS];
    expect(frames).toEqual([
      { type: 'subscribe_error', id: 's', errors },
      { type: 'publish_error', id: 'p', errors },
    ]);
  });

  test('EV-06 a namespace may have other modes than its API', async () => {
    const api = await start({ namespaces });
    const client = await subscribed(api);

    const { status } = await publish(api, '/signed/a', [1]);
    const frames = [await client.subscribe('/signed/a', '1'), await client.publish('/signed/a', [1], '2')];

    expect([status, ...frames]).toEqual([
      401,
      { type: 'subscribe_error', id: '1', errors: [NO_CREDENTIALS] },
      { type: 'publish_error', id: '2', errors: [NO_CREDENTIALS] },
    ]);
  });

  test('EV-06 connections have modes of their own', async () => {
    const api = await start({ api: { connectionModes: ['AWS_IAM'] } });
    const client = await openEvents(api);

    expect(await client.next()).toEqual({ type: 'connection_error', errors: [{ ...NO_CREDENTIALS, errorCode: 401 }] });
  });

  test('EV-06 what is changed holds for what comes next', async () => {
    const api = await start({ api: { publishModes: ['AWS_IAM'] } });
    const before = await publish(api, '/news', [1]);

    const providers = ['API_KEY', 'AWS_IAM'] as const;
    const modes = { connectionModes: providers, publishModes: providers, subscribeModes: providers };
    api.appSync.updateEventApi(api.api.apiId, { name: 'events', providers, ...modes });
    const after = await publish(api, '/news', [1]);

    expect([before.status, after.status]).toEqual([401, 200]);
  });
});

describe('IAM', () => {
  const channel = '/news/a';

  test('EV-04 signatures are made over POST /event, and IAM is asked about the API and the namespace', async () => {
    const api = await start();
    const events = ['{"a":"ü"}'];
    const client = await openEvents(api, [SUBPROTOCOL, headerProtocol(await signatureFor(api, {}))]);

    const answers = [
      await client.subscribe('/news/*', '1', await signatureFor(api, { channel: '/news/*' })),
      await client.ask({
        type: 'publish',
        id: '2',
        channel,
        events,
        authorization: await signatureFor(api, { channel, events }),
      }),
    ];
    const { status } = await post(api, { channel, events }, await signatureFor(api, { channel, events }));

    const { arn } = api.api;
    expect([status, ...answers.map(({ type }) => type), api.region.asked]).toEqual([
      ...[200, 'subscribe_success', 'data'],
      [
        { action: 'appsync:EventConnect', resource: arn },
        { action: 'appsync:EventSubscribe', resource: `${arn}/channelNamespace/news` },
        { action: 'appsync:EventPublish', resource: `${arn}/channelNamespace/news` },
        { action: 'appsync:EventPublish', resource: `${arn}/channelNamespace/news` },
      ],
    ]);
  });

  test('EV-04 a signature of something else is refused', async () => {
    const api = await start();

    const { status, body } = await post(
      api,
      { channel, events: ['1'] },
      await signatureFor(api, { channel, events: ['2'] }),
    );

    expect([status, body]).toMatchObject([401, { errors: [{ errorType: 'UnauthorizedException' }] }]);
  });

  test('EV-04 IAM may deny each of the three', async () => {
    const allows = ({ action }: { readonly action: string }) => action === 'appsync:EventConnect';
    const api = await start({ region: aNeighbourhood({ allows }) });
    const client = await openEvents(api, [SUBPROTOCOL, headerProtocol(await signatureFor(api, {}))]);

    const answers = [
      await client.subscribe(channel, '1', await signatureFor(api, { channel })),
      await client.publish(channel, [1], '2', await signatureFor(api, { channel, events: ['1'] })),
    ];

    expect(answers.map(({ errors }) => errors)).toEqual([[DENIED], [DENIED]]);
  });

  test('EV-04 a connection needs permission', async () => {
    const api = await start({ region: aNeighbourhood({ allows: () => false }) });
    const client = await openEvents(api, [SUBPROTOCOL, headerProtocol(await signatureFor(api, {}))]);

    expect(await client.next()).toEqual({ type: 'connection_error', errors: [{ ...DENIED, errorCode: 401 }] });
  });

  test('EV-53 a handler knows who signed', async () => {
    const code = 'export const onPublish = (ctx) => [{ id: ctx.events[0].id, payload: ctx.identity }];';
    const api = await start({ namespaces: [aNamespace({ code })] });
    const client = await subscribed(api, channel);

    await post(api, { channel, events: ['1'] }, await signatureFor(api, { channel, events: ['1'] }));

    expect(await eventOf(client)).toMatchObject({ userArn: ACCESS_KEY.principal.arn, accountId: '123456789012' });
  });
});

describe('a Lambda authorizer', () => {
  const FUNCTION = 'arn:aws:lambda:us-west-2:123456789012:function:authorizer';

  async function withAuthorizer(decide: (event: JsonObject) => JsonObject, resultTtl = 0) {
    const calls: JsonObject[] = [];
    const invoke = ({ payload }: InvocationRequest) => {
      const event = payload as JsonObject;
      calls.push(event);
      return Promise.resolve({ functionError: undefined, payload: decide(event) });
    };
    const code = 'export const onPublish = (ctx) => ctx.events.map(({ id }) => ({ id, payload: ctx.identity }));';
    const api = await start({
      api: { providers: ['AWS_LAMBDA'], lambdaAuthorizer: { functionArn: FUNCTION, resultTtl } },
      namespaces: [aNamespace({ code })],
      region: aNeighbourhood({ lambda: { invoke } }),
    });
    return { api, calls, authorization: { host: new URL(api.api.eventUrl).host, authorization: 'token' } };
  }

  test('EV-07 it is told what is wanted, and of which channel', async () => {
    const { api, calls, authorization } = await withAuthorizer(() => ({ isAuthorized: true }));
    const client = await openEvents(api, [SUBPROTOCOL, headerProtocol(authorization)]);

    await client.subscribe('/news/*', '1', authorization);
    await publish(api, '/news/a', [1], authorization);

    const { apiId } = api.api;
    const common = { apiId, accountId: '123456789012', requestId: expect.any(String) as string };
    expect(calls.map(({ requestContext }) => requestContext)).toEqual([
      { ...common, operation: 'EVENT_CONNECT', channelNamespaceName: null, channel: null },
      { ...common, operation: 'EVENT_SUBSCRIBE', channelNamespaceName: 'news', channel: '/news/*' },
      { ...common, operation: 'EVENT_PUBLISH', channelNamespaceName: 'news', channel: '/news/a' },
    ]);
  });

  test('EV-07 handlers see its handlerContext', async () => {
    const { api, authorization } = await withAuthorizer(() => ({
      isAuthorized: true,
      handlerContext: { user: 'ada' },
    }));
    const client = await openEvents(api, [SUBPROTOCOL, headerProtocol(authorization)]);
    await client.subscribe('/news/a', '1', authorization);

    await publish(api, '/news/a', [1], authorization);

    expect(await eventOf(client)).toEqual({ handlerContext: { user: 'ada' } });
  });

  test('a subscription is told, with what the authorizer says of the client', async () => {
    const { api, authorization } = await withAuthorizer(() => ({
      isAuthorized: true,
      handlerContext: { user: 'ada' },
    }));
    const client = await openEvents(api, [SUBPROTOCOL, headerProtocol(authorization)]);

    await client.subscribe('/news/*', '1', authorization);

    expect(api.region.listeners).toEqual([
      { region: 'us-west-2', to: { channel: '/news/*' }, identity: { handlerContext: { user: 'ada' } } },
    ]);
  });

  test('EV-07 it refuses one thing and not the other', async () => {
    const { api, authorization } = await withAuthorizer(({ requestContext }) => ({
      isAuthorized: (requestContext as JsonObject)['operation'] !== 'EVENT_PUBLISH',
    }));
    const client = await openEvents(api, [SUBPROTOCOL, headerProtocol(authorization)]);

    const frame = await client.subscribe('/news/a', '1', authorization);
    const { status, body } = await publish(api, '/news/a', [1], authorization);

    expect([frame['type'], status, body]).toEqual(['subscribe_success', 401, { errors: [UNAUTHORIZED] }]);
  });

  test('EV-07 an answer holds for its operation and channel', async () => {
    const { api, calls, authorization } = await withAuthorizer(() => ({ isAuthorized: true }), 300);

    for (const channel of ['/news/a', '/news/a', '/news/b']) await publish(api, channel, [1], authorization);

    expect(calls).toHaveLength(2);
  });
});
