// All that a signed-in visitor looks at, and what feeds it.
import { MessageRing } from './board/message-ring';
import type { Message } from './board/message';
import { deviceClock } from './clock';
import { amplifyApi } from './connection/amplify-api';
import type { Credential } from './credential/credential';
import { Session } from './connection/session';
import { LatencyWindow } from './latency/latency-window';
import type { Visit } from './settings/visit';
import { paced, Store, type Watchable } from './store';

/** Milliseconds between two drawings of the board, however many messages come. */
const PACE = 100;

/** Told of every new message. */
export type Arrival = (message: Message) => void;

/** The model behind the page. */
export class PlanetView {
  readonly visit: Visit;
  readonly session: Session;
  readonly messages = new MessageRing();
  /** By entry region. */
  readonly latencies: ReadonlyMap<string, LatencyWindow>;
  readonly #count = new Store(0);
  readonly #tell = paced(deviceClock, PACE, () => this.#count.set(this.messages.total));
  readonly #arrivals = new Set<Arrival>();

  constructor(visit: Visit, credential: Credential) {
    this.visit = visit;
    this.latencies = new Map(visit.settings.regions.map(({ name }) => [name, new LatencyWindow()]));
    this.session = new Session({
      api: amplifyApi(`${location.origin}/graphql`, credential),
      clock: deviceClock,
      random: () => Math.random(),
      isOnline: navigator.onLine,
      onMessage: (message) => this.#take(message),
    });
  }

  /** How many messages came: changes a few times a second at most. */
  get count(): Watchable<number> {
    return this.#count;
  }

  /** Milliseconds since 1970, by the server's clock. */
  now(): number {
    return Date.now() + this.visit.clockOffset;
  }

  /** What people call a region. */
  readonly placeOf = (region: string): string =>
    this.visit.settings.regions.find(({ name }) => name === region)?.place ?? region;

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
    };
  }

  /** @returns stops telling */
  onArrival(arrival: Arrival): () => void {
    this.#arrivals.add(arrival);
    return () => this.#arrivals.delete(arrival);
  }

  #take(message: Message): void {
    if (!this.messages.add(message)) return;
    this.latencies.get(message.region)?.add(this.now() - Date.parse(message.publishedAt), Date.now());
    for (const arrival of this.#arrivals) arrival(message);
    this.#tell();
  }
}
