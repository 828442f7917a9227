// Each message until its outcome is known, with one id, and no further.
import { FRONT, OREGON, REGIONS, World } from './world';

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

it('publishes in a channel one after the other', async () => {
  world.down.add(FRONT);
  const client = world.client();
  const outcomes = ['one', 'two', 'three'].map(async (message) => client.publish('tech', { message }));

  await world.clock.pass(MINUTE);
  await Promise.all(outcomes);

  expect(published().map(({ message }) => message)).toEqual(['one', 'two', 'three']);
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

function published() {
  return world.requests.filter(({ query }) => query.startsWith('mutation')).map(({ variables }) => variables);
}
