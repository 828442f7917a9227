// Visits to the page, alone and while many messages come.
import { Flood } from '../test/browser/flood';
import { clearPages, openPageFixture, OREGON, type PageFixture } from '../test/browser/page-fixture';
import { endAll } from '../test/support/endings';
import { packageStages } from '../test/support/packages/packages';
import { percentile } from './statistics';

const VISITS = 3;
const SECOND = 1000;
/** Messages a second. */
const FLOOD = 200;
/** Milliseconds between two frames, of which a quick machine draws 60 a second: most of them, and nearly all of them. */
const SMOOTH = 34;
const NOTICED = 100;

/** When the page first had something to see. https://web.dev/articles/fcp */
const FIRST_CONTENT = `performance.getEntriesByName('first-contentful-paint')[0].startTime`;
/** Notes how long each frame takes. */
const WATCH_FRAMES = `
  globalThis.frames = [];
  let last = performance.now();
  const next = (now) => {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
`;

/** Prints the times as ratios of their limits. The exit code is 1 if one is above its limit. */
export async function measurePage(): Promise<void> {
  await packageStages(['local']);
  const fixture = await openPageFixture();
  const first = await firstSight(fixture);
  const { frames, rate } = await flooded(fixture);
  await clearPages();
  await endAll();
  console.log(`${FLOOD} messages a second were asked for, and ${rate.toFixed(0)} came.`);
  const kept = [
    keeps('first sight of the page, the median', first, SECOND),
    keeps('half of all frames, at most', percentile(frames, 0.5), SMOOTH),
    keeps('95 of 100 frames, at most', percentile(frames, 0.95), NOTICED),
  ];
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

async function flooded(fixture: PageFixture): Promise<{ readonly frames: readonly number[]; readonly rate: number }> {
  const visitor = await fixture.expectVisitor();
  const flood = await Flood.into(visitor.page);
  await visitor.page.goto(fixture.addressNear(OREGON));
  await visitor.reads('Live. Oregon answers.');
  await visitor.page.evaluate(WATCH_FRAMES);
  const rate = await flood.pour(5 * FLOOD, FLOOD);
  await visitor.receives(flood.newest);
  return { frames: await visitor.page.evaluate<readonly number[]>('frames'), rate };
}

/** Prints a time as a ratio of its limit. @returns whether it keeps to it */
function keeps(what: string, time: number, limit: number): boolean {
  const ratio = time / limit;
  console.log(`${ratio.toFixed(2).padStart(6)} of its limit: ${what}, ${time.toFixed(0)} ms of ${limit}`);
  return ratio <= 1;
}
