// A line to the API: one socket with the subscriptions that it carries. When it is lost, another one is opened. Before it ends,
// by its age or with the token, its successor is opened first, so that nothing is missed in between.
import type { Clock } from './clock';
import type { Credential, Credentials } from './credentials';
import { isPassing, type PubSubError, UNAUTHORIZED } from './errors';
import type { Pauses } from './pauses';
import type { Places } from './places';
import { type Carried, openSocket, type Socket, type SocketConstructor } from './socket';

/** A subscription as its line sees it. */
export interface Member extends Carried {
  /** An attempt is under way, or there is a wait before the next. */
  trying(isWaiting: boolean): void;
  /** Messages come no more, for now. @param at when something last came, milliseconds since 1970 */
  lost(at: number): void;
  /** The API ended the subscription, or, with an error, refused it. */
  ended(error?: PubSubError): void;
}

/** What lines need. */
export interface LineOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly credentials: Credentials;
  readonly places: Places;
  readonly WebSocket: SocketConstructor;
  /** Told the host of each connection that is made. */
  readonly onConnection: (host: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Milliseconds after which a socket is replaced: AppSync closes it after 24 hours. A random part of it is left out. */
const LIFE = 23 * 3_600_000;
/**
 * Milliseconds for which the first attempt waits for an answer, how many more each further one does, and the most: where many come
 * at once an answer takes long, and none would get one if all gave up before it.
 */
const PATIENCE = 8000;
const MORE_PATIENCE = 2000;
const MOST_PATIENCE = 30_000;
/** Milliseconds after which a connection that is lost counts as one that worked. */
const STEADY = 10_000;

/** A line. */
export type Line = ReturnType<typeof createLine>;

/** Makes a line. @param pauses between its attempts */
export function createLine(options: LineOptions, { pause }: Pauses) {
  const { clock, random, credentials, places, WebSocket, onConnection, onError } = options;
  const members = new Set<Member>();
  /** The oldest first: the last one is, or becomes, what carries the subscriptions. */
  let sockets: Socket<Member>[] = [];
  let isOpening = false;
  let isWaiting = false;
  let attempts = 0;
  let refusals = 0;

  const newest = () => sockets.at(-1);
  const isLive = (member: Member) => sockets.some(({ live }) => live.has(member));

  /** Tells those who have no connection what is done about it. */
  function tellTrying(isPause: boolean): void {
    isWaiting = isPause;
    for (const member of members) if (!isLive(member)) member.trying(isPause);
  }

  async function pauseLonger(): Promise<void> {
    attempts += 1;
    await pause(attempts - 1);
  }

  /** Opens a socket, unless that is under way. @param isLater after a wait */
  async function open(isLater = false): Promise<void> {
    if (isOpening || members.size === 0) return;
    isOpening = true;
    if (isLater) {
      tellTrying(true);
      await pauseLonger();
    }
    tellTrying(false);
    let isFailed = false;
    try {
      if (members.size > 0) connect(await credentials.get());
    } catch (error) {
      isFailed = true;
      if (members.size > 0) onError(error);
      // A WebSocket does not take every text for a token.
      credentials.renew();
    }
    isOpening = false;
    if (isFailed) void open(true);
  }

  function connect(credential: Credential): void {
    if (members.size === 0) return;
    const place = places.current;
    const openedAt = clock.now();
    const isSteady = () => clock.now() - openedAt > STEADY;

    const socket: Socket<Member> = openSocket<Member>({
      ...{
        clock,
        WebSocket,
        place,
        credential,
        agesAt: Math.min(openedAt + LIFE * (1 - random() / 4), credential.renewAt),
      },
      patience: Math.min(PATIENCE + MORE_PATIENCE * attempts, MOST_PATIENCE),
      observer: {
        ready() {
          places.worked(place);
          for (const member of members) socket.start(member);
          onConnection(place.host);
        },
        live() {
          if (![...members].every((member) => socket.live.has(member))) return;
          // All of them were accepted: what was refused before was a token that ended on its way.
          refusals = 0;
          // When a successor carries everything, its predecessors go.
          if (socket === newest()) for (const old of sockets.slice(0, -1)) old.retire();
        },
        ended(member, error) {
          if (error?.code === UNAUTHORIZED && (refusals === 0 || isSteady())) socket.close(error);
          else if (error && isPassing(error)) void startLater(member);
          else end(member, error);
        },
        aged: replace,
        closed(error, heardAt) {
          const isNewest = socket === newest();
          const isUnauthorized = error?.code === UNAUTHORIZED;
          const isFinal = error && !isPassing(error);
          const { live } = socket;
          sockets = sockets.filter((other) => other !== socket);
          if (live.size > 0 && isSteady()) attempts = refusals = 0;
          if (live.size === 0 && members.size > 0 && !isFinal) places.failed(place);
          for (const member of live) if (!isLive(member)) member.lost(heardAt);
          if (!isNewest) return;
          if (isUnauthorized) {
            credentials.renew(credential);
            refusals += 1;
          }
          if (isFinal && !(isUnauthorized && refusals < 2)) {
            refusals = 0;
            for (const member of [...members]) end(member, error);
          } else void open(true);
        },
      },
    });
    sockets.push(socket);

    async function startLater(member: Member): Promise<void> {
      await pauseLonger();
      if (members.has(member) && sockets.includes(socket)) socket.start(member);
    }
  }

  function end(member: Member, error?: PubSubError): void {
    remove(member);
    member.ended(error);
  }

  function remove(member: Member): void {
    members.delete(member);
    for (const socket of sockets) socket.stop(member);
    if (members.size === 0) close();
  }

  /** Opens a successor, to which the subscriptions move when it carries them all. */
  function replace(): void {
    if (newest()?.isReady) void open();
  }

  function close(): void {
    members.clear();
    for (const socket of sockets) socket.close();
  }

  /** Carries a subscription. @returns ends it; with the last one the line ends */
  function add(member: Member): () => void {
    members.add(member);
    const socket = newest();
    if (socket?.isReady) socket.start(member);
    else if (socket || isOpening) member.trying(isWaiting);
    else void open();
    return () => remove(member);
  }

  return { members: members as ReadonlySet<Member>, add, replace, close };
}
