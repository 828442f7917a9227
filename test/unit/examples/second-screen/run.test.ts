// A minute of a region, and who leads.
import { filmOf, messageIdOf, SLOT, slotAt } from '../../../../examples/second-screen/functions/films';
import { patienceOf } from '../../../../examples/second-screen/functions/lease';
import { run } from '../../../../examples/second-screen/functions/run';
import { tally } from '../../../../examples/second-screen/functions/tally';
import { countableOf } from '../../../../examples/second-screen/functions/votes';
import { aVote, MemoryTable, type Published, Waiting } from '../../../support/second-screen';

const BEGIN = Date.UTC(2026, 0);
const MINUTE = 60_000;
const SECOND = 1000;
const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';

/** A planet whose regions have a run every minute, as the schedule starts them. */
class World {
  readonly clock = new Waiting(BEGIN);
  readonly tables = new Map([OREGON, SYDNEY].map((region) => [region, new MemoryTable()]));
  readonly published: { readonly at: number; readonly by: string; readonly message: Published }[] = [];
  /** Regions whose buses reach nobody else, and that nobody reaches. */
  readonly cut = new Set<string>();
  /** Regions in which nothing runs. */
  readonly down = new Set<string>();

  table(region: string): MemoryTable {
    const table = this.tables.get(region);
    if (!table) throw new Error(`There is no ${region}.`);
    return table;
  }

  begin(region: string, bus = { publish: async (message: Published) => this.publish(region, message) }): Promise<void> {
    return run({ region, table: this.table(region), bus, clock: this.clock });
  }

  /** Lets a region have shown the film before. */
  async leads(region: string): Promise<void> {
    await this.table(region).note({ leader: region, slot: slotAt(BEGIN) - 1 });
  }

  async minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute += 1) {
      for (const region of this.tables.keys()) if (!this.down.has(region)) void this.begin(region);
      await this.clock.pass(this.clock.now() + MINUTE);
    }
  }

  async publish(by: string, message: Published): Promise<void> {
    if (this.down.has(by)) throw new Error(`${by} is down.`);
    this.published.push({ at: this.clock.now(), by, message });
    const { slot } = message.data as { readonly slot?: number };
    if (slot === undefined) return;
    for (const [region, table] of this.tables) {
      const isReached = region === by || !(this.cut.has(by) || this.cut.has(region));
      if (isReached && !this.down.has(region)) await table.note({ leader: by, slot });
    }
  }

  films(by?: string) {
    return this.published.filter(
      ({ message, ...each }) => message.name === 'screen/film' && (by ?? each.by) === each.by,
    );
  }

  boards() {
    return this.published.filter(({ message }) => message.name === 'screen/board');
  }
}

it('shows a film every ten seconds, in one region', async () => {
  const world = new World();

  await world.minutes(2);

  expect(new Set(world.films().map(({ by }) => by)).size).toBe(1);
  expect(world.films().map(({ at }) => (at - BEGIN) / SECOND)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]);
});

it('says of a film until when it is on, under the id of its slot', async () => {
  const world = new World();

  await world.minutes(1);

  const slot = slotAt(BEGIN) + 1;
  expect(world.films()[0]?.message).toEqual({
    ...{ name: 'screen/film', message: filmOf(slot).title, id: messageIdOf(slot) },
    data: { film: filmOf(slot), until: new Date(BEGIN + 2 * SLOT).toISOString(), slot },
  });
});

it('goes on in another region within a minute, when the leading one dies', async () => {
  const world = new World();
  await world.minutes(1);
  const dead = world.films().at(-1)?.by ?? '';
  const [other = ''] = [OREGON, SYDNEY].filter((region) => region !== dead);

  world.down.add(dead);
  await world.minutes(2);

  const last = Math.max(...world.films(dead).map(({ at }) => at));
  const [first] = world.films(other);
  expect((first?.at ?? Infinity) - last).toBeLessThan(MINUTE);
});

it('has one leader again when the dead region is back, and never two films in a slot', async () => {
  const world = new World();
  await world.minutes(1);
  const dead = world.films().at(-1)?.by ?? '';
  world.down.add(dead);
  await world.minutes(2);

  world.down.delete(dead);
  await world.minutes(1);
  const leaders = await leadersOfAMinute(world);

  expect(leaders.size).toBe(1);
  const shown = world.films().map(({ message }) => message);
  const ids = new Set(shown.map(({ id }) => id));
  expect(new Set(shown.map(({ id, message }) => `${id ?? ''} ${message}`)).size).toBe(ids.size);
});

it('shows both sides of a split the same films, and one region leads when it heals', async () => {
  const world = new World();
  world.cut.add(OREGON);
  await world.minutes(2);

  const [here, there] = [OREGON, SYDNEY].map((region) => world.films(region).map(({ message }) => message.id));
  world.cut.clear();
  await world.minutes(1);
  const leaders = await leadersOfAMinute(world);

  expect(there?.filter((id) => here?.includes(id)).length).toBeGreaterThan(6);
  expect(leaders.size).toBe(1);
});

/** Who shows the films of the next minute. */
async function leadersOfAMinute(world: World): Promise<ReadonlySet<string>> {
  const before = world.films().length;
  await world.minutes(1);
  return new Set(
    world
      .films()
      .slice(before)
      .map(({ by }) => by),
  );
}

it('leaves a minute to the run that has it', async () => {
  const world = new World();
  await world.leads(OREGON);

  for (let count = 0; count < 3; count += 1) void world.begin(OREGON);
  await world.clock.pass(BEGIN + MINUTE);

  expect(world.films()).toHaveLength(6);
});

it('goes on when the bus fails', async () => {
  const world = new World();
  await world.leads(OREGON);
  jest.spyOn(console, 'error').mockImplementation();
  let count = 0;
  const publish = async (message: Published) => {
    count += 1;
    if (count === 1) throw new Error('The bus did not answer.');
    await world.publish(OREGON, message);
  };

  void world.begin(OREGON, { publish });
  await world.clock.pass(BEGIN + MINUTE);

  expect(world.films()).toHaveLength(5);
});

it('sends the leaderboard when it has changed, once a second at most', async () => {
  const world = new World();
  await world.leads(OREGON);
  void world.begin(OREGON);
  await world.clock.pass(BEGIN + 2 * SECOND);
  const atFirst = world.boards().length;

  for (const id of ['a', 'b', 'c'])
    await tally(
      [countableOf(aVote({ id }))].flatMap((each) => each ?? []),
      world.table(OREGON),
    );
  await world.clock.pass(BEGIN + 5 * SECOND);

  expect(atFirst).toBe(1);
  expect(
    world
      .boards()
      .slice(1)
      .map(({ at, message }) => [at - BEGIN, message.data]),
  ).toMatchObject([[3 * SECOND, { leaders: { love: [['metropolis', 3]] } }]]);
});

it.each([OREGON, SYDNEY, 'eu-west-1', 'us-east-1', 'ap-northeast-1'])(
  'lets %s wait for less than a minute',
  (region) => {
    expect((patienceOf(region) + 1) * SLOT).toBeLessThan(MINUTE);
  },
);
