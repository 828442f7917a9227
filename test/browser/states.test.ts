// What a visitor sees who cannot see any messages.
import { asDeployed, openStand, OREGON, type Stand } from './stand';

let stand: Stand;

beforeAll(async () => {
  stand = await openStand();
});

afterEach(async () => stand.clear());

afterAll(async () => stand.close());

const visit = async () => stand.visitNear(OREGON);
const visitDeployed = async () => stand.visitNear(OREGON, { settings: asDeployed });

it('shows where things will be while it loads', async () => {
  const visitor = await stand.expectVisitor();
  const asked = new Promise<() => void>((resolve) => {
    void visitor.page.route('**/config.json', (route) => resolve(() => void route.continue()));
  });

  await visitor.page.goto(stand.addressNear(OREGON));
  const answer = await asked;
  await visitor.reads('Loading …');
  await visitor.photographs('loading');
  answer();
  await visitor.reads('Live. Oregon answers.');

  expect(visitor.errors).toEqual([]);
});

it('says that there is no message yet, and what to do', async () => {
  const visitor = await visit();

  await visitor.page.getByText('Listening to “cars”. Send one below, or from any other client.').waitFor();

  await visitor.photographs('empty');
  expect(visitor.errors).toEqual([]);
});

it('asks a visitor to sign in whom nobody has signed in, and takes a token', async () => {
  const visitor = await visitDeployed();

  await visitor.page.getByLabel('Token or API key').waitFor();
  await visitor.photographs('sign-in');
  await visitor.signsIn(stand.tokenOf('ben'));
  await visitor.reads('Live. Oregon answers.');
  await visitor.sends('Hello from Ben');
  const row = await visitor.receives('Hello from Ben');
  await visitor.photographs('as-deployed');

  expect(row).toMatch(/^cars\s+ben\s+from Oregon/);
  expect(await visitor.page.getByRole('button', { name: 'Take down Oregon' }).count()).toBe(0);
});

it('keeps a visitor signed in when the page is loaded again, until signing out', async () => {
  const visitor = await visitDeployed();
  await visitor.signsIn(stand.tokenOf('ben'));
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
  await visitor.page.getByRole('button', { name: 'offline: cars' }).waitFor();
  expect(await visitor.page.getByRole('button', { name: 'Reconnect' }).count()).toBe(0);
  await visitor.photographs('offline');
  await visitor.page.context().setOffline(false);
  await visitor.reads('Live. Oregon answers.');
  await visitor.sends('Back again');

  expect(await visitor.receives('Back again')).toMatch(/from Oregon/);
});

it.each([
  ['the front door does not answer', 'The front door does not answer', undefined],
  ['the settings cannot be used', 'The settings cannot be used', '{"stage":"local"}'],
])('says that %s, and tries again when asked to', async (_, heading, body) => {
  const visitor = await stand.expectVisitor();
  await visitor.page.route('**/config.json', async (route) =>
    body === undefined ? route.abort() : route.fulfill({ body }),
  );

  await visitor.page.goto(stand.addressNear(OREGON));
  await visitor.isTold(heading);
  await visitor.photographs(heading.toLowerCase().replaceAll(' ', '-'));
  await visitor.page.unrouteAll();
  await visitor.presses('Try again');
  await visitor.reads('Live. Oregon answers.');

  expect(await visitor.page.getByRole('alert').count()).toBe(0);
});
