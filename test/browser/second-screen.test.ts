// The second screen, as its viewers see it: two regions, its functions, and browsers at two edges.
import path from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Browser, Page } from 'playwright-core';
import { KINDS } from '../../examples/second-screen/contract';
import type { Subscriber } from '../../local/test/support/messages';
import { launchBrowser } from '../support/browser/browser';
import { pause } from '../support/attempts';
import { bareSubscriber } from '../support/clients/bare-client';
import { request } from '../support/clients/http-client';
import { endAll, endLater } from '../support/endings';
import { deploySecondScreen } from '../support/packages/second-screen';
import type { TestPlanet } from '../support/planet';
import { startSteadyPlanet } from '../support/steady-planet';
import { seriousIn } from './axe';
import { OREGON, SYDNEY } from './page-fixture';
import { SCREENSHOTS } from './visitor';

const STAGE = 'local';
const REGIONS = [OREGON, SYDNEY] as const;
const WIDE = { width: 1180, height: 860 };
const PHONE = { width: 390, height: 844 };
/** Milliseconds: only what hangs takes as long. */
const PATIENCE = 240_000;

/** Keeps the title of every film that was on, for as long as the page is open. */
const WATCH_FILMS = `
  globalThis.films = new Set();
  new MutationObserver(() => {
    const title = document.querySelector('.title');
    if (title) films.add(title.textContent);
  }).observe(document, { subtree: true, childList: true, characterData: true });
`;

const VOTE = `mutation Vote($data: AWSJSON!) { publish(name: "screen/votes", message: "votes", data: $data) { id } }`;
const AS_A_GUEST = { authorization: 'guest' };

let planet: TestPlanet;
let browser: Browser;
/** The names of the application's tables, and what there is to hear of it, by region. */
let tables: ReadonlyMap<string, string>;
const heard = new Map<string, Subscriber>();

beforeAll(async () => {
  [planet, browser] = await Promise.all([startSteadyPlanet(STAGE), launchBrowser()]);
  endLater(async () => browser.close());
  // What is published from now on is heard.
  for (const region of REGIONS) heard.set(region, await bareSubscriber(planet.api(region), 'screen/*'));
  endLater(async () => {
    for (const subscriber of heard.values()) await subscriber.close();
  });
  tables = await deploySecondScreen(planet, STAGE);
});

afterAll(endAll);

/** Opens the screen near a region. */
async function viewerNear(region: string, viewport = WIDE): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport });
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript({ content: WATCH_FILMS });
  const page = await context.newPage();
  const { url = '' } = planet.frontDoor?.edges.get(region) ?? {};
  await page.goto(`${url}/assets/second-screen/index.html`);
  await page.getByRole('button', { name: 'love' }).waitFor();
  return page;
}

async function filmsSeenBy(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>('[...films]');
}

/** Waits for the next film of a region that leads. @returns where it entered */
async function nextFilmAt(region: string, isRight: (entered: string) => boolean = () => true): Promise<string> {
  const subscriber = heard.get(region);
  const before = new Set(subscriber?.messages);
  const film = await subscriber?.find(
    (message) => message.name === 'screen/film' && !before.has(message) && isRight(message.region),
  );
  return film?.region ?? '';
}

/** What a region has counted: by film, the votes of each kind and entry region. */
async function countedIn(region: string): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>> {
  const { endpointUrl: endpoint, ...credentials } = planet.aws;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const { Items: items = [] } = await client.send(new ScanCommand({ TableName: tables.get(region) ?? '' }));
  client.destroy();
  return Object.fromEntries(
    items
      .filter(({ pk }) => pk?.S === 'films')
      .map(({ sk, ...item }) => {
        const counters = Object.entries(item).filter(([name]) => name !== 'pk');
        return [sk?.S ?? '', Object.fromEntries(counters.map(([name, { N }]) => [name, Number(N)]))];
      }),
  );
}

function sumOf(counted: Awaited<ReturnType<typeof countedIn>>): number {
  return Object.values(counted)
    .flatMap((counters) => Object.values(counters))
    .reduce((sum, count) => sum + count, 0);
}

/** Waits until every region has counted so many votes. @returns what each has counted */
async function countedEverywhere(votes: number, regions: readonly string[] = REGIONS) {
  for (;;) {
    const all = await Promise.all(regions.map(countedIn));
    if (all.every((counted) => sumOf(counted) >= votes)) return all;
    await pause();
  }
}

async function vote(region: string, data: object): Promise<void> {
  const { body } = await request(planet.api(region), VOTE, { data: JSON.stringify(data) }, AS_A_GUEST);
  expect(body.errors).toBeUndefined();
}

it('shows everybody the same film, and whoever comes late what is on', async () => {
  await nextFilmAt(SYDNEY);
  const pages = [await viewerNear(OREGON, PHONE), await viewerNear(SYDNEY)];

  let common: readonly string[] = [];
  while (common.length === 0) {
    const [one = [], other = []] = await Promise.all(pages.map(filmsSeenBy));
    common = one.filter((title) => other.includes(title));
    await pause();
  }

  expect(common[0]).toMatch(/\w/);
});

describe('the screen', () => {
  let page: Page;

  beforeAll(async () => {
    page = await viewerNear(OREGON);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.locator('.title').waitFor();
  });

  afterAll(async () => page.context().close());

  it.each([
    ['wide', 'light', WIDE],
    ['wide', 'dark', WIDE],
    ['phone', 'light', PHONE],
    ['phone', 'dark', PHONE],
  ] as const)('has nothing that axe calls serious, and fits (%s, %s)', async (name, colorScheme, viewport) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });

    await page.screenshot({ path: path.join(SCREENSHOTS, `second-screen-${name}-${colorScheme}.png`), fullPage: true });
    expect(await seriousIn(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(viewport.width);
  });
});

it('counts a vote from Oregon in Sydney, and five quick clicks are two messages', async () => {
  const [oregon, sydney] = [await viewerNear(OREGON), await viewerNear(SYDNEY)];
  const votesBefore = heard.get(SYDNEY)?.messages.filter(({ name }) => name === 'screen/votes').length ?? 0;
  const love = sydney.getByRole('region', { name: 'Leaderboard' }).locator('div', { hasText: 'Most love' }).last();

  await oregon.getByRole('button', { name: 'love' }).evaluate((button) => {
    for (let click = 0; click < 5; click += 1) (button as unknown as { click(): void }).click();
  });
  const [counted] = await countedEverywhere(5);
  await love.getByRole('listitem').filter({ hasText: /5$/ }).waitFor();
  await sydney.screenshot({ path: path.join(SCREENSHOTS, 'second-screen.png'), animations: 'disabled' });

  const ballots = heard
    .get(SYDNEY)
    ?.messages.filter(({ name }) => name === 'screen/votes')
    .slice(votesBefore);
  expect(ballots).toHaveLength(2);
  expect(Object.values(counted ?? {})).toEqual([{ [`love@${OREGON}`]: 5 }]);
});

it('goes on without the region that leads, and loses no vote', async () => {
  const leader = await nextFilmAt(SYDNEY);
  const other = REGIONS.find((region) => region !== leader) ?? '';
  const before = sumOf(await countedIn(other));

  planet.network.takeDown(leader);
  await nextFilmAt(other, (entered) => entered === other);
  await vote(other, { votes: { metropolis: { meh: 1 } } });
  const [alone] = await countedEverywhere(before + 1, [other]);
  planet.network.restore(leader);
  const all = await countedEverywhere(before + 1);

  expect(sumOf(alone ?? {})).toBe(before + 1);
  expect(all[0]).toEqual(all[1]);
});

it('comes to the same sums in both regions after they were split', async () => {
  const before = sumOf(await countedIn(OREGON));
  const [first, , , last] = KINDS;

  planet.network.cut(OREGON, SYDNEY);
  await vote(OREGON, { votes: { metropolis: { [first]: 2 } } });
  await vote(SYDNEY, { votes: { metropolis: { [last]: 3 } } });
  await Promise.all([countedEverywhere(before + 2, [OREGON]), countedEverywhere(before + 3, [SYDNEY])]);
  planet.network.heal(OREGON, SYDNEY);
  const [oregon, sydney] = await countedEverywhere(before + 5);

  expect(sydney).toEqual(oregon);
  expect(sumOf(oregon ?? {})).toBe(before + 5);
});
