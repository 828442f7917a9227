// Environments that are handed out.
import { type Environment, EnvironmentPool } from '../../src/lambda/environment-pool';
import { IDLE_LIFE, MAX_ENVIRONMENTS } from '../../src/lambda/limits';
import { fakeClock, type FakeClock } from '../support/clock';

interface FakeEnvironment extends Environment {
  isAlive: boolean;
  isStopped: boolean;
}

/** A task that ends when it is told to. */
interface Task {
  readonly environment: FakeEnvironment;
  readonly end: () => void;
}

let clock: FakeClock;
let started: FakeEnvironment[];
let tasks: Task[];

beforeEach(() => {
  clock = fakeClock();
  started = [];
  tasks = [];
});

function aPool(patience: number): EnvironmentPool<FakeEnvironment> {
  return new EnvironmentPool({
    clock,
    patience,
    start: () => {
      const environment: FakeEnvironment = {
        isAlive: true,
        isStopped: false,
        stop: () => {
          environment.isStopped = true;
          return Promise.resolve();
        },
      };
      started.push(environment);
      return environment;
    },
  });
}

/** Uses an environment until the task is told to end. */
async function use(pool: EnvironmentPool<FakeEnvironment>, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    void pool.use((environment) => new Promise<void>((end) => tasks.push({ environment, end })));
  }
  await clock.advance(0);
}

async function end(index: number): Promise<void> {
  tasks[index]?.end();
  await clock.advance(0);
}

it('uses an environment again', async () => {
  const pool = aPool(0);
  await use(pool);
  await end(0);
  await use(pool);

  expect(tasks.map(({ environment }) => environment)).toEqual([started[0], started[0]]);
});

it('starts another one at once for whoever has no patience', async () => {
  await use(aPool(0), 3);

  expect(started).toHaveLength(3);
});

it.each([0, 250])('starts no more than the limit, with the patience of %i ms', async (patience) => {
  await use(aPool(patience), MAX_ENVIRONMENTS + 2);
  await clock.advance(10_000);

  expect(started).toHaveLength(MAX_ENVIRONMENTS);
  expect(tasks).toHaveLength(MAX_ENVIRONMENTS);
});

it('lets the next one have an environment that became free', async () => {
  await use(aPool(250), 2);
  expect(tasks).toHaveLength(1);
  await end(0);

  expect(tasks).toHaveLength(2);
  expect(started).toHaveLength(1);
});

it('starts another one for whoever has lost patience', async () => {
  await use(aPool(250), 2);
  await clock.advance(249);
  expect(started).toHaveLength(1);
  await clock.advance(1);

  expect(started).toHaveLength(2);
});

it('starts another one in the place of one that died', async () => {
  await use(aPool(250), 2);
  const [first] = started;
  if (first) first.isAlive = false;
  await end(0);

  expect(tasks[1]?.environment).toBe(started[1]);
});

it('starts nothing after its end', async () => {
  const pool = aPool(250);
  await use(pool, 2);
  await pool.stop();
  await end(0);
  await clock.advance(250);

  expect(started).toMatchObject([{ isStopped: true }]);
});

it('LA-05 ends those that nobody uses for long, but for one', async () => {
  await use(aPool(0), 3);
  for (const index of [0, 1, 2]) await end(index);

  await clock.advance(IDLE_LIFE - 1);
  const before = started.filter(({ isStopped }) => isStopped).length;
  await clock.advance(1);

  expect([before, started.filter(({ isStopped }) => isStopped).length]).toEqual([0, 2]);
});

it('LA-05 keeps one that is used again and again', async () => {
  const pool = aPool(0);
  await use(pool, 2);
  await end(0);
  await end(1);
  for (let task = 2; task < 6; task += 1) {
    await clock.advance(IDLE_LIFE / 2);
    await use(pool);
    await end(task);
  }

  expect(started.map(({ isStopped }) => isStopped)).toEqual([true, false]);
});

it('LA-06 ends only those that are in use when it is interrupted', async () => {
  const pool = aPool(0);
  await use(pool, 2);
  await end(0);

  await pool.interrupt();

  expect(started.map(({ isStopped }) => isStopped)).toEqual([false, true]);
});
