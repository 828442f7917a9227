// A planet of two regions whose page is open to visitors, and a browser for them.
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { JsonObject } from 'local-aws';
import { launchBrowser } from '../support/browser/browser';
import { trustAuthority } from '../support/browser/browser-globals';
import { endLater } from '../support/endings';
import { type TestPlanet, testFrontDoor } from '../support/planet';
import { startSteadyPlanet } from '../support/steady-planet';
import { aSigner, templatesTrusting } from '../support/clients/signer';
import { type Permissions, tokenOf } from '../support/tokens';
import { Visitor } from './visitor';

/** The stage's regions, each with an edge location near it. */
export const OREGON = 'us-west-2';
export const SYDNEY = 'ap-southeast-2';

const EVERYTHING: Permissions = { publish: ['*'], subscribe: ['*'] };

/** Who visits the page in this file. */
const visitors: Visitor[] = [];

/** How a visitor comes. */
export interface VisitOptions extends BrowserContextOptions {
  /** Changes the settings on their way to the page. */
  readonly settings?: (settings: JsonObject) => JsonObject;
}

/** Where visitors are received. */
export interface PageFixture {
  readonly planet: TestPlanet;
  readonly browser: Browser;
  /** A token of somebody's who may do everything. */
  tokenOf(subject: string): string;
  /** Opens the page through the edge location near a region. */
  visitNear(region: string, options?: VisitOptions): Promise<Visitor>;
  /** A visitor who is still to open the page. */
  expectVisitor(options?: VisitOptions): Promise<Visitor>;
  /** The page's link at the edge location near a region. */
  addressNear(region: string): string;
}

/** Opens a fixture, which `endAll` closes; its visitors are signed in as ana. */
export async function openPageFixture(): Promise<PageFixture> {
  const signer = aSigner();
  const tokenFor = (subject: string) => tokenOf(signer, EVERYTHING, { claims: { sub: subject } });
  const frontDoor = testFrontDoor('local');
  const [planet, browser] = await Promise.all([
    startSteadyPlanet('local', {
      templates: templatesTrusting(signer, 'local'),
      frontDoor: frontDoor && { ...frontDoor, token: tokenFor('ana') },
    }),
    openBrowser(),
  ]);
  trustAuthority(planet.certificateAuthority);
  const expectVisitor = async ({ settings, ...options }: VisitOptions = {}) => {
    const visitor = await Visitor.arrive(browser, options);
    visitors.push(visitor);
    if (settings) await changeSettings(visitor, settings);
    return visitor;
  };
  const addressNear = (region: string) => planet.frontDoor?.links.get(region) ?? '';
  return {
    ...{ planet, browser, expectVisitor, addressNear, tokenOf: tokenFor },
    visitNear: async (region, options) => {
      const visitor = await expectVisitor(options);
      await visitor.page.goto(addressNear(region));
      return visitor;
    },
  };
}

async function openBrowser(): Promise<Browser> {
  const browser = await launchBrowser();
  endLater(async () => browser.close());
  return browser;
}

/** Sees all visitors off. */
export async function clearPages(): Promise<void> {
  for (const visitor of visitors.splice(0)) await visitor.leaves();
}

async function changeSettings({ page }: Visitor, change: (settings: JsonObject) => JsonObject): Promise<void> {
  await page.route('**/config.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as JsonObject) });
  });
}
