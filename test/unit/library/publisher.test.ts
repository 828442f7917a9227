// Each message until its outcome is known, with one id, and no further.
import { FRONT, OREGON, REGIONS, rest, World } from './world';

const MINUTE = 60_000;

let world: World;

beforeEach(() => {
  world = new World();
});

it('publishes the same id again until there is an answer, through another region if need be', async () => {
  world.down.add(FRONT);
  const receipt = world.client().publish('tech', { message: 'hello' });

  await world.clock.pass(MINUTE);

  expect(await receipt).toMatchObject({ region: OREGON });
  expect(published()).toEqual([expect.objectContaining({ message: 'hello', id: (await receipt).id })]);
  expect(world.requests.map(({ host }) => host)).toEqual([`${OREGON}.test`]);
});

it('takes an error that may pass for no answer', async () => {
  let count = 0;
  world.answers = () => {
    count += 1;
    return count < 3
      ? { data: null, errors: [{ errorType: 'EventBusUnavailable', message: 'Try again.' }] }
      : undefined;
  };
  const receipt = world.client().publish('tech', { message: 'hello' });

  await world.clock.pass(MINUTE);
  const { id } = await receipt;

  expect(published().map((variables) => variables['id'])).toEqual([id, id, id]);
});

it.each(['WAFForbiddenException', 'ThrottlingException', 'TooManyRequestsException'])(
  'tries again after %s, which passes',
  async (errorType) => {
    world.answers = () => ({ errors: [{ errorType, message: 'Not now.' }] });
    const outcome = world.client().publish('tech', { message: 'hello' });
    await world.clock.pass(0);

    world.answers = () => undefined;
    await world.clock.pass(20_000);

    expect(await outcome).toMatchObject({ region: expect.any(String) });
  },
);

it('says that a message was dropped, which the API does by an answer of nothing', async () => {
  world.answers = () => ({ data: { publish: null } });
  const outcome = failureOf(world.client().publish('tech', { message: 'hello' }));

  await world.clock.pass(0);

  expect(await outcome).toMatchObject({ name: 'PublishError', code: 'Dropped', mayArrive: false });
  expect(published()).toHaveLength(1);
});

it.each(['ChannelNotAllowed', 'MessageTooLarge', 'InvalidId'])('ends with the error %s, at once', async (errorType) => {
  world.answers = () => ({ data: { publish: null }, errors: [{ errorType, message: 'No.' }] });
  const outcome = failureOf(world.client().publish('tech', { message: 'hello' }));

  await world.clock.pass(0);

  expect(await outcome).toMatchObject({ name: 'PublishError', code: errorType, message: 'No.', mayArrive: false });
  expect(published()).toHaveLength(1);
});

it('asks for another token once when the first one is not accepted', async () => {
  world.answers = () => ({ errors: [{ errorType: 'UnauthorizedException', message: 'No.' }] });
  const token = jest.fn(() => 'token');
  const outcome = failureOf(world.client({ token }).publish('tech', { message: 'hello' }));

  await world.clock.pass(0);

  expect(await outcome).toMatchObject({ code: 'Unauthorized' });
  expect(token).toHaveBeenCalledTimes(2);
});

it('sends together what is published in one turn', async () => {
  const client = world.client();
  const outcomes = ['one', 'two', 'three'].map(async (message) => client.publish('tech', { message }));

  await world.clock.pass(0);
  const [one, two] = await Promise.all(outcomes);

  expect(requests()).toEqual([['one', 'two', 'three']]);
  expect(published().map(({ previous }) => previous)).toEqual([undefined, one?.id, two?.id]);
});

it('sends what comes meanwhile in the channel together, after it', async () => {
  world.down.add(FRONT);
  const client = world.client();
  const first = client.publish('tech', { message: 'one' });
  await rest();
  const others = ['two', 'three'].map(async (message) => client.publish('tech', { message }));

  await world.clock.pass(MINUTE);
  const [one, two] = await Promise.all([first, ...others]);

  expect(requests()).toEqual([['one'], ['two', 'three']]);
  expect(published().map(({ previous }) => previous)).toEqual([undefined, one.id, two?.id]);
});

it('sends ten messages in a request at most', async () => {
  const client = world.client();
  const outcomes = Array.from({ length: 25 }, async (_, index) => client.publish('tech', { message: String(index) }));

  await world.clock.pass(0);
  await Promise.all(outcomes);

  expect(requests().map(({ length }) => length)).toEqual([10, 10, 5]);
  expect(published().map(({ message }) => message)).toEqual(Array.from({ length: 25 }, (_, index) => String(index)));
});

it('does not let channels wait for each other, until four requests are on their way', async () => {
  let handOut: (token: string) => void = () => undefined;
  const token = new Promise<string>((resolve) => {
    handOut = resolve;
  });
  const client = world.client({ token: async () => token });
  const outcomes: Promise<unknown>[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'a']) {
    outcomes.push(client.publish(name, { message: name }));
    await rest();
  }

  handOut('token');
  await Promise.all(outcomes);

  expect(requests()).toEqual([['a'], ['b'], ['c'], ['d'], ['e', 'f', 'a']]);
});

it('sends as much together as fits into one call of the bus', async () => {
  const client = world.client();
  const outcomes = [1, 30_000, 30_000, 30_000, 200_000, 1].map(async (length) =>
    client.publish('tech', { message: 'x'.repeat(length) }),
  );

  await world.clock.pass(0);
  await Promise.all(outcomes);

  expect(requests().map((texts) => texts.map(({ length }) => length))).toEqual([
    [1, 30_000, 30_000],
    [30_000],
    [200_000],
    [1],
  ]);
});

it('gives each message of a request its own outcome', async () => {
  answerBatch(({ message, id }) => (message === 'bad' ? refused('MessageTooLarge') : taken(id)));
  const client = world.client();
  const [first, bad, good] = ['one', 'bad', 'good'].map(async (message) => client.publish('tech', { message }));
  const failure = failureOf(bad ?? Promise.resolve());

  await world.clock.pass(MINUTE);

  expect(await failure).toMatchObject({ code: 'MessageTooLarge', mayArrive: false });
  expect(await good).toMatchObject({ region: OREGON });
  expect(await first).toMatchObject({ region: OREGON });
  expect(requests()).toEqual([['one', 'bad', 'good']]);
});

it('sends again, with the same ids and predecessors, only what was refused for a while', async () => {
  let isBusy = true;
  answerBatch(({ message, id }) => (message === 'two' && isBusy ? refused('EventRefused') : taken(id)));
  const client = world.client();
  const outcomes = ['one', 'two', 'three'].map(async (message) => client.publish('tech', { message }));
  await world.clock.pass(0);
  isBusy = false;
  await world.clock.pass(MINUTE);
  const [one, two, three] = await Promise.all(outcomes);
  await client.publish('tech', { message: 'four' });

  expect(requests()).toEqual([['one', 'two', 'three'], ['two'], ['four']]);
  expect(
    published()
      .map(({ id, previous }) => [id, previous])
      .slice(1, 4),
  ).toEqual([
    [two?.id, one?.id],
    [three?.id, two?.id],
    [two?.id, one?.id],
  ]);
  expect(published().at(-1)).toMatchObject({ previous: three?.id });
});

it('gives up each message of a request when its own time is over', async () => {
  for (const host of [FRONT, ...REGIONS.map((region) => `${region}.test`)]) world.down.add(host);
  const client = world.client();
  const first = failureOf(client.publish('tech', { message: 'first' }));
  await rest();
  const old = failureOf(client.publish('tech', { message: 'old' }));
  await world.clock.pass(9 * MINUTE);
  const young = client.publish('tech', { message: 'young' });
  await world.clock.pass(2 * MINUTE);
  world.down.clear();
  await world.clock.pass(MINUTE);

  expect(await first).toMatchObject({ code: 'Unreachable', mayArrive: true });
  expect(await old).toMatchObject({ code: 'Unreachable', mayArrive: true });
  expect(await young).toMatchObject({ region: OREGON });
});

it('names the message that it published before in the channel, once that is acknowledged', async () => {
  const client = world.client();
  const first = await client.publish('tech', { message: 'one' });
  world.answers = (_, { message }) =>
    message === 'two' ? { data: null, errors: [{ errorType: 'MessageTooLarge', message: 'No.' }] } : undefined;
  await failureOf(client.publish('tech', { message: 'two' }));
  await client.publish('cars', { message: 'elsewhere' });
  await client.publish('tech', { message: 'three' });

  expect(published().map(({ previous }) => previous)).toEqual([undefined, first.id, undefined, first.id]);
});

it('does not name a message as the one before itself', async () => {
  const client = world.client();
  const { id } = await client.publish('tech', { message: 'one' });

  await client.publish('tech', { message: 'one', id });

  expect(published()[1]).not.toHaveProperty('previous');
});

it('goes back to the front door when that answers again', async () => {
  world.down.add(FRONT);
  const client = world.client();
  const first = client.publish('tech', { message: 'one' });
  await world.clock.pass(MINUTE);
  await first;

  world.down.delete(FRONT);
  await world.clock.pass(MINUTE);
  await client.publish('tech', { message: 'two' });

  expect(world.requests.at(-1)).toMatchObject({ host: FRONT, variables: { message: 'two' } });
});

it('gives up after a while, and says that the message may arrive all the same', async () => {
  for (const host of [FRONT, ...REGIONS.map((region) => `${region}.test`)]) world.down.add(host);
  const outcome = failureOf(world.client().publish('tech', { message: 'hello' }));

  await world.clock.pass(11 * MINUTE);

  expect(await outcome).toMatchObject({ code: 'Unreachable', mayArrive: true });
});

it('gives up in time what nobody answers, and does not send it later', async () => {
  for (const host of [FRONT, ...REGIONS.map((region) => `${region}.test`)]) world.silent.add(host);
  const client = world.client({ publishTimeout: 2000 });
  const sent = failureOf(client.publish('tech', { message: 'sent' }));
  await rest();
  const waiting = failureOf(client.publish('tech', { message: 'waiting' }));
  await world.clock.pass(2000);

  const unreachable = expect.objectContaining({ code: 'Unreachable', mayArrive: true });
  expect(await Promise.all([sent, waiting])).toEqual([unreachable, unreachable]);
  world.silent.clear();
  await world.clock.pass(MINUTE);
  expect(published()).toEqual([]);
});

it('gives up in time what waits for its next attempt, with the reason of the last one', async () => {
  world.answers = () => ({ errors: [{ errorType: 'EventBusUnavailable', message: 'Try again.' }] });
  const outcome = failureOf(world.client({ publishTimeout: 2000 }).publish('tech', { message: 'hello' }));

  await world.clock.pass(2000);

  expect(await outcome).toMatchObject({ code: 'EventBusUnavailable', mayArrive: true });
});

it('takes no more than there is room for', async () => {
  for (const host of [FRONT, ...REGIONS.map((region) => `${region}.test`)]) world.down.add(host);
  const client = world.client({ queueLimit: 2 });
  const outcomes = ['one', 'two'].map(async (message) => client.publish('tech', { message }));
  const full = await failureOf(client.publish('tech', { message: 'three' }));

  world.down.clear();
  await world.clock.pass(MINUTE);

  expect(full).toMatchObject({ code: 'QueueFull', mayArrive: false });
  await expect(Promise.all(outcomes)).resolves.toHaveLength(2);
});

it('ends what has no outcome when it is closed', async () => {
  world.down.add(FRONT);
  const client = world.client();
  const outcome = failureOf(client.publish('tech', { message: 'hello' }));
  await world.clock.pass(0);

  client.close();

  expect(await outcome).toMatchObject({ code: 'Closed' });
});

it('sends nothing that was published in the turn in which it is closed', async () => {
  const client = world.client();
  const outcomes = ['one', 'two'].map(async (message) => failureOf(client.publish('tech', { message })));
  client.close();

  const closed = expect.objectContaining({ code: 'Closed', mayArrive: false });
  expect(await Promise.all(outcomes)).toEqual([closed, closed]);
  expect(published()).toEqual([]);
});

it('publishes what its caller gave, even if the caller changes it while it waits', async () => {
  world.down.add(FRONT);
  const client = world.client();
  const data = { price: 5 };
  const outcomes = ['one', 'two'].map(async (message) => client.publish('tech', { message, data }));
  data.price = 6;

  await world.clock.pass(MINUTE);
  await Promise.all(outcomes);

  expect(published().map((variables) => variables['data'])).toEqual(['{"price":5}', '{"price":5}']);
});

it('does not try again what is too large for whatever stands before the API', async () => {
  const fetch = jest.fn(async () => Promise.resolve(new Response('<html>', { status: 413 })));
  const outcome = failureOf(world.client({ fetch }).publish('tech', { message: 'hello' }));

  await world.clock.pass(MINUTE);

  expect(await outcome).toMatchObject({ code: 'MessageTooLarge' });
  expect(fetch).toHaveBeenCalledTimes(1);
});

async function failureOf(outcome: Promise<unknown>): Promise<unknown> {
  return outcome.then(
    () => undefined,
    (error: unknown) => error,
  );
}

type Variables = Readonly<Record<string, unknown>>;

/** The messages that were sent, those of one request together. */
function sent(): readonly (readonly Variables[])[] {
  return world.requests
    .filter(({ query }) => query.startsWith('mutation'))
    .map(({ variables }) => (variables['messages'] as readonly Variables[] | undefined) ?? [variables]);
}

function published(): readonly Variables[] {
  return sent().flat();
}

/** The texts of each request. */
function requests(): readonly (readonly string[])[] {
  return sent().map((messages) => messages.map(({ message }) => String(message)));
}

/** Answers the messages of a `publishBatch` one by one. */
function answerBatch(outcomeOf: (message: { readonly message: string; readonly id: string }) => object): void {
  world.answers = (query, { messages }) =>
    query.includes('publishBatch')
      ? { data: { publishBatch: (messages as readonly { message: string; id: string }[]).map(outcomeOf) } }
      : undefined;
}

function taken(id: string) {
  return { message: { id, region: OREGON, publishedAt: '', userId: 'ana' }, error: null };
}

function refused(errorType: string) {
  return { message: null, error: { errorType, message: 'No.' } };
}
