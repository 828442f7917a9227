// The page in a real browser, on a planet of two regions: what visitors do with each other.
import { endAll } from '../support/endings';
import { publish, signedRequest } from '../support/clients/http-client';
import { filmOf } from './film';
import { isPictureWanted, makePicture } from './picture';
import { clearPages, openPageFixture, OREGON, type PageFixture, SYDNEY } from './page-fixture';
import type { Visitor } from './visitor';

const UNSUBSCRIBE = 'mutation Unsubscribe($name: String!) { unsubscribe(name: $name) { name } }';
/** Two columns, and readable at half the width of a README. */
const HALF = { width: 1000, height: 920 };

/** Ends when there is anything on the map's canvas. */
const SEES_TRAFFIC = `new Promise((resolve) => {
  const canvas = document.querySelector('canvas');
  const look = () => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    if (data.some((value) => value > 0)) resolve(true);
    else requestAnimationFrame(look);
  };
  look();
})`;

let fixture: PageFixture;

beforeAll(async () => {
  fixture = await openPageFixture();
});

afterEach(clearPages);

afterAll(endAll);

async function visitBoth(): Promise<readonly [Visitor, Visitor]> {
  const oregon = await fixture.visitNear(OREGON, { viewport: HALF });
  const sydney = await fixture.visitNear(SYDNEY, {
    viewport: HALF,
    settings: (settings) => ({ ...settings, token: fixture.tokenOf('ben') }),
  });
  await oregon.reads('Live. Oregon answers.');
  await sydney.reads('Live. Sydney answers.');
  return [oregon, sydney];
}

it('shows near one region what is sent near the other', async () => {
  const both = await visitBoth();
  const [oregon, sydney] = both;

  await Promise.all(both.map(async (visitor) => visitor.setsLoad(isPictureWanted() ? 10 : 20)));
  await oregon.hasSent(isPictureWanted() ? 3 : 2);
  await Promise.all(both.map(async (visitor) => visitor.setsLoad(0)));
  await oregon.sends('Good morning from Oregon');
  const atSydney = await sydney.receives('Good morning from Oregon');
  await sydney.sends('And good night from Sydney', { data: '{"at": "00:41"}' });
  const atOregon = await oregon.receives('And good night from Sydney');
  // What refuses the load is told beside it; what is written by hand gets through.
  const before = both.map(({ errors }) => errors.length);
  await oregon.latencies
    .getByText(/^p95 \d+ ms$/)
    .nth(1)
    .waitFor();
  await oregon.opensBothDoors();
  await sydney.sends('A message takes the short way round');
  await oregon.events.getByText('A message takes the short way round').waitFor();
  await oregon.sends('One domain, two regions, no servers');
  await oregon.board.getByText('in by Events').waitFor();
  await sydney.receives('One domain, two regions, no servers');
  await makePicture(fixture.browser, {
    'A browser near Oregon': await oregon.photographs('oregon'),
    'A browser near Sydney': await sydney.photographs('sydney'),
  });

  expect(atSydney).toMatch(/^tech\s+ana\s+from Oregon\s+(now|\d+ s)\s+Good morning/);
  expect(atOregon).toMatch(/^tech\s+ben\s+from Sydney\s+(now|\d+ s)\s+And good night from Sydney\s*{"at":"00:41"}$/);
  expect(both.flatMap(({ errors }, index) => errors.slice(before[index]))).toEqual([]);
});

it('shows on the map that a message comes', async () => {
  const visitor = await fixture.visitNear(OREGON);
  await visitor.reads('Live. Oregon answers.');

  const seen = visitor.page.evaluate<boolean>(SEES_TRAFFIC);
  await publish(fixture.planet.api(SYDNEY), { name: 'tech', message: 'on its way' });

  expect(await seen).toBe(true);
});

it('says of a channel that is not allowed that it is not, and offers those that are', async () => {
  const visitor = await fixture.visitNear(OREGON);

  await visitor.listensTo('secrets');
  const note = await visitor.isTold('ChannelNotAllowed');
  await visitor.photographs('channel-not-allowed');
  await visitor.presses('cars');
  await visitor.sends('now in cars', { channel: 'cars' });

  expect(note).toMatch(/secrets/);
  expect(await visitor.receives('now in cars')).toMatch(/^cars/);
});

it('forgets the structured data of a message that was sent', async () => {
  const visitor = await fixture.visitNear(OREGON);
  await visitor.reads('Live. Oregon answers.');

  await visitor.sends('with data', { data: '{"price": 5}' });
  await visitor.reads('Sent through Oregon.');

  expect(await visitor.page.getByRole('checkbox', { name: 'with structured data' }).isChecked()).toBe(false);
});

it('does not pause the list that comes to lie under a resting pointer', async () => {
  const visitor = await fixture.visitNear(OREGON);
  await visitor.reads('Live. Oregon answers.');

  await visitor.sends('with data', { data: '{"price": 5}' });
  await visitor.reads('Sent through Oregon.');
  await publish(fixture.planet.api(OREGON), { name: 'tech', message: 'sent from elsewhere' });

  expect(await visitor.receives('sent from elsewhere')).toMatch(/^tech/);
});

it('shows both doors side by side, and a message that came in by one and out by the other', async () => {
  const visitor = await fixture.visitNear(OREGON);
  const { page, events } = visitor;
  await visitor.reads('Live. Oregon answers.');

  await visitor.opensBothDoors();
  await visitor.sends('In by Events', { data: '{"price": 5}' });
  await visitor.reads('Sent through Events.');
  await events.getByText('{"price":5}').waitFor();
  const atGraphql = await visitor.receives('In by Events');
  await page.getByRole('combobox', { name: 'Door to send by' }).selectOption('GraphQL');
  await visitor.sends('In by GraphQL');
  await events.getByRole('listitem').filter({ hasText: 'In by GraphQL' }).waitFor();
  const atBoth = await visitor.receives('In by GraphQL');
  await visitor.photographs('doors');
  // Two narrow columns: nothing of a row runs out of them.
  await page.setViewportSize({ width: 900, height: 900 });
  const beyond = await page.evaluate<number[]>(
    '[...document.querySelectorAll(".doors .message-head")].map((head) => head.scrollWidth - head.clientWidth)',
  );
  await visitor.photographs('doors-narrow');

  expect(atGraphql).toMatch(/^tech\s+in by Events\s/);
  expect(atBoth).toMatch(/^tech\s/);
  expect(new Set(beyond)).toEqual(new Set([0]));
  expect(visitor.errors).toEqual([]);
});

it('says of an event for a channel that is not allowed that it was not sent', async () => {
  const visitor = await fixture.visitNear(OREGON);
  await visitor.reads('Live. Oregon answers.');

  await visitor.opensBothDoors();
  await visitor.sends('psst', { channel: 'tech/secrets' });

  expect(await visitor.isTold('ChannelNotAllowed')).toMatch(/Channel "tech\/secrets" is not allowed\./);
});

it('draws the lines between messages from edge to edge', async () => {
  const visitor = await fixture.visitNear(OREGON);
  await visitor.reads('Live. Oregon answers.');

  await visitor.sends('one message');
  await visitor.receives('one message');

  const row = await visitor.board.getByRole('listitem').first().boundingBox();
  const board = await visitor.board.boundingBox();
  expect(board?.width).toBeGreaterThan(0);
  expect(row?.width).toBe(board?.width);
});

it('says of a message to a channel that is not allowed that it was not sent', async () => {
  const visitor = await fixture.visitNear(OREGON);
  await visitor.reads('Live. Oregon answers.');

  await visitor.sends('psst', { channel: 'secrets' });

  expect(await visitor.isTold('ChannelNotAllowed')).toMatch(/Choose a channel from the list/);
});

it('says when an operator closes a channel, and listens again when asked to', async () => {
  const [oregon, sydney] = await visitBoth();

  await signedRequest(fixture.planet.api(OREGON), fixture.planet.aws, UNSUBSCRIBE, { name: 'tech' });
  for (const visitor of [oregon, sydney]) await visitor.isTold('An operator closed the channel “tech”.');
  await oregon.photographs('channel-closed');
  await oregon.sends('unheard');
  await oregon.reads('Sent through Oregon.');
  for (const visitor of [oregon, sydney]) {
    await visitor.presses('Listen again');
    await visitor.chip('tech').waitFor();
  }
  await oregon.sends('heard');

  expect(await sydney.receives('heard')).toMatch(/from Oregon/);
  expect(await sydney.board.getByText('unheard').count()).toBe(0);
});

it('tells of channels that an operator closed in one note, and listens to all of them again', async () => {
  const visitor = await fixture.visitNear(OREGON);
  await visitor.listensTo('cars');
  await visitor.chip('cars').waitFor();
  await visitor.chip('tech').waitFor();

  for (const name of ['tech', 'cars']) {
    await signedRequest(fixture.planet.api(OREGON), fixture.planet.aws, UNSUBSCRIBE, { name });
  }
  await visitor.isTold('An operator closed 2 channels: “tech”, “cars”.');
  const notes = await visitor.page.getByRole('alert').count();
  await visitor.presses('Listen again');
  await visitor.chip('tech').waitFor();
  await visitor.chip('cars').waitFor();

  expect(notes).toBe(1);
  expect(await visitor.page.getByRole('alert').count()).toBe(0);
});

it('follows a failover by itself, and says so', async () => {
  const [oregon, sydney] = await visitBoth();
  await sydney.sends('Good night from Sydney');
  await oregon.receives('Good night from Sydney');
  await sydney.receives('Good night from Sydney');
  const film = await filmOf(fixture.browser, { 'Ana, near Oregon': oregon, 'Ben, near Sydney': sydney });
  if (!isPictureWanted()) await sydney.setsLoad(5);

  film.scene('Ana writes in Oregon. Ben, in Sydney, reads it.');
  await film.rests();
  await oregon.sends('Good morning from Oregon');
  await sydney.receives('Good morning from Oregon');
  await film.rests();
  film.scene('Oregon goes down. Ben writes meanwhile.');
  await oregon.presses('Take down Oregon');
  await sydney.sends('Ana, are you there?');
  await oregon.hasRead('The connection was lost. Reconnecting …');
  await oregon.photographs('region-down');
  await oregon.hasRead('Connected. Catching up …');
  await oregon.hasRead('Live. Sydney answers. It took over from Oregon.');
  film.scene('Ana’s page goes to Sydney by itself, and catches up.');
  await oregon.receives('Ana, are you there?');
  const caughtUp = await oregon.counts.innerText();
  await film.rests();
  film.scene('Messages go on.');
  await oregon.sends('Moved, and still here');
  await oregon.reads('Sent through Sydney.');
  const atSydney = await sydney.receives('Moved, and still here');
  await film.rests();
  await sydney.sends('Welcome');
  const atOregon = await oregon.receives('Welcome');
  await oregon.photographs('moved');
  await film.rests();
  film.scene('Oregon is back.');
  await oregon.presses('Bring back Oregon');
  await oregon.page.getByRole('button', { name: 'Take down Oregon' }).waitFor();
  await film.rests();
  film.cuts();
  await oregon.mayMoveBackTo('Oregon');
  film.scene('A few seconds later so is Ana’s page.');
  await film.rests();
  await oregon.presses(/^(Move back to Oregon|Reconnect)$/);
  await oregon.reads('Live. Oregon answers.');
  await film.rests();
  await film.ends();
  // Two narrow columns: beside the switch of the doors there is room for all that came.
  await oregon.page.setViewportSize({ width: 900, height: 900 });
  const hidden = await oregon.page.evaluate(
    '[...document.querySelectorAll(".board-line .figures > *")].map((part) => part.scrollWidth - part.clientWidth)',
  );

  expect(hidden).toEqual([0, 0]);
  expect(atSydney).toMatch(/from Sydney/);
  expect(atOregon).toMatch(/from Sydney/);
  expect(caughtUp).toMatch(/^\d+ received\s+[1-9]\d* caught up$/);
  expect(oregon.errors.filter((error) => error.includes('Content Security Policy'))).toEqual([]);
});
