// A line to the API: one socket with the subscriptions that it carries. When it is lost, another one is opened. Before it ends,
// by its age or with the token, its successor is opened first, so that nothing is missed in between.
import { backoff } from './backoff';
import type { Clock } from './clock';
import type { Credentials, Headers } from './credentials';
import { isPassing, isUnauthorized, type PubSubError } from './errors';
import type { Places } from './places';
import { type Payload, Socket, type SocketConstructor } from './socket';

/** A subscription as its line sees it. */
export interface Member {
  readonly channel: string;
  /** An attempt is under way, or there is a wait before the next. */
  trying(isWaiting: boolean): void;
  /** From now on messages come. */
  live(): void;
  data(payload: Payload): void;
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
/** Milliseconds for which the predecessor stays: regions do not deliver a message in the same moment. */
const LINGER = 3000;
/** Milliseconds after which a connection that is lost counts as one that worked. */
const STEADY = 10_000;

/** A socket, and what it carries. */
interface Session {
  readonly socket: Socket;
  readonly headers: Headers;
  readonly openedAt: number;
  readonly members: Map<string, Member>;
  readonly live: Set<Member>;
  isReady: boolean;
  cancel: () => void;
}

/** A line. */
export class Line {
  readonly #options: LineOptions;
  readonly #members = new Set<Member>();
  /** The oldest first: the last one is, or becomes, what carries the subscriptions. */
  #sessions: Session[] = [];
  #retry: (() => void) | undefined;
  #isAsking = false;
  #attempt = 0;
  #refusals = 0;
  #starts = 0;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#members.size;
  }

  add(member: Member): void {
    this.#members.add(member);
    const session = this.#sessions.at(-1);
    if (session?.isReady) this.#start(session, member);
    else if (!session && !this.#retry) void this.#open();
    else member.trying(this.#retry !== undefined);
  }

  /** Ends a subscription; with the last one the line ends. */
  remove(member: Member): void {
    if (!this.#members.delete(member)) return;
    for (const session of this.#sessions) {
      session.live.delete(member);
      for (const [id, other] of session.members) {
        if (other !== member) continue;
        session.members.delete(id);
        session.socket.stop(id);
      }
    }
    if (this.size === 0) this.close();
  }

  /** Opens a successor, to which the subscriptions move when it carries them all. */
  replace(): void {
    if (this.#sessions.at(-1)?.isReady) void this.#open();
  }

  /** Makes the next attempt now. */
  hurry(): void {
    if (this.#retry) void this.#open();
  }

  close(): void {
    this.#members.clear();
    this.#retry?.();
    this.#retry = undefined;
    for (const { socket } of [...this.#sessions]) socket.end();
  }

  async #open(): Promise<void> {
    if (this.#isAsking) return;
    this.#retry?.();
    this.#retry = undefined;
    this.#isAsking = true;
    for (const member of this.#members) if (!this.#isLive(member)) member.trying(false);
    const { credentials, onError } = this.#options;
    let headers: Headers | undefined;
    try {
      headers = await credentials.headers();
      this.#isAsking = false;
      if (this.size > 0) this.#openWith(headers);
    } catch (error) {
      this.#isAsking = false;
      if (this.size === 0) return;
      onError(error);
      // A WebSocket does not take every text for a token.
      credentials.renew(headers);
      this.#tryLater();
    }
  }

  #openWith(headers: Headers): void {
    const { clock, places, WebSocket, onConnection } = this.#options;
    const place = places.current;
    const socket = new Socket({
      ...{ clock, WebSocket, place, headers },
      observer: {
        ready: () => {
          places.worked(place);
          session.isReady = true;
          this.#limitLife(session);
          for (const member of this.#members) this.#start(session, member);
          onConnection(place.host);
        },
        live: (id) => {
          const member = session.members.get(id);
          if (!member) return;
          session.live.add(member);
          member.live();
          this.#settle(session);
        },
        data: (id, payload) => session.members.get(id)?.data(payload),
        complete: (id) => this.#ended(session, id),
        refused: (id, error) => this.#refused(session, id, error),
        end: (error, heardAt) => {
          if (this.size > 0 && session.live.size === 0 && !(error && !isPassing(error))) places.failed(place);
          this.#end(session, error, heardAt);
        },
      },
    });
    const session: Session = {
      ...{ socket, headers, openedAt: clock.now(), members: new Map<string, Member>(), live: new Set<Member>() },
      ...{ isReady: false, cancel: () => undefined },
    };
    this.#sessions.push(session);
  }

  #start(session: Session, member: Member): void {
    this.#starts += 1;
    const id = String(this.#starts);
    session.members.set(id, member);
    session.socket.start(id, member.channel);
  }

  /** When a successor carries everything, its predecessors go. */
  #settle(session: Session): void {
    const isComplete = session.isReady && [...this.#members].every((member) => session.live.has(member));
    if (!isComplete) return;
    // All of them were accepted: what was refused before was a token that ended on its way.
    this.#refusals = 0;
    if (session !== this.#sessions.at(-1)) return;
    for (const old of this.#sessions.slice(0, -1)) {
      old.cancel();
      old.cancel = this.#options.clock.after(LINGER, () => old.socket.end());
    }
  }

  #ended(session: Session, id: string, error?: PubSubError): void {
    const member = session.members.get(id);
    if (!member) return;
    session.members.delete(id);
    session.live.delete(member);
    this.remove(member);
    member.ended(error);
  }

  #refused(session: Session, id: string, error: PubSubError): void {
    if (isUnauthorized(error) && (this.#refusals === 0 || this.#isSteady(session))) session.socket.end(error);
    else if (isPassing(error)) this.#startLater(session, id);
    else this.#ended(session, id, error);
  }

  #startLater(session: Session, id: string): void {
    const { clock, random } = this.#options;
    const member = session.members.get(id);
    session.members.delete(id);
    this.#attempt += 1;
    clock.after(backoff(this.#attempt, random()), () => {
      if (member && this.#members.has(member) && this.#sessions.includes(session)) this.#start(session, member);
    });
  }

  /** A session has ended: the line is lost unless another one carries its subscriptions. */
  #end(session: Session, error: PubSubError | undefined, heardAt: number): void {
    const { credentials } = this.#options;
    session.cancel();
    const isNewest = session === this.#sessions.at(-1);
    this.#sessions = this.#sessions.filter((other) => other !== session);
    if (session.live.size > 0 && this.#isSteady(session)) this.#attempt = this.#refusals = 0;
    for (const member of session.live) {
      if (!this.#isLive(member)) member.lost(heardAt);
    }
    if (this.size === 0 || !isNewest) return;
    if (error && isUnauthorized(error)) {
      credentials.renew(session.headers);
      this.#refusals += 1;
    }
    const isFinal = error && (isUnauthorized(error) ? this.#refusals > 1 : !isPassing(error));
    if (isFinal) this.#refuseAll(error);
    else this.#tryLater();
  }

  #isSteady({ openedAt }: Session): boolean {
    return this.#options.clock.now() - openedAt > STEADY;
  }

  #isLive(member: Member): boolean {
    return this.#sessions.some(({ live }) => live.has(member));
  }

  #refuseAll(error: PubSubError): void {
    const members = [...this.#members];
    this.#refusals = 0;
    this.close();
    for (const member of members) member.ended(error);
  }

  #tryLater(): void {
    const { clock, random } = this.#options;
    if (this.#retry || this.#isAsking || this.size === 0) return;
    const delay = backoff(this.#attempt, random());
    this.#attempt += 1;
    this.#retry = clock.after(delay, () => {
      this.#retry = undefined;
      void this.#open();
    });
    for (const member of this.#members) {
      if (!this.#isLive(member)) member.trying(true);
    }
  }

  /** Replaces the session before AppSync closes it or its token ends, and ends it when its token does: it would go silent. */
  #limitLife(session: Session): void {
    const { clock, credentials, random } = this.#options;
    const { endsAt, renewAt } = credentials;
    const oldest = session.openedAt + LIFE * (1 - random() / 4);
    const now = clock.now();
    const until = Math.min(oldest, renewAt) - now;
    session.cancel = clock.after(Math.max(until, 0), () => {
      this.replace();
      if (endsAt < Infinity) session.cancel = clock.after(endsAt - clock.now(), () => session.socket.end());
    });
  }
}
