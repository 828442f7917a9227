// Clients on the library whose region dies, and one that sleeps: how they come back.
import { setTimeout as pause } from 'node:timers/promises';
import { aSigner, templatesTrusting } from '../test/support/clients/signer';
import { endAll } from '../test/support/endings';
import { packageStages } from '../test/support/packages/packages';
import { startTestPlanet, type TestPlanet } from '../test/support/planet';
import { tokenOf } from '../test/support/tokens';
import { note, terminal } from '../tools/terminal';
import { Listeners } from './party';
import type { Comeback, Post } from './protocol';
import { percentile } from './statistics';
import { Writer } from './writer';

const STAGE = 'local';
const DEAD = 'us-west-2';
const ALIVE = 'ap-southeast-2';
const CHANNEL = 'tech';
const SECOND = 1000;
/** Milliseconds for which there are messages before the region dies, and after everybody is back. */
const AROUND = 2 * SECOND;
const LOOK = 250;

/** What was asked for. */
export interface Plan {
  readonly clients: number;
  /** Messages a second while their region dies. */
  readonly rate: number;
  readonly messages: number;
  /** Milliseconds. */
  readonly minute: number;
}

type Counts = Pick<Comeback, 'missing' | 'lost' | 'duplicates' | 'gaps'>;

/** Prints how clients on the library come back. */
export async function measureRecovery({ clients, rate, messages, minute }: Plan): Promise<void> {
  await packageStages([STAGE]);
  const signer = aSigner();
  const token = tokenOf(signer, { publish: ['*'], subscribe: ['*'] });
  note(`Starting the regions: they are healthy after a minute of ${minute / SECOND} s …`);
  const planet = await startTestPlanet(STAGE, { templates: templatesTrusting(signer, STAGE), minute });
  try {
    await everyRegionHealthy(planet);
    const bench = new Recovery(planet, token);
    terminal.info(deathReport(await bench.death(clients, rate), rate));
    terminal.info(sleepReport(await bench.sleep(messages), messages));
  } finally {
    await endAll();
  }
}

async function everyRegionHealthy({ apis, frontDoor }: TestPlanet): Promise<void> {
  for (const { region } of apis) while (frontDoor?.isHealthy(region) !== true) await pause(LOOK);
}

/** Clients on the library at the front door near the region that dies, and one who publishes in the other. */
class Recovery {
  readonly #planet: TestPlanet;
  readonly #post: Post;
  readonly #writer: Writer;

  constructor(planet: TestPlanet, token: string) {
    this.#planet = planet;
    const { graphqlUrl, ca } = planet.edge(DEAD);
    const regions = planet.apis.map(({ region, graphqlUrl: url }) => ({ name: region, url }));
    this.#post = { url: graphqlUrl, ca, token, regions, channel: CHANNEL };
    this.#writer = new Writer(planet.api(ALIVE), CHANNEL);
  }

  /** Takes their region down, and waits until everybody has everything. */
  async death(count: number, rate: number): Promise<Comeback> {
    const listeners = await Listeners.join(this.#post, count);
    await this.#everybodyHears(listeners);
    const beat = this.#writer.beat(rate);
    await pause(AROUND);
    await listeners.tell({ kind: 'reset' });
    this.#planet.network.takeDown(DEAD);
    await listeners.tell({ kind: 'everybody live' });
    await pause(AROUND);
    const comeback = await listeners.comeback(await beat.end());
    this.#planet.network.restore(DEAD);
    await listeners.party.stop();
    await everyRegionHealthy(this.#planet);
    return comeback;
  }

  /** One client sleeps. */
  async sleep(messages: number): Promise<Comeback> {
    const listeners = await Listeners.join(this.#post, 1);
    await this.#everybodyHears(listeners);
    await listeners.tell({ kind: 'sleep' });
    const last = await this.#writer.write(messages);
    await listeners.tell({ kind: 'reset' });
    await listeners.tell({ kind: 'wake' });
    const comeback = await listeners.comeback(last);
    await listeners.party.stop();
    return comeback;
  }

  async #everybodyHears(listeners: Listeners): Promise<void> {
    await listeners.comeback(await this.#writer.write(1));
  }
}

function deathReport({ holes, reconnected, caughtUp, ...counts }: Comeback, rate: number): string {
  const seconds = (values: readonly number[]) => [0.5, 0.99, 1].map((share) => timeOf(percentile(values, share)));
  return [
    `${holes.length} clients, whose region died, at ${rate} messages a second (p50, p99, most):`,
    `  longest time without a message  ${seconds(holes).join(', ')}`,
    `  until connected again           ${seconds(reconnected).join(', ')}`,
    `  until nothing was missing       ${seconds(caughtUp).join(', ')}`,
    `  ${countsOf(counts)}`,
  ].join('\n');
}

function sleepReport({ reconnected, caughtUp, memory, ...counts }: Comeback, messages: number): string {
  const { before, most, peak } = memory;
  const mebibytes = [before, most, peak].map((size) => `${size.toFixed(1)} MiB`);
  return [
    `A client that slept through ${messages} messages:`,
    `  until connected again           ${timeOf(reconnected[0])}`,
    `  until nothing was missing       ${timeOf(caughtUp[0])}`,
    `  live objects, before and most   ${mebibytes.slice(0, 2).join(', ')}`,
    `  the process's memory, most      ${mebibytes.slice(2).join('')}`,
    `  ${countsOf(counts)}`,
  ].join('\n');
}

function timeOf(milliseconds = NaN): string {
  return Number.isFinite(milliseconds) ? `${(milliseconds / SECOND).toFixed(2)} s` : 'never';
}

function countsOf({ missing, lost, duplicates, gaps }: Counts): string {
  return `not back ${missing}, lost ${lost}, twice or out of order ${duplicates}, gaps ${gaps}`;
}
