// Whether everybody can use the page: by a screen reader, in the dark, on a phone, only by keyboard.
import { endAll } from '../support/endings';
import { seriousIn } from './axe';
import { clearPages, openPageFixture, OREGON, type PageFixture } from './page-fixture';
import type { Visitor } from './visitor';

const DESKTOP = { width: 1180, height: 960 };
const PHONE = { width: 390, height: 844 };

let fixture: Promise<PageFixture>;

// Awaited by whoever needs it, so that each names why it could not be opened.
beforeAll(async () => {
  fixture = openPageFixture();
  await fixture;
});

afterAll(endAll);

/** What a visitor does to see something, by what it is. */
const SCENES: Readonly<Record<string, (visitor: Visitor) => Promise<void>>> = {
  'messages and two channels': async (visitor) => {
    await visitor.listensTo('cars');
    await visitor.sends('A message with data', { channel: 'cars', data: '{"price": 5, "currency": "AUD"}' });
    await visitor.sends('A message that is much longer than a phone is wide, as messages of people are', {
      channel: 'tech',
    });
    await visitor.receives('much longer');
  },
  'a whole message': async (visitor) => {
    await visitor.sends('A message with data', { data: '{"price": 5, "currency": "AUD"}' });
    await visitor.board.getByRole('button').first().click();
    await visitor.page.getByRole('dialog').waitFor();
  },
  'a refused channel': async (visitor) => {
    await visitor.listensTo('secrets');
    await visitor.isTold('ChannelNotAllowed');
  },
  'the frames of the socket': async (visitor) => {
    await visitor.opens('Frames');
    await visitor.page.getByText('start_ack').first().click();
    await visitor.page.getByText('"type": "start_ack"').waitFor();
  },
  'both doors': async (visitor) => {
    await visitor.opensBothDoors();
    await visitor.sends('In by Events, out by both');
    await visitor.events.getByText('In by Events').first().waitFor();
    await visitor.receives('In by Events');
  },
  'GraphQL by hand': async (visitor) => {
    await visitor.opens('GraphQL');
    await visitor.presses('Run');
    await visitor.page.getByText('"region": "us-west-2"').waitFor();
  },
  'the sign-in': async (visitor) => {
    await visitor.presses('Sign out');
    await visitor.page.getByLabel('Token or API key').waitFor();
  },
};

describe.each(Object.entries(SCENES))('%s', (name, play) => {
  let visitor: Visitor;

  beforeAll(async () => {
    visitor = await (await fixture).visitNear(OREGON, { viewport: DESKTOP, reducedMotion: 'reduce' });
    await visitor.reads('Live. Oregon answers.');
    await play(visitor);
  });

  afterAll(clearPages);

  it.each(['light', 'dark'] as const)('has nothing that axe calls serious, in %s colours', async (colorScheme) => {
    await visitor.page.emulateMedia({ colorScheme });

    await visitor.photographs(`${colorScheme}-${name.replaceAll(' ', '-')}`);
    expect(await seriousIn(visitor.page)).toEqual([]);
  });

  it('needs no scrolling to the side on a phone', async () => {
    await visitor.page.emulateMedia({ colorScheme: 'light' });
    await visitor.page.setViewportSize(PHONE);

    await visitor.photographs(`phone-${name.replaceAll(' ', '-')}`, { fullPage: true });
    expect(await visitor.page.evaluate<number>('document.documentElement.scrollWidth')).toBe(PHONE.width);
  });
});

it('can be used only by keyboard', async () => {
  const visitor = await (await fixture).visitNear(OREGON);
  const { page, board } = visitor;
  const { keyboard } = page;
  await visitor.reads('Live. Oregon answers.');

  await visitor.tabsTo(page.getByRole('searchbox', { name: 'Channel to listen to' }));
  await keyboard.type('cars');
  await keyboard.press('Enter');
  await visitor.chip('cars').waitFor();
  await visitor.tabsTo(page.getByRole('textbox', { name: 'Message' }));
  await keyboard.type('No mouse');
  await keyboard.press('Enter');
  await visitor.receives('No mouse');
  await visitor.tabsTo(board.getByRole('button', { name: 'No mouse' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Message in “tech”' }).waitFor();
  await visitor.photographs('keyboard');
  await keyboard.press('Escape');

  expect(await page.getByRole('dialog').count()).toBe(0);
});
