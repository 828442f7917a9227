import type { JsonObject } from 'local-aws';
import { aContext, aTokenIdentity, resolverUnderTest } from '../../support/resolver';

const resolver = resolverUnderTest('Mutation.publishBatch');
const ONE = '01ARZ3NDEKTSV4RRFFQ69G5FA1';
const TWO = '01ARZ3NDEKTSV4RRFFQ69G5FA2';
const THREE = '01ARZ3NDEKTSV4RRFFQ69G5FA3';
const FOUR = '01ARZ3NDEKTSV4RRFFQ69G5FA4';

/** A message of the batch. */
function aDraft(overrides: JsonObject = {}): JsonObject {
  return { name: 'tech', message: 'hi', ...overrides };
}

/** What becomes of a request, and the details of its events. */
async function asked(messages: readonly JsonObject[], overrides: JsonObject = {}) {
  const { result, error, stash } = await resolver.request(aContext({ arguments: { messages }, ...overrides }));
  const { events = [] } = (result ?? {}) as { readonly events?: readonly { readonly detail: JsonObject }[] };
  return { result, error, outcomes: stash['outcomes'], details: events.map(({ detail }) => detail) };
}

function refusal(errorType: string) {
  return { message: null, error: { errorType, message: expect.any(String) as string } };
}

it('puts each message on the bus as an event, in their order, with one call', async () => {
  const { result, details } = await asked([
    aDraft({ id: ONE, data: { a: 1 } }),
    aDraft({ name: 'cars', message: 'ho' }),
  ]);

  expect(result).toMatchObject({
    operation: 'PutEvents',
    events: [
      { source: 'global-pubsub.api', detailType: 'message.published' },
      { source: 'global-pubsub.api', detailType: 'message.published' },
    ],
  });
  expect(details).toMatchObject([
    { name: 'tech', message: 'hi', id: ONE, data: '{"a":1}' },
    { name: 'cars', message: 'ho', data: null, id: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) as string },
  ]);
});

it('gives the messages positions in their order', async () => {
  const { details } = await asked(Array.from({ length: 10 }, () => aDraft()));

  const positions = details.map(({ position }) => position);
  expect(positions).toEqual([...positions].sort());
  expect(new Set(positions).size).toBe(10);
});

it.each([0, 11, 300])('refuses %d messages at once', async (count) => {
  const { result, error } = await asked(Array.from({ length: count }, () => aDraft()));

  expect(result).toBeUndefined();
  expect(error).toBe(`A batch has 1 to 10 messages, not ${count}.`);
});

it('sends the others when some are refused, each for its own reason', async () => {
  const { details, outcomes } = await asked(
    [
      aDraft({ name: 'news' }),
      aDraft({ id: ONE }),
      aDraft({ name: 'chat/*' }),
      aDraft({ id: 'x' }),
      aDraft({ previous: 'y' }),
      aDraft({ message: 'x'.repeat(2500), data: 'x'.repeat(10) }),
      aDraft({ name: 'chat/other' }),
    ],
    { identity: aTokenIdentity({ publish: ['tech', 'news', 'chat/room'] }) },
  );

  expect(details.map(({ userId, name }) => ({ userId, name }))).toEqual([
    { userId: 'ana', name: 'tech' },
    { userId: 'ana', name: 'tech' },
  ]);
  expect(outcomes).toMatchObject([
    refusal('ChannelNotAllowed'),
    { message: { id: ONE, region: 'us-west-2' }, error: null },
    refusal('InvalidChannel'),
    refusal('InvalidId'),
    refusal('InvalidPrevious'),
    { message: { name: 'tech' }, error: null },
    refusal('ChannelNotAllowed'),
  ]);
});

it('answers at once when none can be sent', async () => {
  const { result } = await asked([aDraft({ name: 'news' }), aDraft({ id: 'x' })]);

  expect(result).toMatchObject([refusal('ChannelNotAllowed'), refusal('InvalidId')]);
});

describe('the previous message', () => {
  it('may be one of the same request', async () => {
    const { details } = await asked([aDraft({ id: ONE }), aDraft({ id: TWO, previous: ONE })]);

    expect(details.map(({ previous }) => previous)).toEqual([undefined, ONE]);
  });

  it('is the one before, and before that, where those of the same request are refused', async () => {
    const { details, outcomes } = await asked([
      aDraft({ id: TWO, previous: ONE, message: 'x'.repeat(10) }),
      aDraft({ id: THREE, previous: TWO.toLowerCase(), name: 'chat/' }),
      aDraft({ id: 'bad', previous: TWO }),
      aDraft({ id: FOUR, previous: 'bad' }),
    ]);

    expect(outcomes).toMatchObject([{ error: null }, refusal('InvalidChannel'), refusal('InvalidId'), { error: null }]);
    expect(details.map(({ id, previous }) => [id, previous])).toEqual([
      [TWO, ONE],
      [FOUR, TWO],
    ]);
  });

  it('is none where that of a refused one was none', async () => {
    const { details } = await asked([aDraft({ id: 'bad', previous: 'worse' }), aDraft({ id: TWO, previous: 'bad' })]);

    expect(details).toHaveLength(1);
    expect(details[0]).not.toHaveProperty('previous');
  });

  it('is none where a refused one named itself', async () => {
    const { details } = await asked([aDraft({ id: ONE, previous: ONE }), aDraft({ id: TWO, previous: ONE })]);

    expect(details).toMatchObject([{ id: TWO }]);
    expect(details[0]).not.toHaveProperty('previous');
  });

  it('is not replaced by one of another channel', async () => {
    const { details } = await asked([
      aDraft({ id: TWO, previous: ONE, name: 'news' }),
      aDraft({ id: THREE, previous: TWO }),
    ]);

    expect(details).toMatchObject([{ previous: TWO }]);
  });
});

describe('the answer', () => {
  const outcomes = [
    { message: { id: ONE }, error: null },
    { message: null, error: { errorType: 'InvalidId', message: 'No.' } },
    { message: { id: TWO }, error: null },
  ];

  it('has the messages that the bus took, and the refusals, in their order', async () => {
    const result = { FailedEntryCount: 0, Entries: [{ EventId: 'a' }, { EventId: 'b' }] };

    expect((await resolver.response(aContext({ stash: { outcomes }, result }))).result).toEqual(outcomes);
  });

  it('has an error for each message that the bus refused, and no other', async () => {
    const Entries = [{ EventId: 'a' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded.' }];

    const { result } = await resolver.response(
      aContext({ stash: { outcomes }, result: { FailedEntryCount: 1, Entries } }),
    );

    const message = 'The event bus refused the event: ThrottlingException: Rate exceeded. Try again.';
    expect(result).toEqual([
      outcomes[0],
      outcomes[1],
      { message: null, error: { errorType: 'EventRefused', message } },
    ]);
  });

  it('has an error for each message that was to be sent when the bus could not be reached', async () => {
    const { result } = await resolver.response(
      aContext({ stash: { outcomes }, result: null, error: { message: 'Timed out.', type: 'Timeout' } }),
    );

    expect(result).toMatchObject([refusal('EventBusUnavailable'), outcomes[1], refusal('EventBusUnavailable')]);
  });
});
