// How little the page loads, moves and keeps, also when many messages come.
import { gzipSync } from 'node:zlib';
import type { CDPSession } from 'playwright-core';
import { endAll } from '../support/endings';
import { Flood } from './flood';
import { clearPages, openPageFixture, OREGON, type PageFixture, SYDNEY } from './page-fixture';

/** The layout shift score of a number that gets one more digit; 0.1 is called good. https://web.dev/articles/cls */
const STILL = 0.001;
/** Bytes of all files that the first view loads, compressed. */
const MOST_BYTES = 150_000;
/** Messages a second. */
const FLOOD = 200;
/** Messages that the page keeps. */
const KEPT = 2000;
/** More than the window has room for, and those that wait around it. */
const MOST_ROWS = 40;
/** Messages that come at once: fewer than the client library holds for a page that is busy. */
const BURST = 500;
/** Characters of a long message: a byte each. */
const LONG = 4000;
/** How often all messages are replaced: what stayed of the old ones would take so often what the new ones take. */
const ROUNDS = 2;

let fixture: PageFixture;

beforeAll(async () => {
  fixture = await openPageFixture();
});

afterEach(clearPages);

afterAll(endAll);

it('loads less than 150 KB', async () => {
  const visitor = await fixture.expectVisitor();
  const files = new Map<string, Promise<Buffer>>();
  visitor.page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const isFile = response.request().method() === 'GET' && pathname !== '/graphql';
    if (isFile && !pathname.startsWith('/.local/')) files.set(pathname, response.body());
  });

  await visitor.page.goto(fixture.addressNear(OREGON));
  await visitor.reads('Live. Oregon answers.');
  const sizes = await Promise.all(
    [...files].map(async ([name, body]) => [name, gzipSync(await body).byteLength] as const),
  );

  expect(sizes.map(([name]) => name)).toEqual(expect.arrayContaining(['/', '/config.json', '/favicon.svg']));
  expect(sizes.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});

it('moves nothing while it loads, connects and receives', async () => {
  const [visitor, other] = [await fixture.visitNear(OREGON), await fixture.visitNear(SYDNEY)];
  await visitor.reads('Live. Oregon answers.');
  await other.sends('First');
  await visitor.receives('First');
  await visitor.latencies.getByText(/^p50 \d+ ms$/).waitFor();
  await visitor.sends('Second');
  await visitor.reads('Sent through Oregon.');
  await visitor.receives('Second');

  expect(await visitor.shift()).toBeLessThan(STILL);
});

it('moves nothing but the messages while many come', async () => {
  const visitor = await fixture.expectVisitor();
  const flood = await Flood.into(visitor.page);
  await visitor.page.goto(fixture.addressNear(OREGON));
  await visitor.reads('Live. Oregon answers.');

  await flood.pour(5 * FLOOD, FLOOD);
  await visitor.receives(flood.newest);
  await visitor.photographs('flood');

  expect(await visitor.shift()).toBeLessThan(STILL);
});

it('keeps 2,000 messages, draws those in view, and takes no more memory for those that came before', async () => {
  const visitor = await fixture.expectVisitor();
  const flood = await Flood.into(visitor.page);
  const memory = await visitor.page.context().newCDPSession(visitor.page);
  await visitor.page.goto(fixture.addressNear(OREGON));
  await visitor.reads('Live. Oregon answers.');

  const replaceAll = async () => {
    for (let sent = 0; sent < KEPT; sent += BURST) {
      flood.burst(BURST, LONG);
      await visitor.receives(flood.newest);
    }
  };
  await replaceAll();
  const before = await usedBy(memory);
  for (let round = 0; round < ROUNDS; round += 1) await replaceAll();
  const after = await usedBy(memory);

  const rows = visitor.board.getByRole('listitem');
  expect(await rows.first().getAttribute('aria-setsize')).toBe(String(KEPT));
  expect(await rows.count()).toBeLessThan(MOST_ROWS);
  expect(after - before).toBeLessThan(KEPT * LONG);
});

/** Bytes of JavaScript's heap, after garbage collection. */
async function usedBy(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}
