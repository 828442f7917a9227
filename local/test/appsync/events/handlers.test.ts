// The handlers of channel namespaces: what becomes of events, and who may subscribe. Ids refer to docs/PROTOCOL.md.
import type { JsonObject, JsonValue } from '../../../src/foundation/json';
import { AwsError } from '../../../src/foundation/errors';
import type { InvocationRequest, InvocationResult } from '../../../src/lambda/lambda';
import { aNeighbourhood } from '../../support/appsync';
import {
  aHandlerOf,
  aNamespace,
  eventOf,
  keyOf,
  publish,
  startEventApi,
  type EventApiOptions,
  type StartedEventApi,
  subscribed,
} from '../../support/events';

const ROLE_ARN = 'arn:aws:iam::123456789012:role/source';
const IMPORT = "import { runtime, util } from '@aws-appsync/utils';";
const HANDLER_ERROR = { errorType: 'HandlerExecutionError', message: 'Unable to process request' };
const started: StartedEventApi[] = [];

async function start(options: EventApiOptions): Promise<StartedEventApi> {
  const api = await startEventApi(options);
  started.push(api);
  return api;
}

/** An API whose one namespace, `news`, has this code. */
async function withCode(code: string): Promise<StartedEventApi> {
  return start({ namespaces: [aNamespace({ code: `${IMPORT}\n${code}` })] });
}

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ stop }) => stop()));
});

const an = (index: number) => ({ identifier: expect.any(String) as string, index });

describe('onPublish', () => {
  test('EV-40 without it events are broadcast as they came', async () => {
    const api = await start({});
    const client = await subscribed(api, '/news');

    const { body } = await publish(api, '/news', ['a', 'b']);

    expect([body, await eventOf(client), await eventOf(client)]).toEqual([
      { successful: [an(0), an(1)], failed: [] },
      ...['a', 'b'],
    ]);
  });

  test('EV-41 it changes events, and their order', async () => {
    const api = await withCode(
      'export function onPublish(ctx) { return ctx.events.map(({ id, payload }) => ({ id, payload: { ...payload, b: 2 } })).reverse(); }',
    );
    const client = await subscribed(api, '/news');

    const { body } = await publish(api, '/news', [{ a: 1 }, { a: 2 }]);

    expect([body, await eventOf(client), await eventOf(client)]).toEqual([
      { successful: [an(0), an(1)], failed: [] },
      ...[
        { a: 2, b: 2 },
        { a: 1, b: 2 },
      ],
    ]);
  });

  test('EV-42 an event with an error is not broadcast, and the publisher learns why', async () => {
    const api = await withCode(
      "export const onPublish = (ctx) => ctx.events.map(({ id, payload }) => (payload === 'bad' ? { id, error: 'No.' } : { id, payload }));",
    );
    const client = await subscribed(api, '/news');

    const { body } = await publish(api, '/news', ['bad', 'good']);

    expect([body, await eventOf(client)]).toEqual([
      { successful: [an(1)], failed: [{ ...an(0), code: 'HandlerExecutionError', message: 'No.' }] },
      'good',
    ]);
  });

  test.each([
    ["[{ id: 'other', payload: 1 }]"],
    ['[ctx.events[0], ctx.events[0]]'],
    ['[{ payload: 1 }]'],
    ['[{ id: ctx.events[0].id }]'],
    ["'text'"],
    ['{ events: ctx.events }'],
  ])('EV-43 it may not return %s', async (returned) => {
    const api = await withCode(`export const onPublish = (ctx) => (${returned});`);

    const { status, body } = await publish(api, '/news', [1, 2]);

    expect([status, body]).toEqual([500, { errors: [HANDLER_ERROR] }]);
  });

  test('EV-44 what it leaves out is broadcast to nobody, and is in neither list', async () => {
    const api = await withCode(
      'export const onPublish = (ctx) => [null, ...ctx.events.filter(({ payload }) => payload > 1)];',
    );
    const client = await subscribed(api, '/news');

    const { body } = await publish(api, '/news', [1, 2]);

    expect([body, await eventOf(client)]).toEqual([{ successful: [an(1)], failed: [] }, 2]);
  });

  test.each(['null', '[]'])('EV-45 it may return %s, so that nothing is broadcast', async (returned) => {
    const api = await withCode(
      `export const onPublish = (ctx) => (ctx.events[0].payload === 'last' ? ctx.events : ${returned});`,
    );
    const client = await subscribed(api, '/news');

    const { status, body } = await publish(api, '/news', [1]);
    await publish(api, '/news', ['last']);

    expect([status, body, await eventOf(client)]).toEqual([200, { successful: [], failed: [] }, 'last']);
  });

  test('EV-46 util.unauthorized refuses the publisher', async () => {
    const api = await withCode('export const onPublish = (ctx) => util.unauthorized();');
    const client = await subscribed(api);

    const { status, body } = await publish(api, '/news', [1]);
    const frame = await client.publish('/news', [1], 'p');

    const errors = [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }];
    expect([status, body, frame]).toEqual([401, { errors }, { type: 'publish_error', id: 'p', errors }]);
  });

  test('EV-47 util.error refuses the publish, in its words', async () => {
    const api = await withCode("export const onPublish = (ctx) => util.error('Not today.', 'Closed');");
    const client = await subscribed(api);

    const { status, body } = await publish(api, '/news', [1]);
    const frame = await client.publish('/news', [1], 'p');

    const errors = [{ errorType: 'Closed', message: 'Not today.' }];
    expect([status, body, frame]).toEqual([403, { errors }, { type: 'publish_error', id: 'p', errors }]);
  });

  test('EV-48 an exception is told at the terminal only', async () => {
    const api = await withCode('export function onPublish(ctx) { return ctx.nothing.there; }');

    const { status, body } = await publish(api, '/news', [1]);

    expect([status, body, api.region.lines.join('\n')]).toEqual([
      500,
      { errors: [HANDLER_ERROR] },
      expect.stringContaining('onPublish: '),
    ]);
  });

  test('EV-53 the context says where, by whom and how', async () => {
    const code = `export function onPublish(ctx) {
      const { info, identity, request, stash, outErrors, result, error, prev } = ctx;
      const seen = { info, identity, domainName: request.domainName, agent: request.headers['x-agent'], stash, outErrors, result, error, prev };
      return [{ id: ctx.events[0].id, payload: seen }];
    }`;
    const api = await withCode(code);
    const client = await subscribed(api, '/news/*');

    await publish(api, 'news/a/b', [1], { ...keyOf(api), 'x-agent': 'test' });

    expect(await eventOf(client)).toEqual({
      info: {
        channel: { path: '/news/a/b', segments: ['news', 'a', 'b'] },
        channelNamespace: { name: 'news' },
        operation: 'PUBLISH',
      },
      ...{ identity: null, domainName: null, agent: 'test' },
      ...{ stash: {}, outErrors: [], result: null, error: null, prev: null },
    });
  });
});

describe('onSubscribe', () => {
  test('EV-52 it runs once for a subscription, and what it returns does not count', async () => {
    const api = await withCode(
      "export function onSubscribe(ctx) { console.log(ctx.info.operation, ctx.info.channel.segments, ctx.events); return 'anything'; }",
    );
    const client = await subscribed(api);

    const answer = await client.subscribe('/news/*', '1');

    expect([answer, api.region.lines]).toEqual([
      { type: 'subscribe_success', id: '1' },
      [expect.stringContaining('"SUBSCRIBE"') as string],
    ]);
    expect(api.region.lines[0]).toMatch(/news.*\*.*null/s);
  });

  test.each([
    ['util.unauthorized()', 'Unauthorized', 'You are not authorized to make this call.'],
    ["util.error('Not today.', 'Closed')", 'Closed', 'Not today.'],
    ['ctx.nothing.there', HANDLER_ERROR.errorType, HANDLER_ERROR.message],
  ])('EV-46 EV-47 EV-48 %s refuses the subscriber', async (body, errorType, message) => {
    const api = await withCode(`export function onSubscribe(ctx) { ${body}; }`);
    const client = await subscribed(api);

    expect(await client.subscribe('/news', '1')).toEqual({
      type: 'subscribe_error',
      id: '1',
      errors: [{ errorType, message }],
    });
  });
});

describe('around a data source', () => {
  const code = (body = 'return ctx.events;') => `${IMPORT}
    export const onPublish = {
      request(ctx) {
        ctx.stash.seen = ctx.events.length;
        return { operation: 'PutEvents', events: ctx.events.map(({ payload }) => ({ source: ctx.info.channel.path, detailType: 'message', detail: { payload } })) };
      },
      response(ctx) { ${body} },
    };`;
  const dataSources = [
    {
      name: 'bus',
      type: 'AMAZON_EVENTBRIDGE',
      eventBusArn: 'arn:aws:events:us-west-2:123456789012:event-bus/b',
      serviceRoleArn: ROLE_ARN,
    },
  ] as const;

  test('EV-54 events are put on a bus, and are broadcast only if the handler returns them', async () => {
    const namespaces = [
      aNamespace({ code: code('return [];'), onPublish: aHandlerOf('bus') }),
      aNamespace({ name: 'out' }),
    ];
    const api = await start({ dataSources, namespaces });
    const client = await subscribed(api, '/news/*', '/out');

    const { body } = await publish(api, '/news/a', [{ text: 'hello' }]);
    await publish(api, '/out', ['end']);

    const { entries, details } = api.region;
    expect([body, await eventOf(client), entries, details]).toMatchObject([
      { successful: [], failed: [] },
      'end',
      [{ Source: '/news/a', DetailType: 'message' }],
      [{ payload: { text: 'hello' } }],
    ]);
  });

  test('EV-49 the response sees the result, the events and the stash', async () => {
    const body =
      'return [{ id: ctx.events[0].id, payload: [ctx.result.FailedEntryCount, ctx.error, ctx.stash.seen] }];';
    const api = await start({
      dataSources,
      namespaces: [aNamespace({ code: code(body), onPublish: aHandlerOf('bus') })],
    });
    const client = await subscribed(api, '/news');

    await publish(api, '/news', ['a']);

    expect(await eventOf(client)).toEqual([0, null, 1]);
  });

  test('EV-49 the response sees what went wrong', async () => {
    const putEvents = () => {
      throw new AwsError('ThrottlingException', 'Too fast.');
    };
    const body = 'if (ctx.error) util.error(ctx.error.message, ctx.error.type); return ctx.events;';
    const namespaces = [aNamespace({ code: code(body), onPublish: aHandlerOf('bus') })];
    const api = await start({ dataSources, namespaces, region: aNeighbourhood({ putEvents }) });

    expect((await publish(api, '/news', ['a'])).body).toEqual({
      errors: [{ errorType: 'ThrottlingException', message: 'Too fast.' }],
    });
  });

  test('EV-49 an early return asks no data source', async () => {
    const early = `${IMPORT}
      export const onPublish = { request: (ctx) => runtime.earlyReturn(ctx.events), response: (ctx) => [] };`;
    const api = await start({ dataSources, namespaces: [aNamespace({ code: early, onPublish: aHandlerOf('bus') })] });
    const client = await subscribed(api, '/news');

    await publish(api, '/news', ['a']);

    expect([await eventOf(client), api.region.entries]).toEqual(['a', []]);
  });

  test('EV-48 a request that the data source does not understand is the handler’s fault', async () => {
    const wrong = 'export const onPublish = { request: (ctx) => 1, response: (ctx) => ctx.events };';
    const api = await start({ dataSources, namespaces: [aNamespace({ code: wrong, onPublish: aHandlerOf('bus') })] });

    expect((await publish(api, '/news', ['a'])).body).toEqual({ errors: [HANDLER_ERROR] });
  });
});

describe('a function that is called directly', () => {
  const dataSources = [
    {
      name: 'function',
      type: 'AWS_LAMBDA',
      functionArn: 'arn:aws:lambda:us-west-2:123456789012:function:f',
      serviceRoleArn: ROLE_ARN,
    },
  ] as const;
  const direct = aHandlerOf('function', { behavior: 'DIRECT' });

  /** An API whose `news` asks a function about both. */
  async function withFunction(
    answer: (event: JsonObject) => InvocationResult | Promise<InvocationResult>,
    handler = direct,
  ): Promise<StartedEventApi> {
    const invoke = ({ payload }: InvocationRequest) => Promise.resolve(answer(payload as JsonObject));
    const namespaces = [aNamespace({ onPublish: handler, onSubscribe: handler })];
    return start({ dataSources, namespaces, region: aNeighbourhood({ lambda: { invoke } }) });
  }

  const answered = (payload: JsonValue): InvocationResult => ({ functionError: undefined, payload });
  const isPublish = ({ info }: JsonObject) => (info as JsonObject)['operation'] === 'PUBLISH';

  test('EV-50 it gets the context, and returns the events', async () => {
    const api = await withFunction((event) => {
      if (!isPublish(event)) return answered(null);
      const { events } = event as { readonly events: readonly JsonObject[] };
      return answered({ events: events.map(({ id, payload = null }) => ({ id: id ?? '', payload: [payload] })) });
    });
    const client = await subscribed(api, '/news');

    await publish(api, '/news', ['a']);

    expect(await eventOf(client)).toEqual(['a']);
  });

  test.each<[string, InvocationResult]>([
    ['an error', answered({ error: 'No.' })],
    ['no object', answered('text')],
    ['an exception', { functionError: 'Unhandled', payload: { errorType: 'Error', errorMessage: 'No.' } }],
  ])('EV-50 EV-51 it refuses with %s, of which only the terminal learns', async (_, result) => {
    const api = await withFunction(() => result);
    const client = await subscribed(api);

    const { body } = await publish(api, '/news', ['a']);
    const frame = await client.subscribe('/news', '1');

    expect([body, frame['errors'], api.region.lines]).toEqual([
      { errors: [HANDLER_ERROR] },
      [HANDLER_ERROR],
      [expect.any(String), expect.any(String)],
    ]);
  });

  test('EV-50 one that is not waited for has no say', async () => {
    const api = await withFunction(() => new Promise(() => undefined), { ...direct, invokeType: 'EVENT' });
    const client = await subscribed(api, '/news');

    const { body } = await publish(api, '/news', ['a']);

    expect([body, await eventOf(client)]).toEqual([{ successful: [an(0)], failed: [] }, 'a']);
  });
});
