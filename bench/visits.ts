// Visits to the page: alone, while many messages come, and while it sends many itself; and to the second screen while many vote.
import { setTimeout as pause } from 'node:timers/promises';
import { Flood } from '../test/browser/flood';
import { clearPages, openPageFixture, OREGON, type PageFixture } from '../test/browser/page-fixture';
import { endAll } from '../test/support/endings';
import { packageStages } from '../test/support/packages/packages';
import type { Visitor } from '../test/browser/visitor';
import { FrameWatch } from './frames';
import { processorTime } from './protocol';
import { measureScreen, type ScreenFigures } from './screen';
import { percentile } from './statistics';

const VISITS = 3;
const SECOND = 1000;
/** Messages a second that come, and that the page is to send. */
const FLOOD = 200;
/** Digits of how many it has sent when it is warm, and milliseconds for which the engine is then measured, and before it when it rests. */
const WARM = 4;
const SPAN = 20_000;
const REST = 5000;
/** Milliseconds between two frames, of which a quick machine draws 60 a second: most of them, and nearly all of them. */
const SMOOTH = 34;
const NOTICED = 100;

/** When the page first had something to see. https://web.dev/articles/fcp */
const FIRST_CONTENT = `performance.getEntriesByName('first-contentful-paint')[0].startTime`;
/** How many times as long as on an idle screen, at most: half of all frames, and 99 of 100. */
const AS_SMOOTH = 1.5;
const STILL_SMOOTH = 3;

/** Prints the times as ratios of their limits. The exit code is 1 if one is above its limit. */
export async function measurePage(): Promise<void> {
  await packageStages(['local']);
  const fixture = await openPageFixture();
  const first = await firstSight(fixture);
  await clearPages();
  const { frames, rate, page } = await flooded(fixture);
  await clearPages();
  const load = await loaded(fixture);
  await clearPages();
  const screen = await measureScreen(fixture);
  await endAll();
  console.log(`${FLOOD} messages a second were asked for, and ${rate.toFixed(0)} came.`);
  console.log(`${FLOOD} a second were asked of the page, and it sent ${load.rate.toFixed(0)}. It says: ${load.limit}`);
  const kept = [
    keeps('first sight of the page, the median', first, SECOND),
    keeps('half of all frames, at most', percentile(frames, 0.5), SMOOTH),
    keeps('95 of 100 frames, at most', percentile(frames, 0.95), NOTICED),
    keeps('a second of the page with these messages, in processor time', page, SECOND),
    keeps(`a second of the engine with ${FLOOD} of the page, in processor time`, load.engine, SECOND),
  ];
  kept.push(...judged(screen));
  if (!kept.every(Boolean)) process.exitCode = 1;
}

/** First visits, each without a cache; one that waited for the machine does not count. */
async function firstSight(fixture: PageFixture): Promise<number> {
  const times: number[] = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const visitor = await fixture.visitNear(OREGON);
    await visitor.reads('Live. Oregon answers.');
    times.push(await visitor.page.evaluate<number>(FIRST_CONTENT));
  }
  return percentile(times, 0.5);
}

/** Messages come: how long each frame took, how many came in a second, and what processor time a second takes the page. */
async function flooded(fixture: PageFixture) {
  const visitor = await fixture.expectVisitor();
  const flood = await Flood.into(visitor.page);
  await visitor.page.goto(fixture.addressNear(OREGON));
  await visitor.reads('Live. Oregon answers.');
  const watch = await FrameWatch.begin(visitor.page);
  const [count, before] = [5 * FLOOD, await pageTime(fixture)];
  const rate = await flood.pour(count, FLOOD);
  await visitor.receives(flood.newest);
  const page = ((await pageTime(fixture)) - before) / (count / FLOOD);
  return { ...(await watch.take()), rate, page };
}

/** Milliseconds of processor time that all open pages have taken. */
async function pageTime({ browser }: PageFixture): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime * SECOND, 0);
}

/**
 * The page sends messages: how many in a second, what it says of that, and what processor time as many as it was asked for would take the
 * engine in a second, if nothing held them back. The engine is in this process, with what steers the browser.
 */
async function loaded(fixture: PageFixture) {
  const visitor = await fixture.visitNear(OREGON);
  await visitor.reads('Live. Oregon answers.');
  const resting = await during(REST, visitor);
  await visitor.setsLoad(FLOOD);
  await visitor.hasSent(WARM);
  const sending = await during(SPAN, visitor);
  const limit = await visitor.page.getByTestId('limit').innerText();
  const engine = resting.engine + ((sending.engine - resting.engine) * FLOOD) / sending.rate;
  return { limit, rate: sending.rate, engine };
}

/** Messages that were sent in a second of a span, and milliseconds of processor time that one took here. */
async function during(span: number, visitor: Visitor) {
  const [begin, sent, engine] = [Date.now(), await visitor.sent(), processorTime()];
  await pause(span);
  const seconds = (Date.now() - begin) / SECOND;
  return { rate: ((await visitor.sent()) - sent) / seconds, engine: (processorTime() - engine) / seconds };
}

/** Prints how the second screen is while many vote, beside what it is while nobody does. @returns whether each figure keeps to its limit */
function judged({ votes, messages, busy, idle }: ScreenFigures): readonly boolean[] {
  console.log(
    `Of ${votes.toFixed(0)} votes a second on the second screen ${messages.toFixed(1)} messages a second were made; ` +
      `tasks of 50 ms or more: ${busy.longTasks} with them, ${idle.longTasks} without; ` +
      `processor time of the page's main thread: ${busy.work.toFixed(0)} ms a second with them, ${idle.work.toFixed(0)} without.`,
  );
  const compared = (what: string, share: number, limit: number) => {
    const [many, none] = [percentile(busy.frames, share), percentile(idle.frames, share)];
    console.log(
      `${(many / none / limit).toFixed(2).padStart(6)} of its limit: ${what} while many vote, ${many.toFixed(1)} ms, ` +
        `which is ${(many / none).toFixed(2)} times the ${none.toFixed(1)} ms without votes, of ${limit}`,
    );
    return many / none <= limit;
  };
  return [compared('half of all frames', 0.5, AS_SMOOTH), compared('99 of 100 frames', 0.99, STILL_SMOOTH)];
}

/** Prints a time as a ratio of its limit. @returns whether it keeps to it */
function keeps(what: string, time: number, limit: number): boolean {
  const ratio = time / limit;
  console.log(`${ratio.toFixed(2).padStart(6)} of its limit: ${what}, ${time.toFixed(0)} ms of ${limit}`);
  return ratio <= 1;
}
