// A visitor's session: what becomes of channels and the connection when the API, the socket or the network change.
import type { Message } from '../../../../client/src/board/message';
import type { Api, Receipt, SocketTrouble, SubscriptionObserver } from '../../../../client/src/connection/api';
import { Session } from '../../../../client/src/connection/session';
import { fakeClock } from '../../../../local/test/support/clock';

const START = Date.parse('2026-01-01T00:00:00Z');
/** Longer than the first wait before an attempt, and than the time in which a subscription must become live. */
const FIRST_WAIT = 500;
const JOIN_TIME = 10_000;
const UNAUTHORIZED = amplifyError({ errorType: 'UnauthorizedException', message: 'You are not authorized.' });
const NOT_ALLOWED = amplifyError({ errorType: 'ChannelNotAllowed', message: 'Channel "x" is not allowed.' });
const NETWORK_ERROR = amplifyError({ message: 'A network error.', originalError: { name: 'NetworkError' } });

interface Subscribed {
  readonly channel: string;
  readonly observer: SubscriptionObserver;
  isEnded: boolean;
}

/** An API that a test plays. */
class PlayedApi implements Api {
  regionNow: string | Error | Promise<string> = 'us-west-2';
  channelsNow: readonly string[] | Error = ['cars', 'tech'];
  receiptNow: Receipt | Error = { id: '1', region: 'us-west-2' };
  readonly subscribed: Subscribed[] = [];
  #trouble: ((trouble: SocketTrouble) => void) | undefined;

  region = async () => answer(await this.regionNow);
  channels = async () => answer(this.channelsNow);
  publish = async () => answer(this.receiptNow);
  subscribe = (channel: string, observer: SubscriptionObserver) => {
    const subscribed = { channel, observer, isEnded: false };
    this.subscribed.push(subscribed);
    return () => {
      subscribed.isEnded = true;
    };
  };
  watchSocket = (listener: (trouble: SocketTrouble) => void) => {
    this.#trouble = listener;
    return () => {
      this.#trouble = undefined;
    };
  };

  trouble(trouble: SocketTrouble): void {
    this.#trouble?.(trouble);
  }

  /** The newest subscription to a channel. */
  last(channel: string): Subscribed {
    const found = this.subscribed.findLast((subscribed) => subscribed.channel === channel);
    if (!found) throw new Error(`There is no subscription to ${channel}.`);
    return found;
  }

  count(channel: string): number {
    return this.subscribed.filter((subscribed) => subscribed.channel === channel).length;
  }
}

/** What Amplify rejects with. */
function amplifyError(error: object): Error {
  return Object.assign(new Error('refused'), { errors: [error] });
}

async function answer<Value>(value: Value | Error): Promise<Value> {
  return value instanceof Error ? Promise.reject(value) : Promise.resolve(value);
}

async function startedSession(prepare: (api: PlayedApi) => void = () => undefined) {
  const api = new PlayedApi();
  prepare(api);
  const clock = fakeClock(START);
  const messages: Message[] = [];
  const onMessage = (message: Message) => messages.push(message);
  const session = new Session({ api, clock, random: () => 0, isOnline: true, onMessage });
  session.start();
  await clock.advance(0);
  return { api, clock, session, messages, now: () => session.state.value };
}

async function liveSession() {
  const started = await startedSession();
  started.api.last('cars').observer.live();
  await started.clock.advance(0);
  return started;
}

function message(id: string): Message {
  return { name: 'cars', message: 'hi', data: null, id, publishedAt: '', region: 'us-west-2', userId: null };
}

it('joins the first channel that the API names', async () => {
  const { now } = await startedSession();

  expect([...now().channels.keys()]).toEqual(['cars']);
  expect(now().connection).toEqual({ kind: 'connecting' });
});

it('joins none if the API has only patterns', async () => {
  const { now } = await startedSession((api) => {
    api.channelsNow = ['news/*'];
  });

  expect(now().channels.size).toBe(0);
  expect(now().connection).toEqual({ kind: 'idle' });
});

it('is live when every channel is', async () => {
  const { session, api, now } = await startedSession();
  session.join('tech');

  api.last('cars').observer.live();
  expect(now().connection.kind).toBe('connecting');
  api.last('tech').observer.live();
  expect(now().connection.kind).toBe('live');
});

it('hands messages on', async () => {
  const { api, messages } = await liveSession();

  api.last('cars').observer.message(message('1'));

  expect(messages).toEqual([message('1')]);
});

it('hears nothing of a channel that was left', async () => {
  const { api, session, messages, now } = await liveSession();

  session.leave('cars');
  api.last('cars').observer.message(message('1'));

  expect(api.last('cars').isEnded).toBe(true);
  expect(messages).toEqual([]);
  expect(now().connection).toEqual({ kind: 'idle' });
});

it('subscribes anew when the socket is lost', async () => {
  const { api, clock, now } = await liveSession();

  api.trouble('lost');
  expect(now().connection).toEqual({ kind: 'reconnecting', attempt: 1, since: START });
  expect(api.last('cars').isEnded).toBe(true);
  await clock.advance(FIRST_WAIT);
  expect(api.count('cars')).toBe(2);
  api.last('cars').observer.live();

  expect(now().connection).toEqual({ kind: 'live' });
});

it('leaves a silent socket the time that Amplify takes to close it', async () => {
  const { api, clock } = await liveSession();

  api.trouble('silent');
  await clock.advance(1400);
  expect(api.count('cars')).toBe(1);
  await clock.advance(200);

  expect(api.count('cars')).toBe(2);
});

it('goes on trying, with longer and longer waits', async () => {
  const { api, clock, now } = await liveSession();

  api.trouble('lost');
  await clock.advance(FIRST_WAIT + JOIN_TIME);
  expect(now().connection).toMatchObject({ attempt: 2 });
  await clock.advance(999);
  expect(api.count('cars')).toBe(2);
  await clock.advance(1);

  expect(api.count('cars')).toBe(3);
});

it('loses no time over a socket that fails while it is being opened', async () => {
  const { api, clock } = await liveSession();
  api.trouble('lost');
  await clock.advance(FIRST_WAIT);

  api.trouble('lost');
  api.last('cars').observer.live();

  expect(api.count('cars')).toBe(2);
  expect(api.last('cars').isEnded).toBe(false);
});

it('subscribes anew if the socket is lost when one of two channels has come back', async () => {
  const { api, clock, session } = await liveSession();
  session.join('tech');
  api.last('tech').observer.live();
  api.trouble('lost');
  await clock.advance(FIRST_WAIT);
  api.last('cars').observer.live();

  api.trouble('lost');
  await clock.advance(2 * FIRST_WAIT);

  expect(api.count('cars')).toBe(3);
});

it('ignores what an ended subscription still says', async () => {
  const { api, clock, now } = await liveSession();
  const before = api.last('cars');
  api.trouble('lost');
  await clock.advance(FIRST_WAIT);

  before.observer.closed();

  expect(now().channels.get('cars')).toEqual({ kind: 'joining' });
});

it('says that it moved to another region, and for how long it was away', async () => {
  const { api, clock, now } = await liveSession();

  api.trouble('lost');
  api.regionNow = 'ap-southeast-2';
  await clock.advance(FIRST_WAIT + 1500);
  api.last('cars').observer.live();
  await clock.advance(0);

  const moved = { from: 'us-west-2', to: 'ap-southeast-2', gap: 2000, at: START + 2000 };
  expect(now()).toMatchObject({ region: 'ap-southeast-2', move: moved });
});

it('counts a second outage from its own beginning', async () => {
  const { api, clock, now } = await liveSession();
  api.trouble('lost');
  await clock.advance(FIRST_WAIT);
  api.last('cars').observer.live();
  await clock.advance(60_000);

  api.trouble('lost');
  api.regionNow = 'ap-southeast-2';
  await clock.advance(FIRST_WAIT);
  api.last('cars').observer.live();
  await clock.advance(0);

  expect(now().move).toMatchObject({ gap: FIRST_WAIT });
});

it('does not name the region of the connection before as that of the new one', async () => {
  const { api, clock, now } = await liveSession();
  expect(now().isRegionCurrent).toBe(true);

  api.trouble('lost');
  await clock.advance(FIRST_WAIT);
  api.last('cars').observer.live();
  expect(now()).toMatchObject({ connection: { kind: 'live' }, isRegionCurrent: false });
  await clock.advance(0);

  expect(now().isRegionCurrent).toBe(true);
});

it('does not believe an answer about the region that comes when the connection is lost again', async () => {
  const { api, clock, now } = await liveSession();
  let answerLate: (region: string) => void = () => undefined;
  api.regionNow = new Promise((resolve) => {
    answerLate = resolve;
  });
  api.trouble('lost');
  await clock.advance(FIRST_WAIT);
  api.last('cars').observer.live();
  api.trouble('lost');

  answerLate('ap-southeast-2');
  await clock.advance(0);

  expect(now()).toMatchObject({ region: 'us-west-2', isRegionCurrent: false, move: undefined });
});

it('says nothing of a move if it comes back to the same region', async () => {
  const { api, clock, now } = await liveSession();

  api.trouble('lost');
  await clock.advance(FIRST_WAIT);
  api.last('cars').observer.live();
  await clock.advance(0);

  expect(now()).toMatchObject({ region: 'us-west-2', move: undefined });
});

it('stays away from a channel that is not allowed, and keeps the others', async () => {
  const { api, session, now } = await liveSession();

  session.join('x');
  api.last('x').observer.failed(NOT_ALLOWED);

  expect(now().channels.get('x')).toMatchObject({ kind: 'refused', problem: { type: 'ChannelNotAllowed' } });
  expect(now().channels.get('cars')).toEqual({ kind: 'live' });
  expect(now().connection).toEqual({ kind: 'live' });
});

it('does not come back by itself to a channel that an operator closed', async () => {
  const { api, clock, now } = await liveSession();

  api.last('cars').observer.closed();
  api.trouble('lost');
  await clock.advance(JOIN_TIME);

  expect(now().channels.get('cars')).toEqual({ kind: 'closed' });
  expect(now().connection).toEqual({ kind: 'idle' });
  expect(api.count('cars')).toBe(1);
});

it('comes back to a closed channel when asked to', async () => {
  const { api, session, now } = await liveSession();
  api.last('cars').observer.closed();

  session.join('cars');
  api.last('cars').observer.live();

  expect(now().channels.get('cars')).toEqual({ kind: 'live' });
});

it('joins a channel that is chosen while it reconnects, with the others', async () => {
  const { api, clock, session } = await liveSession();
  api.trouble('lost');

  session.join('tech');
  expect(api.count('tech')).toBe(0);
  await clock.advance(FIRST_WAIT);

  expect(api.count('tech')).toBe(1);
});

it('tries again when a subscription fails for a reason that passes', async () => {
  const { api, clock, now } = await startedSession();

  api.last('cars').observer.failed(NETWORK_ERROR);
  expect(now().connection.kind).toBe('reconnecting');
  await clock.advance(FIRST_WAIT);

  expect(api.count('cars')).toBe(2);
});

it.each([
  ['the list of channels', (api: PlayedApi) => (api.channelsNow = UNAUTHORIZED)],
  ['the region', (api: PlayedApi) => (api.regionNow = UNAUTHORIZED)],
])('signs out when %s is refused to these credentials', async (_what, prepare) => {
  const { now } = await startedSession((api) => void prepare(api));

  expect(now().signedOut).toMatchObject({ type: 'Unauthorized' });
});

it('signs out when a subscription is refused to these credentials, and ends all', async () => {
  const { api, session, now } = await liveSession();
  session.join('tech');

  api.last('tech').observer.failed(UNAUTHORIZED);

  expect(now().signedOut).toMatchObject({ type: 'Unauthorized' });
  expect(api.subscribed.every(({ isEnded }) => isEnded)).toBe(true);
});

it('signs out when a message is refused to these credentials', async () => {
  const { api, session, now } = await liveSession();
  api.receiptNow = UNAUTHORIZED;

  await expect(session.publish({ channel: 'cars', text: 'hi' })).rejects.toThrow('refused');

  expect(now().signedOut).toMatchObject({ type: 'Unauthorized' });
});

it('asks for the channels until the API answers, and says why it waits', async () => {
  const { api, clock, now } = await startedSession((played) => {
    played.channelsNow = NETWORK_ERROR;
  });
  expect(now().problem).toMatchObject({ type: 'NetworkError' });

  api.channelsNow = ['tech'];
  await clock.advance(2000);

  expect(now()).toMatchObject({ problem: undefined, allowed: { names: ['tech'] } });
});

it('tries at once when the device is online again', async () => {
  const { api, clock, session } = await liveSession();
  session.setOnline(false);
  api.trouble('lost');
  await clock.advance(FIRST_WAIT + JOIN_TIME);

  session.setOnline(true);
  await clock.advance(0);

  expect(api.count('cars')).toBe(3);
});

it('connects anew when the device was offline, though the socket did not report its loss', async () => {
  const { api, clock, session, now } = await liveSession();

  session.setOnline(false);
  session.setOnline(true);
  expect(now().connection.kind).toBe('reconnecting');
  await clock.advance(1500);

  expect(api.count('cars')).toBe(2);
});

it('waits as briefly after that as the first time', async () => {
  const { api, clock, session, now } = await liveSession();
  api.trouble('lost');
  for (let attempt = 0; attempt < 3; attempt += 1) await clock.advance(JOIN_TIME + FIRST_WAIT);
  session.setOnline(false);

  session.setOnline(true);

  expect(now().connection).toMatchObject({ kind: 'reconnecting', attempt: 1 });
});

it('does nothing when the device says again that it is online', async () => {
  const { session, now } = await liveSession();

  session.setOnline(true);

  expect(now().connection).toEqual({ kind: 'live' });
});

it('joins nothing when the device is online again after a refusal of the credentials', async () => {
  const { api, clock, session } = await liveSession();
  api.trouble('lost');
  session.setOnline(false);
  api.receiptNow = UNAUTHORIZED;
  await expect(session.publish({ channel: 'cars', text: 'hi' })).rejects.toThrow('refused');

  session.setOnline(true);
  await clock.advance(JOIN_TIME);

  expect(api.count('cars')).toBe(1);
});

it('does nothing more when it is stopped', async () => {
  const { api, clock, session, messages } = await liveSession();

  session.stop();
  api.last('cars').observer.message(message('1'));
  api.trouble('lost');
  await clock.advance(JOIN_TIME);

  expect(messages).toEqual([]);
  expect(api.count('cars')).toBe(1);
});

it('joins nothing any more when it is stopped', async () => {
  const { api, session } = await liveSession();

  session.stop();
  session.join('tech');

  expect(api.count('tech')).toBe(0);
});

it('asks nothing any more when it is stopped', async () => {
  const questions: string[] = [];
  const { clock, session } = await startedSession((api) => {
    api.region = async () => {
      questions.push('region');
      return Promise.reject(NETWORK_ERROR);
    };
  });

  session.stop();
  const before = questions.length;
  await clock.advance(JOIN_TIME);

  expect(before).toBeGreaterThan(0);
  expect(questions).toHaveLength(before);
});
