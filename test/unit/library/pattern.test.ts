// A subscription to a pattern: what is promised of a channel is promised of each that the pattern covers.
import type { Client, Gap, Message, SubscribeOptions } from '../../../client/lib/src/index';
import type { RawMessage } from '../../../client/lib/src/message';
import { OREGON, rest, told, ulidOf, World } from './world';

const MINUTE = 60_000;

let world: World;

beforeEach(() => {
  world = new World();
});

/** Subscribes to a pattern, and waits until it is live. */
async function toldBelow(pattern: string, options: SubscribeOptions = {}, client: Client = world.client()) {
  const heard = told(client, options, pattern);
  await world.clock.pass(MINUTE);
  return heard;
}

it('hands over what comes in the channels below it, with their names', async () => {
  const names: string[] = [];
  await toldBelow('news/*', { onMessage: ({ name }) => names.push(name) });

  for (const name of ['news/a', 'news', 'cars', 'news/b/c']) await world.deliver(world.message({ name }));
  await world.clock.pass(1);

  expect(names).toEqual(['news/a', 'news/b/c']);
});

it('catches up with what was missed, also in a channel of which nothing had come', async () => {
  const heard = await toldBelow('news/*');
  await world.deliver(world.message({ name: 'news/a' }));
  await world.drop();
  const missed = ['news/a', 'news/new', 'cars'].map((name) => world.remember(world.message({ name })));
  await world.clock.pass(MINUTE);

  expect(heard.texts.slice(1)).toEqual(missed.slice(0, 2).map(({ message }) => message));
  expect(heard.gaps).toEqual([]);
});

it('begins with the newest messages below it', async () => {
  const [, ...newest] = ['news/a', 'news/b', 'news/c'].map((name) => world.remember(world.message({ name })));

  const heard = await toldBelow('news/*', { from: { last: 2 } });

  expect(heard.texts).toEqual(newest.map(({ message }) => message));
});

it('does not hand over what was there before, though none of it was among the newest of its neighbours', async () => {
  world.remember(world.message({ name: 'news/sport/1' }));
  for (let count = 0; count < 200; count += 1) world.remember(world.message({ name: 'news/politics' }));

  const heard = await toldBelow('news/sport/*');

  expect(heard.all).toEqual([]);
});

it('finds what was missed behind pages of its neighbours', async () => {
  const heard = await toldBelow('news/sport/*');
  await world.deliver(world.message({ name: 'news/sport/1' }));
  await world.drop();
  for (let count = 0; count < 600; count += 1) world.remember(world.message({ name: 'news/politics' }));
  const missed = world.remember(world.message({ name: 'news/sport/2' }));
  await world.clock.pass(MINUTE);

  expect(heard.texts.at(-1)).toBe(missed.message);
  expect(heard.all).toHaveLength(2);
});

it('does not read again what its neighbours had long ago', async () => {
  await toldBelow('news/sport/*');
  await world.deliver(world.message({ name: 'news/sport/1' }));
  for (let count = 0; count < 600; count += 1) world.remember(world.message({ name: 'news/politics' }));
  await world.clock.pass(10 * MINUTE);
  world.remember(world.message({ name: 'news/politics' }));
  await world.drop();
  await world.clock.pass(MINUTE);
  world.requests.length = 0;
  await world.drop();
  await world.clock.pass(1000);

  const pages = world.requests.flatMap(({ query }) => [...query.matchAll(new RegExp(`region: "${OREGON}"`, 'g'))]);
  expect(pages).toHaveLength(1);
});

it('asks for no further page when it has ended', async () => {
  const heard = await toldBelow('news/sport/*');
  await world.drop();
  for (let count = 0; count < 1000; count += 1) world.remember(world.message({ name: 'news/politics' }));
  let asked = 0;
  world.answers = (query) => {
    if (!query.includes('history')) return undefined;
    asked += 1;
    heard.subscription.close();
    return undefined;
  };
  await world.clock.pass(MINUTE);

  expect(asked).toBe(1);
});

it('takes what a publisher sent in different channels for different chains', async () => {
  const heard = await toldBelow('news/*');
  const first = await world.deliver(world.message({ name: 'news/a' }));
  await world.deliver(world.message({ name: 'news/b', previous: null }));
  await world.deliver(world.message({ name: 'news/a', previous: first.id }));
  await world.clock.pass(MINUTE);

  expect(heard.texts).toHaveLength(3);
  expect(heard.gaps).toEqual([]);
});

it('names the channel of a message that is missing', async () => {
  const heard = await toldBelow('news/*');
  const absent = world.message({ name: 'news/a' });
  await world.clock.pass(1);
  const last = await world.deliver(world.message({ name: 'news/a', previous: absent.id }));
  // The same id elsewhere is another message.
  await world.deliver(world.message({ name: 'news/b', id: absent.id, message: 'other' }));
  await world.clock.pass(MINUTE);

  expect(heard.all).toEqual([
    'other',
    { channel: 'news/a', reason: 'MessageMissing', id: absent.id, userId: 'bob' },
    last.message,
  ]);
});

it('hands over the same id in two channels', async () => {
  const heard = await toldBelow('news/*');
  const id = ulidOf(world.clock.now(), 0);
  for (const name of ['news/a', 'news/b']) await world.deliver(world.message({ name, id }));
  await world.clock.pass(1);

  expect(heard.texts).toHaveLength(2);
});

describe('of which some channels have no history', () => {
  const CHAT = 'news/chat';
  const excepting = () => world.client({ historyExcept: [CHAT, 'cars'] });

  /** Pushes a message of which no region keeps anything. */
  async function said(overrides: Partial<RawMessage> = {}): Promise<RawMessage> {
    const message = world.message({ name: CHAT, ...overrides });
    world.push(message);
    await rest();
    return message;
  }

  it('says what it may have missed of them, and catches up with the others', async () => {
    const heard = await toldBelow('news/*', {}, excepting());
    const first = await said();
    await world.drop();
    const missed = world.remember(world.message({ name: 'news/a' }));
    await world.clock.pass(MINUTE);
    const last = await said();

    expect(heard.all).toEqual([
      first.message,
      { channel: CHAT, reason: 'HistoryOff', from: expect.any(Date), to: expect.any(Date) },
      missed.message,
      last.message,
    ]);
  });

  it('tells once what was lost of them, whoever names it afterwards', async () => {
    const heard = await toldBelow('news/*', {}, excepting());
    const first = await said();
    await world.drop();
    await world.clock.pass(1);
    const lost = world.message({ name: CHAT, previous: first.id });
    await world.clock.pass(MINUTE);
    const last = await said({ previous: lost.id });
    await world.clock.pass(MINUTE);

    expect(heard.all).toMatchObject([first.message, { channel: CHAT, reason: 'HistoryOff' }, last.message]);
  });

  it('still misses what was published before the interruption that it told', async () => {
    const heard = await toldBelow('news/*', {}, excepting());
    await said();
    const absent = world.message({ name: CHAT });
    await world.clock.pass(1000);
    await said({ userId: 'eve' });
    await world.drop();
    await world.clock.pass(MINUTE);
    await said({ previous: absent.id });
    await world.clock.pass(MINUTE);

    expect(heard.gaps).toMatchObject([{ reason: 'HistoryOff' }, { reason: 'MessageMissing', id: absent.id }]);
  });

  it('says so when it is asked for what was before', async () => {
    const before = world.remember(world.message({ name: 'news/a' }));

    const heard = await toldBelow('news/*', { from: { last: 5 } }, excepting());

    expect(heard.all).toEqual([{ channel: CHAT, reason: 'HistoryOff', to: expect.any(Date) }, before.message]);
  });

  it('says that it lost what came of them faster than it was taken, and reads the others', async () => {
    const gaps: Gap<Message>[] = [];
    const subscription = excepting().subscribe('news/*', { onGap: (gap) => gaps.push(gap) });
    const reader = subscription[Symbol.asyncIterator]();
    const first = reader.next();
    await world.clock.pass(0);
    await said();
    await first;

    for (let count = 0; count < 1001; count += 1) world.push(world.message({ name: CHAT }));
    const kept = world.remember(world.message({ name: 'news/a' }));

    expect((await reader.next()).value).toMatchObject({ message: kept.message });
    expect(gaps).toMatchObject([{ channel: CHAT, reason: 'Overflow' }]);
    await reader.return(undefined);
  });

  it('says nothing of channels that it does not hear', async () => {
    const heard = await toldBelow('news/sport/*', {}, excepting());

    await world.drop();
    await world.clock.pass(MINUTE);

    expect(heard.all).toEqual([]);
  });

  it('misses nothing there that was published before it began', async () => {
    world.remember(world.message({ name: 'news/a' }));
    await world.clock.pass(MINUTE);
    const first = world.message({ name: CHAT });
    await world.clock.pass(1);
    const heard = await toldBelow('news/*', {}, excepting());

    const second = await said({ previous: first.id });
    await world.clock.pass(MINUTE);

    expect(heard.all).toEqual([second.message]);
  });

  it('still misses what was published before it became live in a channel that has one', async () => {
    world.remember(world.message({ name: 'news/a' }));
    world.delay = 2000;
    const heard = told(excepting(), {}, 'news/*');
    await world.clock.pass(1000);
    const absent = world.message({ name: 'news/a' });
    await world.clock.pass(MINUTE);

    await world.deliver(world.message({ name: 'news/a', previous: absent.id }));
    await world.clock.pass(MINUTE);

    expect(heard.gaps).toMatchObject([{ channel: 'news/a', reason: 'MessageMissing', id: absent.id }]);
  });
});

it('says what it may have missed where a pattern has no history', async () => {
  world.answers = (query) =>
    query.includes('history') ? { errors: [{ errorType: 'HistoryOff', message: 'None.' }] } : undefined;
  const heard = await toldBelow('*');
  await world.deliver();
  await world.drop();
  await world.clock.pass(MINUTE);

  expect(heard.gaps).toMatchObject([{ channel: '*', reason: 'HistoryOff' }]);
});
