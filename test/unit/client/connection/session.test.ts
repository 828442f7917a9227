// A visitor's session: what becomes of channels and the connection when the API, the connection or the network change.
import type { Gap, Message } from 'global-pubsub-client';
import { Session } from '../../../../client/src/connection/session';
import { FRONT, OREGON, REGIONS, rest, SYDNEY, World } from '../../library/world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const UNAUTHORIZED = { errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized.' }] };
const HISTORY_OFF = { errors: [{ errorType: 'HistoryOff', message: 'This stage keeps no history.' }] };

let world: World;
let region: string;
let channels: readonly string[];
/** What the API answers to some queries, by what they contain, in place of its usual answer. */
let answers: Readonly<Record<string, object>>;

beforeEach(() => {
  world = new World();
  region = OREGON;
  channels = ['cars', 'tech'];
  answers = {};
  world.answers = (query) => {
    const [, answer] = Object.entries(answers).find(([part]) => query.includes(part)) ?? [];
    if (answer) return answer;
    if (query.includes('{ channels }')) return { data: { channels } };
    return query.includes('{ region }') ? { data: { region } } : undefined;
  };
});

async function startedSession() {
  const messages: (readonly [Message, boolean])[] = [];
  const gaps: Gap<Message>[] = [];
  const session = new Session({
    client: world.client(),
    clock: world.clock,
    isOnline: true,
    onMessage: (message, isLate) => messages.push([message, isLate]),
    onGap: (gap) => gaps.push(gap),
  });
  session.start();
  await world.clock.pass(0);
  return { session, messages, gaps, now: () => session.state.value };
}

/** The API says something about every subscription to a channel. */
async function say(channel: string, frame: object): Promise<void> {
  for (const socket of world.open) {
    for (const [id, name] of socket.channels) if (name === channel) socket.push({ id, ...frame });
  }
  await rest();
}

function refuses(channel: string, errorType: string): void {
  world.onStart = (name) =>
    name === channel ? { type: 'error', payload: { errors: [{ errorType, message: 'No.' }] } } : { type: 'start_ack' };
}

it('joins the first channel that the API names, and is live', async () => {
  const { now } = await startedSession();

  expect([...now().channels]).toEqual([['cars', { kind: 'live' }]]);
  expect(now()).toMatchObject({ connection: { kind: 'live' }, region: OREGON, isRegionCurrent: true });
});

it('joins the first pattern if the API has only patterns', async () => {
  channels = ['news/*', 'chat/*'];

  const { now } = await startedSession();

  expect([...now().channels]).toEqual([['news/*', { kind: 'live' }]]);
});

it('hands a message on once that a channel and a pattern have', async () => {
  const { session, messages } = await startedSession();
  session.join('news/*');
  session.join('news/a');
  await world.clock.pass(0);

  for (const name of ['news/a', 'news/b', 'cars']) await world.deliver(world.message({ name }));

  expect(messages.map(([{ name }]) => name)).toEqual(['news/a', 'news/b', 'cars']);
});

it('hands messages on', async () => {
  const { messages } = await startedSession();

  await world.deliver(world.message({ name: 'cars' }));

  expect(messages).toEqual([[expect.objectContaining({ message: 'message 1' }), false]]);
});

it('hears nothing of a channel that was left', async () => {
  const { session, messages, now } = await startedSession();

  session.leave('cars');
  await world.deliver(world.message({ name: 'cars' }));

  expect(messages).toEqual([]);
  expect(now().connection).toEqual({ kind: 'idle' });
});

it('stays live while another channel is joined', async () => {
  const { session, now } = await startedSession();

  session.join('tech');
  expect(now()).toMatchObject({ connection: { kind: 'live' } });
  await world.clock.pass(0);

  expect(now().channels.get('tech')).toEqual({ kind: 'live' });
});

it('says that the connection is lost, that it catches up, and with how much it has', async () => {
  const { session, messages, now } = await startedSession();
  const kinds: string[] = [];
  session.state.watch(() => kinds.push(now().connection.kind));

  await world.drop();
  expect(now()).toMatchObject({
    connection: { kind: 'reconnecting', since: world.clock.now() },
    isRegionCurrent: false,
  });
  for (let count = 0; count < 3; count += 1) world.remember(world.message({ name: 'cars' }));
  await world.clock.pass(SECOND);

  expect(messages.map(([, isLate]) => isLate)).toEqual([true, true, true]);
  expect(kinds.filter((kind, index) => kind !== kinds[index - 1])).toEqual(['reconnecting', 'catching up', 'live']);
  expect(now()).toMatchObject({ caughtUp: 3, isRegionCurrent: true });
});

it('says which messages may be missing', async () => {
  answers = { 'history(': HISTORY_OFF };
  const { gaps } = await startedSession();

  await world.drop();
  await world.clock.pass(SECOND);

  expect(gaps).toMatchObject([{ channel: 'cars', reason: 'HistoryOff' }]);
});

it('says that it could not connect at all', async () => {
  const { session, now } = await startedSession();
  session.leave('cars');
  for (const host of [FRONT, ...REGIONS.map((name) => `${name}.test`)]) world.down.add(host);
  await world.drop();

  session.join('tech');
  await world.clock.pass(SECOND);

  expect(now().channels.get('tech')).toEqual({ kind: 'joining' });
  expect(now().connection.kind).toMatch(/^(connecting|reconnecting)$/);
});

it('says that it moved to another region', async () => {
  const { now } = await startedSession();

  region = SYDNEY;
  await world.drop();
  await world.clock.pass(SECOND);

  expect(now()).toMatchObject({ region: SYDNEY, move: { from: OREGON, to: SYDNEY } });
});

it('asks which region it is also when the connection is replaced without a loss', async () => {
  const { session, now } = await startedSession();

  region = SYDNEY;
  session.reconnect();
  await world.clock.pass(SECOND);

  expect(now()).toMatchObject({ connection: { kind: 'live' }, region: SYDNEY, caughtUp: undefined });
});

it('says nothing of a move if it comes back to the same region', async () => {
  const { now } = await startedSession();

  await world.drop();
  await world.clock.pass(SECOND);

  expect(now()).toMatchObject({ region: OREGON, isRegionCurrent: true, move: undefined });
});

it('stays away from a channel that is not allowed, and keeps the others', async () => {
  refuses('x', 'ChannelNotAllowed');
  const { session, now } = await startedSession();

  session.join('x');
  await world.clock.pass(0);

  expect(now().channels.get('x')).toMatchObject({ kind: 'refused', problem: { type: 'ChannelNotAllowed' } });
  expect(now().channels.get('cars')).toEqual({ kind: 'live' });
  expect(now().connection).toEqual({ kind: 'live' });
});

it('does not come back by itself to a channel that an operator closed', async () => {
  const { now } = await startedSession();

  await say('cars', { type: 'complete' });
  await world.clock.pass(MINUTE);

  expect(now().channels.get('cars')).toEqual({ kind: 'closed' });
  expect(now().connection).toEqual({ kind: 'idle' });
});

it('comes back to a closed channel when asked to', async () => {
  const { session, now } = await startedSession();
  await say('cars', { type: 'complete' });

  session.join('cars');
  await world.clock.pass(0);

  expect(now().channels.get('cars')).toEqual({ kind: 'live' });
});

it.each([
  ['the list of channels', '{ channels }'],
  ['the region', '{ region }'],
  ['a subscription', 'history('],
])('signs out when %s is refused to these credentials, and ends all', async (_what, query) => {
  answers = { [query]: UNAUTHORIZED };

  const { now } = await startedSession();
  await world.clock.pass(SECOND);

  expect(now().signedOut).toMatchObject({ type: 'Unauthorized' });
  expect(world.open).toEqual([]);
});

it('signs out when a message is refused to these credentials', async () => {
  const { session, now } = await startedSession();
  answers = { mutation: UNAUTHORIZED };

  await expect(session.publish({ channel: 'cars', text: 'hi' })).rejects.toMatchObject({ code: 'Unauthorized' });

  expect(now().signedOut).toMatchObject({ type: 'Unauthorized' });
});

it('sends a message when a region takes it', async () => {
  const { session } = await startedSession();
  for (const host of [FRONT, ...REGIONS.map((name) => `${name}.test`)]) world.down.add(host);
  const outcome = session.publish({ channel: 'cars', text: 'hi', data: { price: 5 } });
  await world.clock.pass(MINUTE);

  world.down.clear();
  await world.clock.pass(MINUTE);

  expect(await outcome).toMatchObject({ region: OREGON });
  expect(world.requests.findLast(({ query }) => query.startsWith('mutation'))).toMatchObject({
    variables: { name: 'cars', message: 'hi', data: '{"price":5}' },
  });
});

it('asks for the channels until the API answers, and says why it waits', async () => {
  for (const host of [FRONT, ...REGIONS.map((name) => `${name}.test`)]) world.down.add(host);
  const { now } = await startedSession();
  expect(now().problem).toMatchObject({ type: 'Unreachable' });

  world.down.clear();
  await world.clock.pass(MINUTE);

  expect(now()).toMatchObject({ problem: undefined, allowed: { names: ['cars', 'tech'] } });
});

it('says whether the device is online', async () => {
  const { session, now } = await startedSession();

  session.setOnline(false);

  expect(now().isOnline).toBe(false);
});

it('does nothing more when it is stopped', async () => {
  const { session, messages } = await startedSession();
  const { requests } = world;

  session.stop();
  const before = requests.length;
  session.join('tech');
  session.setOnline(false);
  await world.deliver(world.message({ name: 'cars' }));
  await world.clock.pass(MINUTE);

  expect(messages).toEqual([]);
  expect(world.open).toEqual([]);
  expect(requests).toHaveLength(before);
});
