// What is acknowledged is delivered, later if a region is away; what cannot be delivered ends in the dead-letter queue.
import { putMessage } from '../../support/clients/backend';
import { bareSubscriber } from '../../support/clients/bare-client';
import { endAll } from '../../support/endings';
import { publish } from '../../support/clients/http-client';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { nextMessage } from '../../support/queue';

let planet: TestPlanet;
let oregon: Api;
let sydney: Api;

beforeEach(async () => {
  planet = await startTestPlanet('local');
  oregon = planet.api('us-west-2');
  sydney = planet.api('ap-southeast-2');
});

afterEach(endAll);

it('delivers to a region that was unreachable for a while what was published meanwhile', async () => {
  const here = await bareSubscriber(oregon, 'tech');
  const there = await bareSubscriber(sydney, 'tech');
  planet.network.cut('us-west-2', 'ap-southeast-2');

  const sent = await Promise.all(
    [1, 2, 3].map(async (number) => publish(oregon, { name: 'tech', message: `while away ${number}` })),
  );
  for (const { id } of sent) await here.find((message) => message.id === id);
  const arrivedWhileAway = there.messages.length;
  planet.network.heal('us-west-2', 'ap-southeast-2');
  for (const { id } of sent) await there.find((message) => message.id === id);
  const { id: last } = await publish(oregon, { name: 'tech', message: 'the end' });
  await there.find((message) => message.id === last);

  expect(arrivedWhileAway).toBe(0);
  expect(there.messages.map(({ id }) => id).sort()).toEqual([...sent.map(({ id }) => id), last].sort());
  await here.close();
  await there.close();
});

describe('an event that does not fit', () => {
  it.each([
    ['has no channel', { message: 'hi' }],
    ['has no text', { name: 'tech' }],
    ['has a number for its text', { name: 'tech', message: 5 }],
    ['has an unknown field', { name: 'tech', message: 'hi', colour: 'red' }],
    ['has data that is not JSON text', { name: 'tech', message: 'hi', data: '{' }],
    ['names a channel that is not allowed', { name: 'news', message: 'hi' }],
    ['names the channel of the heartbeats', { name: '$heartbeat', message: 'alive' }],
    ['has an id that is not a ULID', { name: 'tech', message: 'hi', id: 'order 1' }],
    ['names a previous message that cannot be one', { name: 'tech', message: 'hi', previous: 'order 1' }],
    ['is too large for a subscriber', { name: 'tech', message: 'x'.repeat(240_001) }],
  ])('because it %s ends in the queue of its entry region, and reaches no one', async (_, detail) => {
    const there = await bareSubscriber(sydney, 'tech');

    await putMessage(planet, oregon, detail);
    const letters = [await nextMessage(planet, oregon.region)];
    await putMessage(planet, oregon, { name: 'tech', message: 'the next one' });
    await there.find(({ message }) => message === 'the next one');
    // The first letter of either queue is of what entered there.
    await putMessage(planet, sydney, detail);
    letters.push(await nextMessage(planet, sydney.region));

    for (const [index, letter] of letters.entries()) {
      const { region } = [oregon, sydney][index] ?? {};
      expect(JSON.parse(letter.Body ?? '')).toMatchObject({ source: 'shop.backend', region, detail });
      expect(letter.MessageAttributes).toMatchObject({
        RULE_ARN: { StringValue: expect.stringMatching(/:rule\/global-pubsub-local\/[^/]*-AdmitRule-/) },
        TARGET_ARN: { StringValue: expect.stringContaining(':endpoints/graphql-api/') },
        ERROR_MESSAGE: { StringValue: expect.any(String) },
      });
    }
    expect(there.messages).toHaveLength(1);
    await there.close();
  });
});
