// All that a signed-in visitor looks at, and what feeds it.
import type { Client, Gap, Message } from 'global-pubsub-client';
import { ulid } from 'ulid';
import { type Arrived, BoardRing } from './board/board-ring';
import { gapText } from './board/gap-text';
import { deviceClock } from './clock';
import type { Access } from './connection/access';
import { clientOf } from './connection/client-of';
import { type Draft, Session } from './connection/session';
import type { Credential } from './credential/credential';
import { type Door, SentBy } from './events/door';
import { EventsDoor } from './events/events-door';
import { publishEvent } from './events/publish-event';
import { cutOffFrom, type PlanetState } from './faults/planet-state';
import { FrameLog } from './frames/frame-log';
import { recordedSocket } from './frames/recorded-socket';
import { LatencyWindow } from './latency/latency-window';
import type { Visit } from './settings/visit';
import type { Publication } from './snippets/snippet';
import { paced, Store, type Watchable } from './store';

/** Milliseconds between two drawings of the board, however many messages come. */
const PACE = 100;

/** Told of every new message. */
export type Arrival = (message: Message) => void;

/** How much has come so far. */
export interface Counts {
  readonly messages: number;
  /** Of the messages, those that came while the page caught up. */
  readonly late: number;
  readonly gaps: number;
}

/** The model behind the page. */
export class PlanetView {
  readonly visit: Visit;
  readonly session: Session;
  readonly entries = new BoardRing();
  /** What came out by the Events door. */
  readonly eventEntries = new BoardRing();
  readonly eventsDoor: EventsDoor;
  readonly sentBy = new SentBy();
  /** How the regions are, on a laptop. */
  readonly planet = new Store<PlanetState | undefined>(undefined);
  /** Of all sockets of this page. */
  readonly frames: FrameLog;
  readonly access: Access;
  /** By entry region. */
  readonly latencies: ReadonlyMap<string, LatencyWindow>;
  #counted: Counts = { messages: 0, late: 0, gaps: 0 };
  readonly #counts = new Store(this.#counted);
  readonly #tell = paced(deviceClock, PACE, () => this.#counts.set(this.#counted));
  readonly #arrivals = new Set<Arrival>();

  constructor(visit: Visit, credential: Credential) {
    this.visit = visit;
    this.frames = new FrameLog(credential.value);
    this.access = { credential, WebSocket: recordedSocket(this.frames) };
    this.latencies = new Map(visit.settings.regions.map(({ name }) => [name, new LatencyWindow()]));
    this.eventsDoor = new EventsDoor({
      ...{ ...this.access, clock: deviceClock, origin: location.origin },
      onMessage: (message) => this.#takeEvent(message),
    });
    this.session = new Session({
      client: this.connect(),
      clock: deviceClock,
      isOnline: navigator.onLine,
      onMessage: (message, isLate) => this.#take(message, isLate),
      onGap: (gap) => this.#takeGap(gap),
    });
  }

  /** How much came: changes a few times a second at most. */
  get counts(): Watchable<Counts> {
    return this.#counts;
  }

  /** Milliseconds since 1970, by the server's clock. */
  now(): number {
    return Date.now() + this.visit.clockOffset;
  }

  /** What people call a region. */
  readonly placeOf = (region: string): string =>
    this.visit.settings.regions.find(({ name }) => name === region)?.place ?? region;

  /** How another client publishes to a channel as this visitor. */
  readonly publicationTo = (channel: string): Publication => {
    const { local, token } = this.visit.settings;
    const { credential } = this.access;
    return {
      ...{ origin: location.origin, channel, credential },
      isLocal: local !== undefined,
      isOwn: local !== undefined && credential.value === token,
    };
  };

  /** Another client of the visitor's, which whoever asks for it closes. */
  connect(): Client {
    return clientOf(this.visit.settings, this.access);
  }

  /** Begins to listen. @returns ends it */
  start(): () => void {
    const tellOnline = () => this.session.setOnline(navigator.onLine);
    addEventListener('online', tellOnline);
    addEventListener('offline', tellOnline);
    this.session.start();
    return () => {
      removeEventListener('online', tellOnline);
      removeEventListener('offline', tellOnline);
      this.session.stop();
      this.eventsDoor.close();
    };
  }

  /**
   * Sends a message by one of the doors.
   * @returns where it went: a region's place, or what stands for it
   * @throws PublishError
   */
  async publish(draft: Draft, door: Door): Promise<string> {
    if (door === 'GraphQL') {
      const { id, region } = await this.session.publish(draft);
      this.sentBy.note(id, door);
      return this.placeOf(region);
    }
    const id = ulid();
    this.sentBy.note(id, door);
    await publishEvent({ ...draft, id }, this.access.credential);
    return 'Events';
  }

  /** @returns stops telling */
  onArrival(arrival: Arrival): () => void {
    this.#arrivals.add(arrival);
    return () => this.#arrivals.delete(arrival);
  }

  #take(message: Message, isLate: boolean): void {
    const { messages, late } = this.#counted;
    this.#counted = { ...this.#counted, messages: messages + 1, late: late + Number(isLate) };
    this.entries.add(this.#arrived(message, isLate));
    // How long this browser was away is not how long messages take.
    if (!isLate) this.latencies.get(message.region)?.add(this.now() - Date.parse(message.publishedAt), Date.now());
    for (const arrival of this.#arrivals) arrival(message);
    this.#tell();
  }

  #arrived(message: Message, isLate: boolean): Arrived {
    const heldFor = cutOffFrom(this.planet.value, message.region);
    return { kind: 'message', channel: message.name, message, receivedAt: this.now(), isLate, heldFor };
  }

  #takeEvent(message: Message): void {
    this.eventEntries.add(this.#arrived(message, false));
    this.#counted = { ...this.#counted };
    this.#tell();
  }

  #takeGap(gap: Gap<Message>): void {
    this.#counted = { ...this.#counted, gaps: this.#counted.gaps + 1 };
    this.entries.add({ kind: 'gap', channel: gap.channel, text: gapText(gap) });
    this.#tell();
  }
}
