import type { JsonObject } from '../../src/foundation/json';
import { anEntry, anEventBridge, aRule, BUS_NAME } from '../support/eventbridge';
import { aUser } from '../support/sqs';
import { ACCOUNT_ID } from '../support/region';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('EB-05 An event that was taken has an id', async () => {
  const { put } = anEventBridge();

  expect(await put()).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.stringMatching(UUID) }] });
});

test('EB-10 An event is delivered in its envelope', async () => {
  const { eventBridge, deliver, api } = anEventBridge();
  eventBridge.putRule(aRule());

  await deliver({ Resources: ['arn:a'], Detail: '{"name":"cars","n":1}' });

  expect(api.calls.map(({ variables }) => variables)).toEqual([
    {
      version: '0',
      id: expect.stringMatching(UUID),
      'detail-type': 'message.published',
      source: 'chat',
      account: ACCOUNT_ID,
      time: '2026-01-01T00:00:00Z',
      region: 'us-west-2',
      resources: ['arn:a'],
      detail: { name: 'cars', n: 1 },
    },
  ]);
});

test.each([
  { Time: 1_700_000_000.987, time: '2023-11-14T22:13:20Z' },
  { Time: -1, time: '1969-12-31T23:59:59Z' },
  { Time: 253_402_300_799, time: '9999-12-31T23:59:59Z' },
])('EB-83 The time of an event is that of its entry, to the second: $time', async ({ Time, time }) => {
  const { eventBridge, deliver, api } = anEventBridge();
  eventBridge.putRule(aRule());

  await deliver({ Time });

  expect(api.calls[0]?.variables['time']).toBe(time);
});

test('EB-83 A time in text is refused', async () => {
  const { put } = anEventBridge();

  await expect(put({ Time: '2023-11-14T22:13:20Z' })).rejects.toMatchObject({
    code: 'SerializationException',
    message: 'STRING_VALUE cannot be converted to Date',
  });
});

test.each([1_700_000_000_000, -62_167_219_201])('EB-83 %d is not in a year with four digits', async (Time) => {
  const { put } = anEventBridge();

  await expect(put({ Time })).rejects.toMatchObject({
    code: 'SerializationException',
    message: 'The member Time is not of type timestamp.',
  });
});

test('An event is taken before any target is called', async () => {
  const { eventBridge, put, api } = anEventBridge();
  eventBridge.putRule(aRule());

  await put();

  expect(api.calls).toEqual([]);
});

test('Events are delivered in the order in which they were put', async () => {
  const { eventBridge, api, clock } = anEventBridge();
  eventBridge.putRule(aRule());
  const ids = ['1', '2', '3'];

  eventBridge.putEvents(
    ids.map((id) => anEntry({ Detail: JSON.stringify({ id }) })),
    aUser(),
  );
  await clock.advance(0);

  expect(api.calls.map(({ variables }) => variables['detail'])).toEqual(ids.map((id) => ({ id })));
});

const REQUIRED = (name: string) => `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
const absent = (name: string): JsonObject => ({ [name]: null });

test.each([
  { entry: absent('Source'), ErrorCode: 'InvalidArgument', ErrorMessage: REQUIRED('Source') },
  { entry: absent('DetailType'), ErrorCode: 'InvalidArgument', ErrorMessage: REQUIRED('DetailType') },
  { entry: absent('Detail'), ErrorCode: 'InvalidArgument', ErrorMessage: REQUIRED('Detail') },
  { entry: { Source: '' }, ErrorCode: 'InvalidArgument', ErrorMessage: REQUIRED('Source') },
  { entry: { Detail: '[]' }, ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  { entry: { Detail: '"text"' }, ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  { entry: { Detail: '{"a":' }, ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  { entry: { Detail: 'null' }, ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  { entry: { Detail: nested(1_001) }, ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  { entry: { Detail: nested(100_000) }, ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  {
    entry: { Source: 'aws.ec2' },
    ErrorCode: 'NotAuthorizedForSourceException',
    ErrorMessage: 'Not authorized for the source.',
  },
])('EB-03, EB-04, EB-05, EB-07 An entry fails by itself: $ErrorMessage', ({ entry, ErrorCode, ErrorMessage }) => {
  const { eventBridge } = anEventBridge();

  const result = eventBridge.putEvents([anEntry(entry), anEntry()], aUser());

  expect(result).toEqual({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode, ErrorMessage }, { EventId: expect.stringMatching(UUID) }],
  });
});

test('EB-04 Detail may be nested a thousand levels deep', async () => {
  const { put } = anEventBridge();

  expect(await put({ Detail: nested(1_000) })).toMatchObject({ FailedEntryCount: 0 });
});

test('EB-06 An event for a bus that does not exist is taken and dropped', async () => {
  const { put } = anEventBridge();

  expect(await put({ EventBusName: 'nowhere' })).toMatchObject({ FailedEntryCount: 0 });
});

test('A bus may be named by its ARN', async () => {
  const { eventBridge, deliver, api } = anEventBridge();
  eventBridge.putRule(aRule());

  await deliver({ EventBusName: `arn:aws:events:us-west-2:${ACCOUNT_ID}:event-bus/${BUS_NAME}` });

  expect(api.calls).toHaveLength(1);
});

test('An event without a bus goes to the default bus', async () => {
  const { eventBridge, deliver, api } = anEventBridge();
  eventBridge.putRule(aRule({ eventBusName: 'default' }));

  await deliver({ EventBusName: null });

  expect(api.calls).toHaveLength(1);
});

test('EB-08 A bus of another region is out of reach', async () => {
  const { put } = anEventBridge();

  await expect(
    put({ EventBusName: `arn:aws:events:eu-west-1:${ACCOUNT_ID}:event-bus/${BUS_NAME}` }),
  ).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'Cross-region api call is not allowed.',
  });
});

test.each([
  { count: 0, constraint: 'Member must have length greater than or equal to 1' },
  { count: 11, constraint: 'Member must have length less than or equal to 10' },
])('EB-01 A request of $count entries is refused', ({ count, constraint }) => {
  const { eventBridge } = anEventBridge();
  const entries = Array.from({ length: count }, () => anEntry());

  expect(() => eventBridge.putEvents(entries, aUser())).toThrow(
    expect.objectContaining({
      code: 'ValidationException',
      message: expect.stringContaining(`at 'entries' failed to satisfy constraint: ${constraint}`) as string,
    }) as Error,
  );
});

const ENVELOPE_SIZE = 'chatmessage.published'.length;
const LIMIT = 1_048_576;

test('EB-02 Entries may be as large as the limit', async () => {
  const { put } = anEventBridge();

  expect(await put({ Detail: detailOf(LIMIT - ENVELOPE_SIZE) })).toMatchObject({ FailedEntryCount: 0 });
});

test.each([
  { what: 'its detail', entry: { Detail: detailOf(LIMIT - ENVELOPE_SIZE + 1) } },
  { what: 'its time', entry: { Detail: detailOf(LIMIT - ENVELOPE_SIZE - 13), Time: 0 } },
  { what: 'a resource of two bytes', entry: { Detail: detailOf(LIMIT - ENVELOPE_SIZE - 1), Resources: ['é'] } },
])('EB-02 A request that is too large by $what is refused as a whole', async ({ entry }) => {
  const { put } = anEventBridge();

  await expect(put(entry)).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'Total size of the entries in the request is over the limit.',
  });
});

describe('A detail that is no text', () => {
  const withoutDetail = anEntry(absent('Detail'));

  test('is delivered as it is', async () => {
    const { eventBridge, api, clock } = anEventBridge();
    eventBridge.putRule(aRule());

    eventBridge.putEvents([withoutDetail], aUser(), [{ text: '"', list: [1, null] }]);
    await clock.advance(0);

    expect(api.calls[0]?.variables['detail']).toEqual({ text: '"', list: [1, null] });
  });

  test('EB-02 counts as many bytes as its text', () => {
    const { eventBridge } = anEventBridge();
    const textOf = (bytes: number) => 'x'.repeat(bytes - ENVELOPE_SIZE - '{"text":""}'.length);

    const put = (bytes: number) => eventBridge.putEvents([withoutDetail], aUser(), [{ text: textOf(bytes) }]);

    expect(put(LIMIT)).toMatchObject({ FailedEntryCount: 0 });
    expect(() => put(LIMIT + 1)).toThrow(expect.objectContaining({ code: 'ValidationException' }) as Error);
  });
});

test('EB-09 Nothing is taken from a caller whom no policy allows one of the buses', async () => {
  const { eventBridge, iam, api, clock } = anEventBridge();
  eventBridge.putRule(aRule());
  iam.deny(({ resource }) => resource.endsWith('/secret'));

  const put = () => eventBridge.putEvents([anEntry(), anEntry({ EventBusName: 'secret' })], aUser());

  expect(put).toThrow(expect.objectContaining({ code: 'AccessDeniedException', status: 400 }) as Error);
  await clock.advance(0);
  expect(api.calls).toEqual([]);
});

test('EB-09 IA-13 IAM is asked about the ARN of the bus, and told of the event', async () => {
  const { put, iam } = anEventBridge();

  await put();

  expect(iam.requests).toEqual([
    {
      principal: aUser(),
      action: 'events:PutEvents',
      resource: `arn:aws:events:us-west-2:${ACCOUNT_ID}:event-bus/${BUS_NAME}`,
      conditionKeys: { 'events:source': 'chat', 'events:detail-type': 'message.published' },
    },
  ]);
});

test.each([{ Source: 1 }, { Resources: 'arn:a' }, { Resources: [1] }, { Time: true }, { Detail: {} }])(
  'An entry of the wrong type is refused: %j',
  async (entry) => {
    const { put } = anEventBridge();

    await expect(put(entry)).rejects.toMatchObject({ code: 'SerializationException' });
  },
);

test('EB-06 An event for a bus that does not exist is told to the log, once per bus and minute', async () => {
  const { put, log, clock } = anEventBridge();

  await put({ EventBusName: 'none' });
  await put({ EventBusName: 'none' });
  await put({ EventBusName: 'other' });
  await clock.advance(60_000);
  await put({ EventBusName: 'none' });

  expect(log.lines).toEqual([
    'Events for the bus "none" are dropped: us-west-2 has no such bus.',
    'Events for the bus "other" are dropped: us-west-2 has no such bus.',
    'Events for the bus "none" are dropped: us-west-2 has no such bus.',
  ]);
});

test('A hundred lines are told in a minute, however many buses do not exist', async () => {
  const { put, log } = anEventBridge();

  for (let index = 0; index < 101; index += 1) await put({ EventBusName: `none${index}` });

  expect(log.lines).toHaveLength(100);
});

test('Keys of objects of JavaScript arrive like any other', async () => {
  const { eventBridge, deliver, api } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [transformed()] }));
  const Detail = '{"__proto__":{"a":1},"constructor":"c"}';

  await deliver({ Detail });

  expect(JSON.stringify(api.calls[0]?.variables)).toBe(`{"detail":${Detail}}`);
});

function transformed(): JsonObject {
  const { targets } = aRule();
  const InputTransformer = { InputPathsMap: { detail: '$.detail' }, InputTemplate: '{"detail": <detail>}' };
  return { ...(targets[0] as JsonObject), InputTransformer };
}

function nested(levels: number): string {
  return '{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1);
}

function detailOf(bytes: number): string {
  const empty = '{"a":""}';
  return `{"a":"${'x'.repeat(bytes - empty.length)}"}`;
}
