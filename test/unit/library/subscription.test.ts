// What a subscription hands over, when what comes live and what the history has are not the same.
import type { Gap, Message } from '../../../client/lib/src/index';
import { BEGINNING, FRONT, OREGON, REGIONS, rest, SYDNEY, told, ulidOf, World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: World;

beforeEach(() => {
  world = new World();
});

it('hands over what comes live', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);

  const { message } = await world.deliver();

  expect(heard.all).toEqual([message]);
  expect(heard.states).toEqual(['catching up', 'live']);
});

it('hands over nothing that was published before it began', async () => {
  world.remember();
  const heard = told(world.client());
  await world.clock.pass(MINUTE);

  const { message } = await world.deliver();

  expect(heard.all).toEqual([message]);
});

it('hands over nothing that was published before it began, even if it is pushed late', async () => {
  const late = world.message();
  await world.clock.pass(1000);
  const known = world.remember(world.message({ previous: late.id }));
  const heard = told(world.client());
  await world.clock.pass(0);

  await world.deliver(late);
  const next = await world.deliver(world.message({ previous: known.id }));

  expect(heard.all).toEqual([next.message]);
});

it('reads what was published while there was no connection, from every region, once', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const first = await world.deliver();
  await world.drop();
  const missed = REGIONS.map((region) => world.remember(world.message({ region })));

  await world.clock.pass(MINUTE);
  const last = await world.deliver(world.message({ region: SYDNEY }));

  expect(heard.all).toEqual([first, ...missed, last].map(({ message }) => message));
});

it('hands over once what is pushed and read', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const first = await world.deliver();
  await world.drop();
  await world.clock.pass(MINUTE);

  world.push(first);
  const last = await world.deliver();

  expect(heard.texts).toEqual([first, last].map(({ message }) => message));
});

it('reads ten thousand messages that it slept through in pages, of which it holds one for each region', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  await world.drop();
  const missed = Array.from({ length: 10_000 }, (_, index) =>
    world.remember(world.message({ region: regionOf(index) })),
  );

  await world.clock.pass(MINUTE);

  expect(heard.texts).toEqual(missed.map(({ message }) => message));
  expect(heard.gaps).toEqual([]);
  expect(world.requests.length).toBeLessThan(100);
});

it('reads no page before the one before it was handed over', async () => {
  world.remember();
  const client = world.client();
  const reader = client.subscribe('tech')[Symbol.asyncIterator]();
  const first = reader.next();
  await world.clock.pass(0);
  await world.drop();
  for (let index = 0; index < 1000; index += 1) world.remember();

  await world.clock.pass(MINUTE);
  await first;
  const requests = world.requests.length;
  await world.clock.pass(MINUTE);

  expect(world.requests).toHaveLength(requests);
  await reader.return(undefined);
});

it('reads in the history what comes faster than it is taken', async () => {
  const client = world.client();
  const reader = client.subscribe('tech')[Symbol.asyncIterator]();
  const first = reader.next();
  await world.clock.pass(0);

  const sent = [];
  for (let index = 0; index < 3000; index += 1) sent.push(world.remember());
  for (const message of sent) world.push(message);
  const texts: string[] = [];
  for (let next = await first; next.done !== true && texts.push(next.value.message) < 3000; next = await reader.next());

  expect(texts).toEqual(sent.map(({ message }) => message));
  await reader.return(undefined);
});

it('reads the newest messages in pages of their own before what is live', async () => {
  for (let index = 0; index < 5; index += 1) world.remember(world.message({ region: regionOf(index) }));
  const heard = told(world.client(), { from: { last: 3 } });
  await world.clock.pass(0);

  await world.deliver();

  expect(heard.texts).toEqual(['message 3', 'message 4', 'message 5', 'message 6']);
});

it('begins at a time', async () => {
  const since = new Date(BEGINNING);
  const heard = told(world.client(), { from: { since } });
  world.remember();
  await world.clock.pass(0);

  expect(heard.texts).toEqual(['message 1']);
  expect(world.requests.map(({ query }) => query)).toEqual([expect.stringContaining(since.toISOString())]);
});

it('looks once more a moment after it is live, for what is pushed and indexed in between', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  await world.deliver();
  await world.drop();
  await world.clock.pass(1000);

  world.remember();
  await world.clock.pass(5000);

  expect(heard.texts).toEqual(['message 1', 'message 2']);
});

it('hands over what comes live between two readings of the history, however fast sockets are replaced', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const urgent = world.message();
  let count = 0;
  world.answers = (query) => {
    if (!query.includes('history') || heard.texts.length > 0 || count === 100) return undefined;
    count += 1;
    if (count === 1) world.push(urgent);
    for (const socket of world.open) for (const id of socket.channels.keys()) socket.push({ id, type: 'start_ack' });
    return undefined;
  };

  await world.drop();
  await world.clock.pass(1000);

  expect(heard.texts).toEqual([urgent.message]);
  expect(count).toBeLessThan(3);
});

it('finds what came to the history later than newer messages, and stands before them', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const late = world.message();
  await world.clock.pass(MINUTE);
  const newer = await world.deliver();
  await world.drop();

  world.remember(late);
  await world.clock.pass(MINUTE);

  expect(heard.texts).toEqual([newer.message, late.message]);
});

it('finds what landed while it was away, hours after it entered, and goes on behind it', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const late = world.message();
  await world.clock.pass(2 * HOUR);
  const newer = await world.deliver();
  await world.drop();

  world.rememberLate(late);
  await world.clock.pass(MINUTE);
  const next = await world.deliver();

  expect(heard.texts).toEqual([newer.message, late.message, next.message]);
});

it('is owed nothing that landed late before it began', async () => {
  const late = world.message();
  await world.clock.pass(2 * HOUR);
  world.remember();
  world.rememberLate(late);
  const heard = told(world.client(), { from: { last: 1 } });
  await world.clock.pass(MINUTE);

  await world.deliver(world.message({ message: 'next' }));

  expect(heard.texts.at(-1)).toBe('next');
  expect(heard.texts).toHaveLength(2);
});

it('says that messages may be missing when it was away for longer than the history goes back', async () => {
  world.hoursOfHistory = 1;
  const heard = told(world.client());
  await world.clock.pass(0);
  world.down.add(FRONT);
  for (const region of REGIONS) world.down.add(`${region}.test`);
  await world.drop();

  await world.clock.pass(HOUR + MINUTE);
  world.down.clear();
  await world.clock.pass(MINUTE);

  expect(heard.all).toEqual([
    { channel: 'tech', reason: 'HistoryTooShort', from: new Date(BEGINNING), to: expect.any(Date) },
  ]);
});

describe('of a stage without a history', () => {
  beforeEach(() => {
    world.answers = (query) =>
      query.includes('history') ? { data: {}, errors: [{ errorType: 'HistoryOff', message: 'None.' }] } : undefined;
  });

  it('hands over what comes live, and tells of every interruption', async () => {
    const heard = told(world.client());
    await world.clock.pass(0);
    const first = await world.deliver();
    await world.drop();
    await world.clock.pass(MINUTE);
    const second = await world.deliver();

    expect(heard.all).toMatchObject([
      first.message,
      { reason: 'HistoryOff', from: new Date(BEGINNING) },
      second.message,
    ]);
  });

  it.each([
    ['right', 0],
    ['an hour fast', HOUR],
    ['an hour slow', -HOUR],
  ])('misses nothing that was published before it began, where the regions’ clocks are %s', async (_, ahead) => {
    const first = world.message({ position: ulidOf(world.clock.now() + ahead, 1) });
    await world.clock.pass(MINUTE / 2);
    const heard = told(world.client());
    await world.clock.pass(MINUTE / 2);
    const position = ulidOf(world.clock.now() + ahead, 2);
    const second = await world.deliver(world.message({ previous: first.id, position }));
    await world.clock.pass(MINUTE);

    expect(heard.all).toEqual([second.message]);
  });

  it('holds back nothing for what was published long before', async () => {
    const first = world.message();
    await world.clock.pass(HOUR);
    const heard = told(world.client());
    await world.clock.pass(0);

    const second = await world.deliver(world.message({ previous: first.id }));

    expect(heard.all).toEqual([second.message]);
  });

  it('says that a message is missing which was published while it was live, and asks nobody', async () => {
    const heard = told(world.client());
    await world.clock.pass(MINUTE);
    const absent = world.message();
    world.requests.length = 0;

    const last = await world.deliver(world.message({ previous: absent.id }));
    await world.clock.pass(MINUTE);

    expect(heard.all).toMatchObject([{ reason: 'MessageMissing', id: absent.id }, last.message]);
    expect(world.requests).toEqual([]);
  });

  it('hands over once what is pushed twice', async () => {
    const heard = told(world.client());
    await world.clock.pass(0);
    const first = await world.deliver();

    world.push(first);
    const second = await world.deliver();

    expect(heard.all).toEqual([first, second].map(({ message }) => message));
  });

  it('says so when it is asked for what was before', async () => {
    const heard = told(world.client(), { from: { last: 5 } });

    await world.clock.pass(0);

    expect(heard.all).toEqual([{ channel: 'tech', reason: 'HistoryOff', to: new Date(BEGINNING) }]);
  });

  it('tells that it lost what came faster than it was taken', async () => {
    const gaps: Gap<Message>[] = [];
    const subscription = world.client().subscribe('tech', { onGap: (gap) => gaps.push(gap) });
    const reader = subscription[Symbol.asyncIterator]();
    const first = reader.next();
    await world.clock.pass(0);

    for (let index = 0; index < 1001; index += 1) world.push(world.message());
    await rest();
    world.push(world.message());
    await first;

    expect(gaps).toMatchObject([{ reason: 'Overflow' }]);
    await reader.return(undefined);
  });
});

it('remembers a bounded number of messages, and tells when it cannot know whether it had one', async () => {
  const heard = told(world.client({ remember: 2 }));
  await world.clock.pass(0);
  const [first] = [await world.deliver(), await world.deliver(), await world.deliver()];
  const before = heard.all.length;

  world.push(first);
  await rest();

  expect(heard.all.slice(before)).toMatchObject([
    { reason: 'TooLate', id: first.id, message: { message: first.message } },
  ]);
});

it('takes the same id of another sender for another message', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const mine = await world.deliver();

  await world.deliver({ ...mine, userId: 'eve' });

  expect(heard.texts).toHaveLength(2);
});

it('skips nothing for an id of the future', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  await world.deliver(world.message({ id: ulidOf(Date.UTC(2099, 0), 1) }));
  await world.drop();
  const missed = world.remember();

  await world.clock.pass(MINUTE);

  expect(heard.texts.at(-1)).toBe(missed.message);
});

it('takes a frame without a message for nothing', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const [socket] = world.open;
  const [id] = socket?.channels.keys() ?? [];

  socket?.push({ id, type: 'data', payload: { data: { subscribe: null } } });
  const { message } = await world.deliver();

  expect(heard.all).toEqual([message]);
});

it('goes on when a callback throws, and tells the client’s own listener', async () => {
  const client = world.client();
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  const texts: string[] = [];
  const mistake = new Error('mistake');
  client.subscribe('tech', {
    onMessage: ({ message }) => {
      texts.push(message);
      throw mistake;
    },
  });
  await world.clock.pass(0);

  await world.deliver();
  await world.deliver();

  expect(texts).toHaveLength(2);
  expect(errors).toEqual([mistake, mistake]);
});

it.each([
  ['ChannelNotAllowed', 1],
  ['UnauthorizedException', 2],
])('is refused with %s after %i attempts, and not tried again', async (errorType, attempts) => {
  let count = 0;
  world.onStart = () => {
    count += 1;
    return { type: 'error', payload: { errors: [{ errorType, message: 'No.' }] } };
  };
  const heard = told(world.client());

  await world.clock.pass(HOUR);

  expect(heard.subscription.state).toBe('refused');
  expect(heard.subscription.reason).toMatchObject({ message: 'No.' });
  expect(count).toBe(attempts);
  expect(world.open).toEqual([]);
});

it('tells nothing more when it is closed', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const [socket] = world.open;

  heard.subscription.close();
  await world.deliver();
  await world.clock.pass(HOUR);

  expect(heard.all).toEqual([]);
  expect(heard.states.at(-1)).toBe('closed');
  expect(socket?.frames.at(-1)).toMatchObject({ type: 'stop' });
});
it.each(['null', '[]', '7', '{"type":"error","payload":null}'])('bears the frame %s', async (text) => {
  const heard = told(world.client());
  await world.clock.pass(0);

  world.open[0]?.say(text);
  await world.clock.pass(MINUTE);
  await world.deliver();

  expect(heard.texts).toEqual(['message 1']);
});

it('bears a frame without a payload', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const [socket] = world.open;
  const [id] = socket?.channels.keys() ?? [];

  socket?.push({ id, type: 'data', payload: null });
  await world.deliver();

  expect(heard.texts).toEqual(['message 1']);
});

it('hands over a payload that is not JSON as the text that it is', async () => {
  const payloads: unknown[] = [];
  world.client().subscribe('tech', { onMessage: ({ data }) => payloads.push(data) });
  await world.clock.pass(0);

  for (const data of ['{', '{"price":5}']) await world.deliver(world.message({ data }));

  expect(payloads).toEqual(['{', { price: 5 }]);
});

it('asks again when a region is missing in the answer of the history', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  await world.drop();
  const missed = world.remember();
  let count = 0;
  world.answers = (query) => {
    count += 1;
    return count < 3 && query.includes('history') ? { data: { r0: null, r1: null } } : undefined;
  };

  await world.clock.pass(2000);

  expect(heard.texts).toEqual([missed.message]);
});

it('reads what it had no room for even if it stands long before the newest message', async () => {
  const late = Array.from({ length: 1001 }, () => world.message());
  await world.clock.pass(4 * MINUTE);
  const subscription = world.client().subscribe('tech', { from: { since: new Date(BEGINNING) } });
  const reader = subscription[Symbol.asyncIterator]();
  const first = reader.next();
  await world.clock.pass(10_000);
  await world.deliver();
  await first;

  for (const message of late) await world.deliver(message);
  const texts = new Set<string>();
  while (texts.size < late.length) {
    const next = reader.next();
    await world.clock.pass(100);
    const { value } = (await Promise.race([next, Promise.resolve({ value: undefined })])) as { value?: Message };
    if (!value) break;
    texts.add(value.message);
  }

  expect(texts.size).toBe(late.length);
});

function regionOf(index: number): string {
  return index % 2 === 0 ? OREGON : SYDNEY;
}
