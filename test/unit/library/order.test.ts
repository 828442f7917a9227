// The order of each publisher: what follows a message that has not come waits for it, and not for ever.
import type { RawMessage } from '../../../client/lib/src/message';
import { rest, SYDNEY, told, ulidOf, World } from './world';

const MINUTE = 60_000;
const WAIT = 500;

let world: World;

beforeEach(() => {
  world = new World();
});

it('hands over at once what names nothing before it', async () => {
  const heard = await live();

  await world.deliver();

  expect(heard.texts).toHaveLength(1);
});

it('holds back what follows a message that has not come, and hands both over in their order', async () => {
  const heard = await live();
  const [first, second, third] = await chain(3);

  world.push(third);
  world.push(second);
  await rest();
  const before = heard.all.length;
  await world.deliver(first);

  expect(before).toBe(0);
  expect(heard.all).toEqual([first, second, third].map(({ message }) => message));
});

it('does not hold back other publishers for it', async () => {
  const heard = await live();
  const [, second] = await chain(2);
  world.push(second);

  const other = await world.deliver(world.message({ userId: 'eve' }));

  expect(heard.all).toEqual([other.message]);
});

it('looks for it in the history after a while', async () => {
  const heard = await live();
  const [first, second] = await chain(2);
  world.remember(first);

  await world.deliver(second);
  await world.clock.pass(WAIT);

  expect(heard.all).toEqual([first.message, second.message]);
});

it('says that a message is missing which the history does not have, and goes on', async () => {
  const heard = await live();
  const [first, second] = await chain(2);

  await world.deliver(second);
  await world.clock.pass(WAIT);

  expect(heard.all).toEqual([
    { channel: 'tech', reason: 'MessageMissing', id: first.id, userId: 'bob' },
    second.message,
  ]);
});

it('hands it over when it comes after all, and says that it is out of order', async () => {
  const heard = await live();
  const [first, second] = await chain(2);
  await world.deliver(second);
  await world.clock.pass(WAIT);

  await world.deliver(first);

  expect(heard.all.slice(2)).toEqual([
    { channel: 'tech', reason: 'OutOfOrder', id: first.id, userId: 'bob' },
    first.message,
  ]);
});

it('says so of those before it, too, which nobody has named', async () => {
  const heard = await live();
  const [first, second, third] = await chain(3);
  await world.deliver(third);
  await world.clock.pass(WAIT);

  await world.deliver(first);
  await world.deliver(second);

  expect(heard.all.slice(2)).toEqual([
    { channel: 'tech', reason: 'OutOfOrder', id: first.id, userId: 'bob' },
    first.message,
    { channel: 'tech', reason: 'OutOfOrder', id: second.id, userId: 'bob' },
    second.message,
  ]);
});

it('says so of no other publisher, and of nothing that comes later', async () => {
  const heard = await live();
  const other = world.message({ userId: 'eve' });
  const [, second, third] = await chain(3);
  await world.deliver(second);
  await world.clock.pass(WAIT);

  await world.deliver(other);
  await world.deliver(third);

  expect(heard.gaps).toMatchObject([{ reason: 'MessageMissing' }]);
});

it('does not take another publisher’s message for it', async () => {
  const heard = await live();
  const [first, second] = await chain(2);
  await world.deliver(second);

  await world.deliver({ ...first, userId: 'eve' });
  await world.clock.pass(WAIT);

  expect(heard.gaps).toMatchObject([{ reason: 'MessageMissing', id: first.id, userId: 'bob' }]);
});

it('waits for nothing that was published before the subscription began', async () => {
  const [first, second, third] = await chain(3);
  world.remember(first);
  world.remember(second);
  const heard = await live();

  await world.deliver(third);

  expect(heard.all).toEqual([third.message]);
});

it('misses nothing of what was published long before the subscription began, even if it cannot know it', async () => {
  const first = world.message();
  await world.clock.pass(10 * MINUTE);
  world.remember(world.message({ userId: 'eve' }));
  const heard = await live();

  const next = await world.deliver(world.message({ previous: first.id }));

  expect(heard.all).toEqual([next.message]);
});

it.each([
  ['of the future', ulidOf(Date.UTC(2099, 0), 1)],
  ['of the past', ulidOf(0, 1)],
])('is kept whatever ids a publisher makes: one %s', async (_, id) => {
  const heard = await live();
  const first = world.message({ id });
  await world.clock.pass(1);
  const second = world.message({ previous: id });

  world.push(second);
  await world.deliver(first);

  expect(heard.all).toEqual([first.message, second.message]);
});

it('is kept when a publisher goes on in another region, in what is read as well', async () => {
  const heard = await live();
  await world.drop();
  const [first, second, third] = await chain(3);
  // The clock of the other region is a little behind.
  const odd = { ...second, region: SYDNEY, position: ulidOf(world.clock.now() - 1000, 1) };
  for (const message of [first, odd, third]) world.remember(message);

  await world.clock.pass(MINUTE);

  expect(heard.all).toEqual([first, odd, third].map(({ message }) => message));
});

it('holds back no more than a thousand messages', async () => {
  const heard = await live();
  const absent = ulidOf(world.clock.now(), 9999);

  for (let count = 0; count < 1001; count += 1) {
    world.push(world.message({ previous: absent }));
    if (count % 100 === 0) await rest();
  }
  await rest();

  expect(heard.texts).toEqual(['message 1']);
  expect(heard.gaps).toMatchObject([{ reason: 'MessageMissing', id: absent }]);
});
it('asks the history seldom for a publisher that names messages which never were', async () => {
  const heard = await live();
  const before = world.requests.length;

  for (let count = 0; count < 300; count += 1) {
    world.push(world.message({ previous: ulidOf(world.clock.now(), 100_000 + count) }));
    await world.clock.pass(100);
  }
  await world.clock.pass(MINUTE);

  expect(heard.texts).toHaveLength(300);
  expect(world.requests.length - before).toBeLessThan(12);
});

async function live() {
  const heard = told(world.client());
  await world.clock.pass(0);
  return heard;
}

/** Messages of one publisher, each of which names the one before it. */
async function chain(length: number): Promise<[RawMessage, RawMessage, RawMessage]> {
  const messages: RawMessage[] = [];
  for (let count = 0; count < length; count += 1) {
    await world.clock.pass(1);
    messages.push(world.message({ previous: messages.at(-1)?.id ?? null }));
  }
  const [first = world.message(), second = world.message(), third = world.message()] = messages;
  return [first, second, third];
}
