// The client library at the front door: what was acknowledged comes once, in its publisher's order, whatever fails in between.
import { trustAuthority } from '../../support/browser/browser-globals';
import { signedRequest } from '../../support/clients/http-client';
import { Heard, libraryClient, listening } from '../../support/clients/library-client';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { endAll } from '../../support/endings';
import type { TestPlanet } from '../../support/planet';
import { startSteadyPlanet } from '../../support/steady-planet';
import { tokenOf } from '../../support/tokens';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';

const signer = aSigner();
let planet: TestPlanet;

describe('while every region is up', () => {
  beforeAll(start);

  afterAll(endAll);

  it('hands over what is published in either region, once and in order', async () => {
    const heard = await listening(clientOf('ana', OREGON), 'tech');
    const publisher = clientOf('bob', SYDNEY);

    for (let count = 0; count < 20; count += 1)
      await publisher.publish('tech', { message: String(count), data: { count } });
    await heard.text('19');

    expect(heard.texts).toEqual(numbers(20));
    expect(heard.messages.items[7]).toMatchObject({ data: { count: 7 }, userId: 'bob', region: SYDNEY });
    expect(heard.gaps.items).toEqual([]);
  });

  it('hands over once, when two regions reach each other again, what one of them kept for the other', async () => {
    const heard = await listening(clientOf('ana', SYDNEY), 'cars');
    const publisher = clientOf('bob', OREGON);
    planet.network.cut(OREGON, SYDNEY);
    await publisher.publish('cars', { message: 'one' });
    await clientOf('eve', SYDNEY).publish('cars', { message: 'here' });
    await heard.text('here');

    planet.network.heal(OREGON, SYDNEY);
    await heard.text('one');
    await publisher.publish('cars', { message: 'two' });
    await heard.text('two');

    expect(heard.texts).toEqual(['here', 'one', 'two']);
    expect(heard.gaps.items).toEqual([]);
  });

  it('is closed by an operator, and stays so', async () => {
    const heard = await listening(clientOf('ana', SYDNEY), 'music');

    await signedRequest(planet.api(), planet.aws, 'mutation { unsubscribe(name: "music") { name } }', {});

    await expect(heard.states.find((state) => state === 'closed')).resolves.toBe('closed');
  });

  it('begins with the newest messages, if it is asked to', async () => {
    const publisher = clientOf('bob', OREGON);
    const witnesses = [OREGON, SYDNEY].map(async (location) => listening(clientOf('eve', location), 'media'));
    await Promise.all(witnesses);
    for (const message of numbers(5)) await publisher.publish('media', { message });
    for (const witness of witnesses) await (await witness).text('4');

    const heard = await listening(clientOf('ana', SYDNEY), 'media', { from: { last: 2 } });
    await publisher.publish('media', { message: 'next' });
    await heard.text('next');

    expect(heard.texts).toEqual(['3', '4', 'next']);
  });

  it('is told why a channel is refused', async () => {
    const heard = new Heard();
    const client = clientOf('ana', OREGON);
    const subscription = client.subscribe('nowhere', { onMessage: (message) => heard.messages.push(message) });
    subscription.on('state', (state) => heard.states.push(state));
    await heard.states.find((state) => state === 'refused');

    expect(subscription.reason).toMatchObject({ code: 'ChannelNotAllowed' });
    await expect(client.publish('nowhere', { message: 'hello' })).rejects.toMatchObject({
      code: 'ChannelNotAllowed',
      mayArrive: false,
    });
  });
});

describe('when a region dies', () => {
  beforeEach(start);

  afterEach(endAll);

  it('misses nothing when the region that it is connected to dies, and comes back to the front door', async () => {
    const heard = await listening(clientOf('ana', OREGON), 'tech');
    const publisher = clientOf('bob', SYDNEY);
    await publisher.publish('tech', { message: 'before' });
    await heard.text('before');

    planet.network.takeDown(OREGON);
    for (let count = 0; count < 20; count += 1) await publisher.publish('tech', { message: String(count) });
    await heard.text('19');
    planet.network.restore(OREGON);
    await publisher.publish('tech', { message: 'after' });
    await heard.text('after');

    expect(heard.texts).toEqual(['before', ...numbers(20), 'after']);
    expect(heard.gaps.items).toEqual([]);
  });

  it('publishes through another region when its own dies', async () => {
    const heard = await listening(clientOf('ana', SYDNEY), 'tech');
    const publisher = clientOf('bob', OREGON);
    const { region } = await publisher.publish('tech', { message: 'before' });

    planet.network.takeDown(OREGON);
    const { region: next } = await publisher.publish('tech', { message: 'after' });
    await heard.text('after');

    expect([region, next]).toEqual([OREGON, SYDNEY]);
  });

  it('reads in one region what was published in the other while nobody listened', async () => {
    const awake = await listening(clientOf('eve', SYDNEY), 'cars');
    const client = clientOf('ana', OREGON);
    const heard = await listening(client, 'cars');
    const publisher = clientOf('bob', SYDNEY);
    planet.network.takeDown(OREGON);
    await heard.states.find((state) => state !== 'live' && state !== 'catching up');
    const outcomes = numbers(50).map(async (message) => publisher.publish('cars', { message }));
    await Promise.all(outcomes);
    await awake.text('49');
    await heard.text('49');

    expect(heard.texts).toEqual(numbers(50));
    expect(heard.gaps.items).toEqual([]);
  });
});

async function start(): Promise<void> {
  planet = await startSteadyPlanet('local', { templates: templatesTrusting(signer, 'local') });
  trustAuthority(planet.certificateAuthority);
}

function clientOf(sub: string, location: string) {
  const token = () => tokenOf(signer, { publish: ['*'], subscribe: ['*'] }, { claims: { sub } });
  return libraryClient(planet, planet.edge(location), { token, fetch: globalThis.fetch });
}

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}
