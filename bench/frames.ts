// How smoothly a page is drawn.
import type { CDPSession, Page } from 'playwright-core';

/** Notes how long each frame takes, and each task of 50 ms or more: https://web.dev/articles/long-tasks-devtools */
const WATCH = `
  globalThis.frames = [];
  globalThis.longTasks = 0;
  let last = performance.now();
  const next = (now) => {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  new PerformanceObserver((list) => { longTasks += list.getEntries().length; }).observe({ type: 'longtask' });
`;
const TAKE = `
  (() => {
    const taken = { frames, longTasks };
    [frames, longTasks] = [[], 0];
    return taken;
  })()
`;
/** Seconds that the page's main thread has worked. https://chromedevtools.github.io/devtools-protocol/tot/Performance/ */
const WORK = 'TaskDuration';
const SECOND = 1000;

/** What was noted. */
export interface Frames {
  /** Milliseconds between two frames. */
  readonly frames: readonly number[];
  readonly longTasks: number;
  /** Milliseconds of processor time that the page's main thread took: another program on the machine adds nothing to them. */
  readonly work: number;
}

/** Somebody who notes. */
export class FrameWatch {
  readonly #page: Page;
  readonly #session: CDPSession;
  #work = 0;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  /** Begins to note. */
  static async begin(page: Page): Promise<FrameWatch> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.evaluate(WATCH);
    const watch = new FrameWatch(page, session);
    await watch.take();
    return watch;
  }

  /** What was noted since it was taken last. */
  async take(): Promise<Frames> {
    const noted = await this.#page.evaluate<Omit<Frames, 'work'>>(TAKE);
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const before = this.#work;
    this.#work = (metrics.find(({ name }) => name === WORK)?.value ?? NaN) * SECOND;
    return { ...noted, work: this.#work - before };
  }
}
