// The second screen while many vote. What comes to it is what its own functions make of the votes: they count them in a table in memory,
// and send the leaderboard; the table and the bus are the only things here that are not the application's.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { KINDS } from '../examples/second-screen/contract';
import { filmOf, slotAt } from '../examples/second-screen/functions/films';
import { run } from '../examples/second-screen/functions/run';
import { tally } from '../examples/second-screen/functions/tally';
import { countableOf } from '../examples/second-screen/functions/votes';
import { putServicePage } from '../tools/engine/other-service';
import { buildPageIn } from '../tools/packaging/packaging';
import { Flood } from '../test/browser/flood';
import { OREGON, type PageFixture } from '../test/browser/page-fixture';
import { ROOT } from '../test/support/packages/templates';
import { aVote, MemoryTable } from '../test/support/second-screen';
import { type Frames, FrameWatch } from './frames';

/** What the screen is like. */
export interface ScreenFigures {
  /** Votes a second that were counted, and messages a second that came to the screen, while many voted. */
  readonly votes: number;
  readonly messages: number;
  /** With votes, and without; the work is that of a second. */
  readonly busy: Frames;
  readonly idle: Frames;
}

const STAGE = 'local';
const SERVICE = 'examples/second-screen';
/** Votes a second, of a message as a viewer's screen adds them up, and milliseconds between two handfuls. */
const RATE = 1000;
const CLICKS = 10;
const STEP = 50;
const SECOND = 1000;
/** Rounds with votes and without, in turn, and seconds of each. */
const ROUNDS = 4;
const ROUND = 5;

/** Opens the screen, and measures it with 1,000 votes a second and without, in turn. */
export async function measureScreen({ planet, browser }: PageFixture): Promise<ScreenFigures> {
  await buildPageIn(ROOT, path.join(SERVICE, 'screen'));
  await planet.deploy(async (engine) => void (await putServicePage(path.join(ROOT, SERVICE), STAGE, engine)));
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1180, height: 860 } });
  const page = await context.newPage();
  const flood = await Flood.into(page);
  const { url = '' } = planet.frontDoor?.edges.get(OREGON) ?? {};
  await page.goto(`${url}/assets/second-screen/index.html`);
  await page.getByText('Live', { exact: true }).waitFor();
  const show = await beginShow((message) => flood.deliver(message));
  await page.locator('.title').waitFor();
  const figures = await measuredInTurn(await FrameWatch.begin(page), show);
  await show.end();
  await context.close();
  return figures;
}

async function measuredInTurn(watch: FrameWatch, { count, sent }: Show): Promise<ScreenFigures> {
  const [busy, idle]: [Frames[], Frames[]] = [[], []];
  let [votes, messages] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    // What still flies is of the round before.
    await pause(3 * SECOND);
    await watch.take();
    await pause(ROUND * SECOND);
    idle.push(await watch.take());
    const before = sent();
    votes += await voteFor(ROUND * SECOND, count);
    messages += sent() - before;
    busy.push(await watch.take());
  }
  const measured = ROUNDS * ROUND;
  return { votes: votes / measured, messages: messages / measured, busy: together(busy), idle: together(idle) };
}

/** @returns votes that were counted in these milliseconds */
async function voteFor(time: number, count: Show['count']): Promise<number> {
  const begun = performance.now();
  let votes = 0;
  for (let now = begun; now < begun + time; now = performance.now()) {
    await pause(STEP);
    const due = ((performance.now() - begun) * RATE) / SECOND - votes;
    votes += await count(Math.floor(due / CLICKS));
  }
  return votes;
}

function together(rounds: readonly Frames[]): Frames {
  return {
    frames: rounds.flatMap(({ frames }) => frames),
    longTasks: rounds.reduce((sum, { longTasks }) => sum + longTasks, 0),
    work: rounds.reduce((sum, { work }) => sum + work, 0) / (ROUNDS * ROUND),
  };
}

/** The application's functions at work. */
interface Show {
  /** Counts messages with votes for the film that is on. @returns votes */
  readonly count: (messages: number) => Promise<number>;
  /** Messages to the screen so far. */
  readonly sent: () => number;
  readonly end: () => Promise<void>;
}

async function beginShow(deliver: Flood['deliver']): Promise<Show> {
  const table = new MemoryTable();
  // It leads, and need not wait until nobody else does.
  await table.note({ leader: OREGON, slot: slotAt(Date.now()) - 1 });
  let [sent, serial, isOver] = [0, 0, false];
  const show: Parameters<typeof run>[0] = {
    ...{ region: OREGON, table },
    bus: {
      publish: async ({ data, ...message }) => {
        sent += 1;
        deliver({ ...message, data: JSON.stringify(data) });
        return Promise.resolve();
      },
    },
    clock: {
      now: () => (isOver ? Infinity : Date.now()),
      until: async (time) => pause(Math.max(0, time - Date.now())),
    },
  };
  const showing = async () => {
    while (!isOver) await run(show);
  };
  const running = showing();
  return {
    count: async (messages) => {
      const events = Array.from({ length: messages }, () => {
        serial += 1;
        const [film, kind] = [filmOf(slotAt(Date.now())).id, KINDS[serial % KINDS.length] ?? 'love'];
        return aVote({ id: String(serial), data: { votes: { [film]: { [kind]: CLICKS } } } });
      });
      await tally(
        events.map(countableOf).filter((countable) => countable !== undefined),
        table,
      );
      return messages * CLICKS;
    },
    sent: () => sent,
    end: async () => {
      isOver = true;
      await running;
    },
  };
}
