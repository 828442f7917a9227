// A storm: a plan carried out on a planet that runs, to the end at which everything that was promised must have been handed over.
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, connect, type PublishError } from 'global-pubsub-client';
import { redrive } from '../redrive/redrive';
import { Device } from './device';
import { EventListener, EventPublisher } from './event-client';
import { isRememberedEverywhere } from './history';
import type { Heard, Listening, Log, Outcome, Publication } from './log';
import { CHANNELS, type Fault, type Plan, type PlannedPublisher, type PlannedSubscriber } from './plan';
import { regionsOf, type Scene } from './scene';
import { missing } from './verdict';

/** Milliseconds for which nothing may happen of what is waited for. */
const PATIENCE = 120_000;
/** Milliseconds between two looks. */
const LOOK = 100;
/** Milliseconds after which the library's own waits end in any case. */
const PUBLISH_TIMEOUT = 30 * 60_000;
const LAST_WORDS = 'last words';

/** Carries a plan out. */
export async function storm(plan: Plan, scene: Scene): Promise<Log> {
  const run = new Storm(plan, scene);
  try {
    return await run.run();
  } finally {
    await run.end();
  }
}

interface OpenListening extends Listening {
  promisedFrom: number | undefined;
  liveAt: number | undefined;
  endedAt?: number;
  readonly heard: Heard[];
}

interface Participant {
  readonly device: Device;
  readonly client: {
    publish?(channel: string, draft: { readonly message: string }): Promise<{ readonly id: string }>;
    close(): void;
  };
}

/** A storm, while it lasts. */
class Storm {
  readonly #plan: Plan;
  readonly #scene: Scene;
  readonly #participants = new Map<string, Participant>();
  readonly #publications: Promise<Publication>[] = [];
  readonly #listenings: OpenListening[] = [];
  readonly #unfinished: string[] = [];
  readonly #redriving = new Map<string, Promise<void>>();
  #startedAt = 0;
  #mendedAt = 0;
  #isOver = false;

  constructor(plan: Plan, scene: Scene) {
    this.#plan = plan;
    this.#scene = scene;
  }

  async run(): Promise<Log> {
    const { publishers, subscribers } = this.#plan;
    for (const publisher of publishers) this.#join(publisher);
    for (const subscriber of subscribers) if (subscriber.joinsAt === 0) this.#listen(subscriber);
    await this.#until('every subscriber is live', () => this.#listenings.every(isLive) && this.#areConnected());
    this.#startedAt = Date.now();
    await Promise.all([this.#publish(), this.#breakAndMend(), this.#joinLate()]);
    this.#mendAll();
    this.#mendedAt = Date.now();
    await this.#settle();
    return {
      publications: await this.#outcomes(),
      listenings: this.#listenings,
      mendedAt: this.#mendedAt,
      unfinished: this.#unfinished,
    };
  }

  async end(): Promise<void> {
    this.#close();
    await Promise.all([...this.#participants.values()].map(async ({ device }) => device.end()));
  }

  /** Nothing breaks any more: what was published arrives everywhere, and then everybody hears everybody's last words. */
  async #settle(): Promise<void> {
    const publications = await this.#outcomes();
    const ids = publications.flatMap(({ outcome }) => (outcome.kind === 'acknowledged' ? [outcome.id] : []));
    await this.#until('every region has every message', async () => {
      await Promise.all(this.#plan.regions.map(async (region) => this.#redrive(region)));
      return isRememberedEverywhere(ids, this.#scene);
    });
    await this.#until('every connection of Events that lasts has heard what came while it did', async () => {
      await Promise.all(this.#plan.regions.map(async (region) => this.#redrive(region)));
      return this.#areConnected() && this.#connections().every((one) => missing(one, publications).length === 0);
    });
    // Now that everything has been handed to the subscribers' sockets, or is to be read, nothing can come after these.
    const authors = this.#plan.publishers.filter(({ isPermitted }) => isPermitted);
    for (const { name } of authors) for (const channel of CHANNELS) this.#send(name, channel, LAST_WORDS, 0);
    await this.#until('everybody has heard the last words of every publisher', () =>
      this.#listenings.every(
        ({ heard, endedAt }) =>
          endedAt !== undefined ||
          heard.filter((entry) => entry.kind === 'message' && isLast(entry)).length >= authors.length,
      ),
    );
  }

  async #outcomes(): Promise<readonly Publication[]> {
    const known: Publication[] = [];
    const all = Promise.all(
      this.#publications.map(async (publication) => {
        const outcome = await publication;
        known.push(outcome);
        return outcome;
      }),
    );
    await this.#until('every publish has an outcome', () => known.length === this.#publications.length);
    // What has none gets one then: an error.
    if (known.length < this.#publications.length) this.#close();
    return all;
  }

  #close(): void {
    this.#isOver = true;
    for (const { client } of this.#participants.values()) client.close();
  }

  async #publish(): Promise<void> {
    let count = 0;
    for (const { at, publisher, channel, size } of this.#plan.publications) {
      await this.#at(at);
      count += 1;
      this.#send(publisher, channel, `message ${count}`, size);
    }
  }

  #send(publisher: string, channel: string, title: string, size: number): void {
    const { client } = this.#participants.get(publisher) as Participant;
    const text = `${title} of ${publisher}`;
    const isForbidden =
      size > 0 || !this.#plan.publishers.some(({ name, isPermitted }) => isPermitted && name === publisher);
    const calledAt = Date.now();
    if (!client.publish) throw new Error(`${publisher} does not publish.`);
    const outcome = client.publish(channel, { message: text.padEnd(size) }).then(
      ({ id }): Outcome => ({ kind: 'acknowledged', id, at: Date.now() }),
      (error: unknown): Outcome => {
        const { id, code, mayArrive } = error as PublishError;
        return { kind: 'refused', id, code, mayArrive, at: Date.now() };
      },
    );
    this.#publications.push(
      outcome.then((known) => ({ publisher, channel, text, calledAt, isForbidden, outcome: known })),
    );
  }

  async #breakAndMend(): Promise<void> {
    await Promise.all(
      this.#plan.faults.map(async (fault) => {
        await this.#at(fault.at);
        this.#scene.onFault?.(fault);
        this.#set(fault, true);
        await this.#at(fault.at + fault.lasts);
        this.#set(fault, false);
      }),
    );
  }

  #set(fault: Fault, isBroken: boolean): void {
    if ('device' in fault) this.#setDevice(fault.kind, fault.device, isBroken);
    else this.#setRegion(fault, isBroken);
  }

  #setDevice(kind: 'cut' | 'sleep', name: string, isBroken: boolean): void {
    const device = this.#participants.get(name)?.device;
    if (kind === 'sleep' && !isBroken) device?.wake();
    else if (kind === 'sleep') device?.sleep();
    else if (isBroken) device?.cut();
  }

  #setRegion(fault: Extract<Fault, { readonly region: string }>, isBroken: boolean): void {
    const { network } = this.#scene.planet;
    const { region } = fault;
    if (fault.kind === 'slow') network.slowDown(region, isBroken ? fault.ms : 0);
    else if (fault.kind === 'stutter') network.stutter(region, isBroken ? fault.ms : 0);
    else if (fault.kind === 'split' && isBroken) network.cut(region, fault.other);
    else if (fault.kind === 'split') network.heal(region, fault.other);
    else if (fault.kind === 'down' && isBroken) network.takeDown(region);
    else if (fault.kind === 'down') network.bringUp(region);
    else {
      network.throttleTables(region, isBroken);
      // What was refused is in the dead-letter queue.
      if (!isBroken) void this.#redrive(region);
    }
  }

  #mendAll(): void {
    for (const region of this.#plan.regions) this.#scene.planet.network.restore(region);
    for (const { device } of this.#participants.values()) device.wake();
  }

  async #joinLate(): Promise<void> {
    await Promise.all(
      this.#plan.subscribers
        .filter(({ joinsAt }) => joinsAt > 0)
        .map(async (subscriber) => {
          await this.#at(subscriber.joinsAt);
          this.#listen(subscriber);
        }),
    );
  }

  #listen(subscriber: PlannedSubscriber): void {
    if (subscriber.door === 'Events') this.#listenToEvents(subscriber);
    else this.#listenWithLibrary(subscriber);
  }

  /** Every connection is a listening of its own: what was published between two of them it is not owed. */
  #listenToEvents(subscriber: PlannedSubscriber): void {
    const { name } = subscriber;
    const { device, options } = this.#eventClientOf(subscriber);
    let open: OpenListening[] = [];
    const client = new EventListener(options, CHANNELS, {
      live: (channel) => {
        const liveAt = Date.now();
        open.push({ subscriber: name, door: 'Events', channel, promisedFrom: liveAt, liveAt, heard: [] });
        this.#listenings.push(...open.slice(-1));
      },
      message: (channel, { id, userId: sender, message: text }) => {
        const listening = open.find((one) => one.channel === channel);
        listening?.heard.push({ kind: 'message', at: Date.now(), id, sender, text });
      },
      ended: () => {
        for (const listening of open) listening.endedAt = Date.now();
        open = [];
      },
    });
    this.#participants.set(name, { device, client });
    void client.start();
  }

  /** Those of Events that last. */
  #connections(): readonly OpenListening[] {
    return this.#listenings.filter(({ door, endedAt }) => door === 'Events' && endedAt === undefined);
  }

  /** Is every subscriber of Events connected? */
  #areConnected(): boolean {
    const subscribers = this.#plan.subscribers.filter(({ door }) => door === 'Events');
    return this.#connections().length === subscribers.length * CHANNELS.length;
  }

  #listenWithLibrary(subscriber: PlannedSubscriber): void {
    const { name, from } = subscriber;
    const client = this.#withLibrary(subscriber);
    for (const channel of CHANNELS) {
      const listening: OpenListening = {
        ...{ subscriber: name, door: 'GraphQL', channel },
        promisedFrom: undefined,
        liveAt: undefined,
        heard: [],
      };
      this.#listenings.push(listening);
      const { heard } = listening;
      const isWhole = from === 'the beginning';
      const subscription = client.subscribe(channel, {
        ...(isWhole && { from: { since: new Date(this.#startedAt) } }),
        onMessage: ({ id, userId: sender, message: text }) => {
          heard.push({ kind: 'message', at: Date.now(), id, sender, text });
        },
        onGap: ({ reason, id, userId: sender }) => {
          heard.push({ kind: 'gap', at: Date.now(), reason, id, sender });
        },
      });
      subscription.on('state', (state) => {
        if (state === 'live') {
          listening.liveAt ??= Date.now();
          listening.promisedFrom = isWhole ? this.#startedAt : listening.liveAt;
        }
        if (!this.#isOver && (state === 'refused' || state === 'closed')) {
          this.#unfinished.push(`${name} on ${channel} is ${state}: ${subscription.reason?.message ?? 'no reason'}`);
        }
      });
    }
  }

  /** Makes a device for a publisher. */
  #join(publisher: PlannedPublisher): void {
    if (publisher.door === 'GraphQL') {
      this.#withLibrary(publisher);
      return;
    }
    const { device, options } = this.#eventClientOf(publisher);
    this.#participants.set(publisher.name, { device, client: new EventPublisher(options) });
  }

  /** Makes a device, and what a client of Events needs that comes through the front door. */
  #eventClientOf({ name, region, tokenLife: life }: PlannedPublisher | PlannedSubscriber) {
    const { planet } = this.#scene;
    const device = new Device(planet.certificateAuthority);
    const url = new URL('/event', planet.frontDoor?.edges.get(region)?.url).href;
    const token = async () => this.#scene.token({ subject: name, mayPublish: true, life });
    return { device, options: { ...device.options, url, token } };
  }

  /** Makes a device with the client library on it. */
  #withLibrary({ name, region, tokenLife: life, ...others }: PlannedPublisher | PlannedSubscriber): Client {
    const { planet, builds } = this.#scene;
    const { isDirect, isPermitted: mayPublish = false } = others as Partial<PlannedPublisher>;
    const device = new Device(planet.certificateAuthority);
    const make = builds?.get(name) ?? connect;
    const regions = regionsOf(this.#scene);
    const own = regions.find((other) => other.name === region)?.url ?? '';
    const client = make({
      ...device.options,
      url: isDirect === true ? own : (planet.frontDoor?.edges.get(region)?.url ?? own),
      regions,
      token: async () => this.#scene.token({ subject: name, mayPublish, life }),
      publishTimeout: PUBLISH_TIMEOUT,
    });
    client.on('error', (error) => this.#unfinished.push(`${name} met an error: ${String(error)}`));
    this.#participants.set(name, { device, client });
    return client;
  }

  /** Delivers what is in a region's dead-letter queue; in a storm it may fail, and is done again at the end. */
  async #redrive(region: string): Promise<void> {
    const { stage, planet } = this.#scene;
    const { endpointUrl: endpoint, ...credentials } = planet.aws;
    const before = this.#redriving.get(region) ?? Promise.resolve();
    const next = before
      .then(async () =>
        redrive({ stage, region, access: { endpoint, credentials }, isDryRun: false, print: () => undefined }),
      )
      .then(
        () => undefined,
        () => undefined,
      );
    this.#redriving.set(region, next);
    return next;
  }

  async #at(time: number): Promise<void> {
    await pause(Math.max(0, this.#startedAt + time - Date.now()));
  }

  /** Waits; for ever only if what is waited for goes on. */
  async #until(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
    let progress = this.#progress;
    let since = Date.now();
    while (!(await is())) {
      await pause(LOOK);
      if (progress !== this.#progress) [progress, since] = [this.#progress, Date.now()];
      if (Date.now() - since < PATIENCE) continue;
      this.#unfinished.push(`It did not come to this within ${PATIENCE / 1000} s: ${what}.`);
      return;
    }
  }

  get #progress(): number {
    return this.#publications.length + this.#listenings.reduce((sum, { heard }) => sum + heard.length, 0);
  }
}

function isLive({ promisedFrom }: OpenListening): boolean {
  return promisedFrom !== undefined;
}

function isLast(entry: Extract<Heard, { readonly kind: 'message' }>): boolean {
  return entry.text.startsWith(LAST_WORDS);
}
