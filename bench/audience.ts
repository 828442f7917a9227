// The load: subscribers that note what arrives, and a publisher.
import { setTimeout as pause } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { Ledger } from './ledger';
import { type AudienceOrder, type AudienceReport, type Door, processorTime } from './protocol';
import { Publisher } from './publisher';
import { percentile } from './statistics';
import { subscribe, textOf } from './subscriber';

/** Characters of the text of every message. */
const MESSAGE_LENGTH = 256;
/** Sockets that are opened at the same time. */
const OPENING = 50;
/** Milliseconds without any delivery after which what is missing is lost; and between two looks. */
const PATIENCE = 5_000;
const LOOK = 250;
/** Messages that may get lost before everybody has joined: the server of graphql-ws does not say when it has a subscription. */
const PROBES = 50;

/** Everybody who listens to one server. */
class Audience {
  readonly #ledger: Ledger;
  readonly #publisher: Publisher;
  readonly #sockets: WebSocket[] = [];
  #messages = 0;

  constructor(
    readonly door: Door,
    readonly subscribers: number,
    readonly channels: number,
  ) {
    this.#ledger = new Ledger(subscribers, channels);
    this.#publisher = new Publisher(door);
  }

  async join(): Promise<void> {
    let next = 0;
    const lane = async () => {
      for (let number = next++; number < this.subscribers; number = next++) {
        const onMessage = (message: number) => this.#ledger.arrive(number, message);
        this.#sockets.push(await subscribe(this.door, this.#channel(number % this.channels), onMessage));
      }
    };
    await Promise.all(Array.from({ length: OPENING }, lane));
  }

  /** Publishes until everybody gets it. */
  async probe(): Promise<void> {
    for (let probes = 0; probes < PROBES; probes += 1) {
      this.#ledger.reset();
      await this.#watched(LOOK, async () => this.#deliver(0));
      if (this.#ledger.lost === 0) return;
    }
    throw new Error('The subscribers do not get what is published.');
  }

  async load(milliseconds: number, inFlight: number): Promise<void> {
    const end = performance.now() + milliseconds;
    const lane = async () => {
      while (performance.now() < end) await this.#deliver(this.#messages % this.channels);
    };
    await this.#watched(PATIENCE, async () => Promise.all(Array.from({ length: inFlight }, lane)));
  }

  async pace(milliseconds: number, perSecond: number): Promise<void> {
    this.#ledger.isTimed = true;
    const started = performance.now();
    const length = (milliseconds / 1_000) * perSecond;
    const send = async (index: number) => {
      await pause(started + (index * 1_000) / perSecond - performance.now());
      await this.#deliver(index % this.channels);
    };
    await this.#watched(PATIENCE, async () => Promise.all(Array.from({ length }, async (_, index) => send(index))));
    this.#ledger.isTimed = false;
  }

  /** What came of the work, and nothing that was before. */
  async report(work: () => Promise<void>): Promise<AudienceReport> {
    this.#ledger.reset();
    this.#publisher.answers.length = 0;
    this.#messages = 0;
    const [started, before] = [performance.now(), processorTime()];
    await work();
    const elapsed = performance.now() - started;
    const { deliveries, lost, duplicates, latencies } = this.#ledger;
    const [answer, latency] = [percentile(this.#publisher.answers, 0.5), percentile(latencies, 0.99)];
    const cpu = processorTime() - before;
    return { elapsed, cpu, messages: this.#messages, deliveries, lost, duplicates, answer, latency };
  }

  async #deliver(channel: number): Promise<void> {
    this.#messages += 1;
    const { number, complete } = this.#ledger.send(channel);
    await this.#publisher.publish(this.#channel(channel), textOf(number, MESSAGE_LENGTH));
    await complete;
  }

  /** Gives up what is missing when nothing has come for a while, so that the work ends. */
  async #watched(patience: number, work: () => Promise<unknown>): Promise<void> {
    let [before, since] = [-1, performance.now()];
    const watch = setInterval(() => {
      const { deliveries } = this.#ledger;
      if (deliveries !== before) [before, since] = [deliveries, performance.now()];
      else if (performance.now() - since >= patience) this.#ledger.giveUp();
    }, LOOK);
    await work();
    clearInterval(watch);
  }

  /** Of this audience, and of no other. */
  #channel(number: number): string {
    return `bench/${process.pid}-${number}`;
  }
}

let audience: Audience | undefined;

async function carryOut(order: AudienceOrder): Promise<AudienceReport> {
  if (order.kind === 'join') {
    const joining = new Audience(order.door, order.subscribers, order.channels);
    const report = await joining.report(async () => joining.join());
    await joining.probe();
    audience = joining;
    return report;
  }
  if (!audience) throw new Error('The audience has not joined yet.');
  const present = audience;
  const { milliseconds } = order;
  if (order.kind === 'load') return present.report(async () => present.load(milliseconds, order.inFlight));
  return present.report(async () => present.pace(milliseconds, order.perSecond));
}

process.on('message', (order: AudienceOrder) => void carryOut(order).then((report) => process.send?.(report)));
process.on('disconnect', () => process.exit());
