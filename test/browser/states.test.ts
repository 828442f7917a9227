// What a visitor sees when all is not well, or has not come yet.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import type { JsonObject } from 'local-aws';
import { endAll } from '../support/endings';
import { engineFolderOf } from '../support/engine-folder';
import { Flood } from './flood';
import { clearPages, openPageFixture, OREGON, type PageFixture } from './page-fixture';

/** The browser's clock is a minute ahead. */
const AHEAD = '{ const now = Date.now; Date.now = () => now() + 60_000; }';

let fixture: PageFixture;

beforeAll(async () => {
  fixture = await openPageFixture();
});

afterEach(clearPages);

afterAll(endAll);

const visit = async () => fixture.visitNear(OREGON);
/** Without an invitation the page is as a deployment has it: no one is signed in, and nothing can be broken. */
const visitDeployed = async () => {
  const visitor = await fixture.expectVisitor();
  await visitor.page.goto(new URL(fixture.addressNear(OREGON)).origin);
  return visitor;
};

it('shows where things will be while it loads', async () => {
  const visitor = await fixture.expectVisitor();
  const asked = new Promise<() => void>((resolve) => {
    void visitor.page.route('**/config.json', (route) => resolve(() => void route.continue()));
  });

  await visitor.page.goto(fixture.addressNear(OREGON));
  const answer = await asked;
  await visitor.reads('Loading …');
  await visitor.photographs('loading');
  answer();
  await visitor.reads('Live. Oregon answers.');

  expect(visitor.errors).toEqual([]);
});

it('says that there is no message yet, and what to do', async () => {
  const visitor = await visit();

  await visitor.page.getByText('Listening to “tech”. Send one below, or from another client.').waitFor();

  await visitor.photographs('empty');
  expect(visitor.errors).toEqual([]);
});

it('offers a command whose message is the first on the board', async () => {
  const visitor = await fixture.visitNear(OREGON, { permissions: ['clipboard-read', 'clipboard-write'] });
  await visitor.presses('curl');
  await visitor.presses('Copy');
  await visitor.page.getByRole('button', { name: 'Copied' }).waitFor();

  const shell = spawn('bash', ['-c', await visitor.page.evaluate<string>('navigator.clipboard.readText()')], {
    cwd: engineFolderOf(fixture.planet, fixture.tokenOf('ana')),
    stdio: 'ignore',
  });

  expect(await once(shell, 'close')).toEqual([0, null]);
  expect(await visitor.receives('Hello from curl')).toMatch(/^tech\s+ana/);
});

it('asks a visitor to sign in, and takes a token', async () => {
  const visitor = await visitDeployed();

  await visitor.page.getByLabel('Token or API key').waitFor();
  await visitor.photographs('sign-in');
  await visitor.signsIn(fixture.tokenOf('ben'));
  await visitor.reads('Live. Oregon answers.');
  await visitor.sends('Hello from Ben');
  const row = await visitor.receives('Hello from Ben');
  await visitor.photographs('as-deployed');

  expect(row).toMatch(/^tech\s+ben\s+from Oregon/);
  expect(await visitor.page.getByRole('button', { name: 'Take down Oregon' }).count()).toBe(0);
});

it('keeps a visitor signed in when the page is loaded again, until signing out', async () => {
  const visitor = await visitDeployed();
  await visitor.signsIn(fixture.tokenOf('ben'));
  await visitor.reads('Live. Oregon answers.');

  await visitor.page.reload();
  await visitor.reads('Live. Oregon answers.');
  await visitor.presses('Sign out');
  await visitor.page.reload();

  expect(await visitor.page.getByLabel('Token or API key').inputValue()).toBe('');
});

it('leads a visitor back whose token is not accepted, and says why', async () => {
  const visitor = await visitDeployed();

  await visitor.signsIn('not.a.token');

  expect(await visitor.isTold('Unauthorized')).toMatch(/does not accept these credentials/);
  await visitor.photographs('unauthorized');
});

it('says that the device is offline, and connects when it is back', async () => {
  const visitor = await visit();
  await visitor.reads('Live. Oregon answers.');

  await visitor.page.context().setOffline(true);
  await visitor.reads('This device is offline.');
  await visitor.page.getByRole('button', { name: 'offline: tech' }).waitFor();
  expect(await visitor.page.getByRole('button', { name: 'Reconnect' }).count()).toBe(0);
  await visitor.photographs('offline');
  await visitor.page.context().setOffline(false);
  await visitor.reads('Live. Oregon answers.');
  await visitor.sends('Back again');

  expect(await visitor.receives('Back again')).toMatch(/from Oregon/);
});

it('sends a message that was written offline when the device is back', async () => {
  const visitor = await visit();
  await visitor.reads('Live. Oregon answers.');

  await visitor.page.context().setOffline(true);
  await visitor.sends('Written offline');
  await visitor.reads('Sending, as soon as a region answers …');
  await visitor.photographs('not-sent-yet');
  await visitor.page.context().setOffline(false);
  // Through whichever region is tried first.
  await visitor.reads('Sent through ');

  expect(await visitor.receives('Written offline')).toMatch(/^tech\s+ana/);
  // Until it knows who answers, it may say what it could not ask.
  await visitor.reads(' answers.');
  expect(await visitor.page.getByRole('alert').allInnerTexts()).toEqual([]);
});

it('says where on the board a message is missing, and how often that was', async () => {
  const visitor = await fixture.expectVisitor();
  const flood = await Flood.into(visitor.page);
  await visitor.page.goto(fixture.addressNear(OREGON));
  await visitor.reads('Live. Oregon answers.');

  flood.burst(1, 0);
  flood.skip();
  await visitor.receives(flood.newest);
  await visitor.photographs('gap');

  expect(await visitor.board.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringContaining('Drop 2,'),
    'A message of rain is missing here; it may still come.',
    expect.stringContaining('Drop 1,'),
  ]);
  expect(await visitor.counts.innerText()).toMatch(/^2 received\s+1 gap$/);
});

it.each([
  [5, { width: 1280, height: 800 }],
  [5, { width: 1000, height: 600 }],
  [2, { width: 390, height: 844 }],
])('keeps the board and the composer in place below the note of %d refused channels at %j', async (count, viewport) => {
  const visitor = await fixture.visitNear(OREGON, { viewport });
  await visitor.reads('Live. Oregon answers.');

  for (let number = 1; number <= count; number += 1) await visitor.listensTo(`secrets/${number}`);
  await visitor.isTold(`${count} channels are not allowed`);
  await visitor.photographs(`refused-${viewport.width}`, { fullPage: true });
  const empty = await edgesOf(visitor.page.getByText('No message yet').locator('..').locator('p'));
  const composer = await edgesOf(visitor.page.getByRole('form', { name: 'Send a message' }));
  const panel = await edgesOf(visitor.page.getByRole('region', { name: 'Desk' }));
  const notes = await edgesOf(visitor.page.getByRole('group', { name: 'Notes on channels' }));
  await visitor.sends('still seen');
  await visitor.receives('still seen');
  const board = await edgesOf(visitor.board);
  await visitor.photographs(`refused-${viewport.width}-message`, { fullPage: true });

  const downwards = [notes.top, notes.bottom, ...empty.all, composer.top, composer.bottom, panel.bottom];
  expect(downwards).toEqual(downwards.toSorted((one, other) => one - other));
  expect(board.bottom - board.top).toBeGreaterThan(100);
});

it('keeps what is written while a message is on its way', async () => {
  const visitor = await visit();
  const { page } = visitor;
  await visitor.reads('Live. Oregon answers.');
  const held = new Promise<() => void>((resolve) => {
    void page.route('**/graphql', (route) => resolve(() => void route.continue()), { times: 1 });
  });
  await visitor.sends('the first', { data: '{"number":1}' });
  const letGo = await held;

  await page.getByRole('textbox', { name: 'Message' }).fill('the second');
  letGo();
  await visitor.reads('Sent through Oregon.');
  const written = await page.getByRole('textbox', { name: 'Message' }).inputValue();
  await visitor.presses('Send');
  await visitor.receives('the second');

  expect(written).toBe('the second');
});

it('finds, exports and clears the messages on the board', async () => {
  const visitor = await visit();
  const { page } = visitor;
  const find = page.getByRole('searchbox', { name: 'Find in messages' });
  await visitor.reads('Live. Oregon answers.');
  await visitor.sends('a needle', { data: '{"in":"hay"}' });
  await visitor.sends('some hay');
  await visitor.receives('some hay');

  await find.fill('NEEDLE');
  const found = await visitor.receives('a needle');
  await page.getByText('some hay').waitFor({ state: 'detached' });
  const download = page.waitForEvent('download');
  await visitor.presses('Export');
  const file = readFileSync(await (await download).path(), 'utf8');
  await visitor.photographs('found');
  await find.fill('nowhere');
  await page.getByText('No message on the board has “nowhere” in it.').waitFor();
  await find.fill('');
  await visitor.presses('Clear');
  await page.getByText('No message yet').waitFor();

  expect(found).toMatch(/^tech\s+ana/);
  expect(JSON.parse(file)).toMatchObject([{ name: 'tech', message: 'a needle', data: { in: 'hay' }, userId: 'ana' }]);
  expect(visitor.errors).toEqual([]);
});

it('opens a message with everything that is known of it', async () => {
  const visitor = await visit();
  await visitor.reads('Live. Oregon answers.');
  await visitor.sends('open me', { data: '{"a":1}' });
  await visitor.receives('open me');

  await visitor.board.getByRole('button', { name: 'open me' }).first().click();
  const dialog = visitor.page.getByRole('dialog', { name: 'Message in “tech”' });
  await dialog.getByText('As it came').click();
  await visitor.photographs('message');

  expect(await dialog.innerText()).toMatch(/Entered in\s+Oregon \(us-west-2\)[\s\S]+Took\s+\S+( ms)? to this page/);
  expect(JSON.parse(await dialog.getByLabel('The message as JSON').innerText())).toMatchObject({
    ...{ name: 'tech', message: 'open me', data: { a: 1 }, region: 'us-west-2' },
    position: expect.stringMatching(/^[0-9A-Z]{26}$/),
  });
});

it('runs GraphQL as the visitor, and shows what comes of it', async () => {
  const visitor = await visit();
  const { page } = visitor;
  const example = page.getByRole('combobox', { name: 'Example' });
  await visitor.reads('Live. Oregon answers.');

  await visitor.opens('GraphQL');
  await example.selectOption('Subscribe');
  await visitor.presses('Run');
  await visitor.reads('Listening. Events appear here.');
  const listening = page.getByRole('region', { name: 'Result' });
  await visitor.opens('Messages');
  await visitor.sends('read by hand');
  await visitor.receives('read by hand');
  await visitor.opens('GraphQL');
  await listening.getByText('"message": "read by hand"').waitFor();
  await visitor.presses('Stop');
  await example.selectOption('Publish a message');
  await visitor.presses('Run');
  await listening.getByText('"userId": "ana"').waitFor();
  await visitor.photographs('graphql');
  await visitor.opens('Messages');

  expect(await visitor.receives('Hello from the editor')).toMatch(/^tech\s+ana\s+from Oregon/);
  expect(visitor.errors).toEqual([]);
});

it('says that a region was deployed to, and that there is a new page', async () => {
  const visitor = await fixture.expectVisitor();
  const { page } = visitor;
  const asked = page.waitForResponse((response) => response.request().method() === 'HEAD');
  await page.goto(fixture.addressNear(OREGON));
  await asked;
  await page.getByTestId(`state-${OREGON}`).getByText('Up').waitFor();

  await page.route('**/.local/state', async (route) => {
    const response = await route.fetch();
    const { regions } = (await response.json()) as { readonly regions: Readonly<Record<string, JsonObject>> };
    const deployed = { ...regions[OREGON], deployedAt: Date.now() };
    await route.fulfill({ response, json: { regions: { ...regions, [OREGON]: deployed } } });
  });
  await page.route(/\/$/, async (route) => route.fulfill({ headers: { etag: '"another"' } }));
  await visitor.reads('Oregon deployed at ');
  await visitor.reads('This page has a new version.');
  await visitor.photographs('deployed');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await visitor.presses('Load it');
  await visitor.reads('Live. Oregon answers.');

  expect(await page.getByRole('button', { name: 'Load it' }).count()).toBe(0);
});

it('signs in with the developer’s token on a laptop', async () => {
  const visitor = await visit();
  await visitor.reads('Live. Oregon answers.');

  await visitor.presses('Sign out');
  await visitor.photographs('signed-out');
  await visitor.presses('Use the developer’s token of this laptop');
  await visitor.reads('Live. Oregon answers.');

  expect(visitor.errors).toEqual([]);
});

it('offers what applies to a region, and moves nothing', async () => {
  const visitor = await visit();
  const { page } = visitor;
  const load = page.getByRole('region', { name: 'Load' });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await visitor.reads('Live. Oregon answers.');
  const before = await load.boundingBox();

  await visitor.presses('Slow Oregon');
  await button('Not slow Oregon').waitFor();
  await visitor.presses('Split Oregon from Sydney');
  await button('Bring back Oregon').waitFor();
  const stale = await button('Slow Oregon').or(button('Split Oregon from Sydney')).count();
  const during = await load.boundingBox();
  await page.getByRole('list', { name: 'Legend of the map' }).getByText('cut: messages wait').waitFor();
  await visitor.sends('a message that waits');
  const held = await visitor.receives('a message that waits');
  await visitor.photographs('broken');
  await visitor.presses('Not slow Oregon');
  await button('Slow Oregon').waitFor();
  await visitor.presses('Bring back Oregon');
  await button('Split Oregon from Sydney').waitFor();
  await visitor.board.getByText('held for Sydney').waitFor({ state: 'detached' });

  expect(held).toMatch(/held for Sydney/);
  expect(stale).toBe(0);
  expect(before?.y).toBeGreaterThan(0);
  expect(during).toEqual(before);
});

it('offers to split a region from those that it still reaches, and to bring it back', async () => {
  const visitor = await fixture.visitNear(OREGON, { settings: withIreland });
  const choice = visitor.page.getByRole('combobox', { name: 'Split Oregon from' });
  const back = choice.getByRole('option', { name: 'Bring back Oregon' });
  const optionsOf = async () => choice.getByRole('option').allInnerTexts();
  await visitor.reads('Live. Oregon answers.');

  await choice.selectOption('Sydney');
  await back.waitFor({ state: 'attached' });
  const whileSplit = await optionsOf();
  await choice.selectOption('Bring back Oregon');
  await back.waitFor({ state: 'detached' });

  expect(whileSplit).toEqual(['Split from …', 'Ireland', 'Bring back Oregon']);
  expect(await optionsOf()).toEqual(['Split from …', 'Sydney', 'Ireland']);
});

it('takes the invitation out of the address, and keeps it for a reload', async () => {
  const visitor = await visit();
  await visitor.reads('Live. Oregon answers.');
  const address = visitor.page.url();

  await visitor.page.reload();
  await visitor.reads('Live. Oregon answers.');

  expect(address).toBe(`${new URL(fixture.addressNear(OREGON)).origin}/`);
  expect(await visitor.page.getByRole('heading', { name: 'Break it' }).count()).toBe(1);
});

it('asks whoever comes with an invitation of before to sign in', async () => {
  const visitor = await fixture.expectVisitor();

  await visitor.page.goto(`${new URL(fixture.addressNear(OREGON)).origin}/#invitation=old`);

  await visitor.page.getByRole('heading', { name: 'Sign in' }).waitFor();

  expect(await visitor.page.getByRole('heading', { name: 'Break it' }).count()).toBe(0);
});

it('says no latency that is smaller than what a corrected clock may be wrong by', async () => {
  const visitor = await fixture.expectVisitor();
  await visitor.page.addInitScript({ content: AHEAD });
  await visitor.page.goto(fixture.addressNear(OREGON));
  await visitor.reads('Live. Oregon answers.');

  await visitor.sends('How late is it?');
  const figure = visitor.latencies.getByText(/^p50 (–|\d+ ms)$/);
  await figure.waitFor();
  await visitor.photographs('clock-ahead');

  // A slow machine may have taken longer than the doubt.
  expect(await figure.innerText()).toMatch(/^p50 (–|[5-9]\d\d ms|\d{4,} ms)$/);
  expect(await visitor.latencies.innerText()).toMatch(/last minute, by entry region, ± 0\.5 s/);
});

it.each([
  ['the front door does not answer', 'The front door does not answer', undefined],
  ['the settings cannot be used', 'The settings cannot be used', '{"stage":"local"}'],
])('says that %s, and tries again when asked to', async (_, heading, body) => {
  const visitor = await fixture.expectVisitor();
  await visitor.page.route('**/config.json', async (route) =>
    body === undefined ? route.abort() : route.fulfill({ body }),
  );

  await visitor.page.goto(fixture.addressNear(OREGON));
  await visitor.isTold(heading);
  await visitor.photographs(heading.toLowerCase().replaceAll(' ', '-'));
  await visitor.page.unrouteAll();
  await visitor.presses('Try again');
  await visitor.reads('Live. Oregon answers.');

  expect(await visitor.page.getByRole('alert').count()).toBe(0);
});

/** As on a stage of three regions, of which one is not there. */
function withIreland(settings: JsonObject): JsonObject {
  const ireland = { name: 'eu-west-1', place: 'Ireland', airport: 'DUB', latitude: 53, longitude: -8 };
  return { ...settings, regions: [...(settings['regions'] as JsonObject[]), ireland] };
}

/** Where elements end, from the page's top, in pixels. */
async function edgesOf(elements: Locator) {
  const boxes = await Promise.all((await elements.all()).map(async (element) => element.boundingBox()));
  const all = boxes.flatMap((box) => (box ? [box.y, box.y + box.height] : []));
  expect(all).not.toEqual([]);
  return { all, top: Math.min(...all), bottom: Math.max(...all) };
}
