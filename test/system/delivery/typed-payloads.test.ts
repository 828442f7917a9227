// A stage that says what the data of messages must be: what does not fit is refused with the place of the mistake, however it comes.
import { bareSubscriber } from '../../support/clients/bare-client';
import { putMessage } from '../../support/clients/backend';
import { publish, request } from '../../support/clients/http-client';
import { endAll } from '../../support/endings';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import { nextMessage } from '../../support/queue';
import { PUBLISH } from '../../../local/test/support/messages';

const CHANNEL = 'chat/prices/eu';
const PUBLISH_BATCH = `mutation PublishBatch($messages: [PublishInput!]!) {
  publishBatch(messages: $messages) { message { id } error { errorType message } } }`;

let planet: TestPlanet;

// In this stage: test/cases/stages.yml.
beforeAll(async () => {
  planet = await startTestPlanet('channels');
});

afterAll(endAll);

it.each<[unknown]>([
  [{ price: 5 }],
  [{ price: 0, sizes: [], kind: 'bid', note: null }],
  [{ price: 1.5, sizes: [1, 2, 9], kind: 'ask', note: '12345' }],
  [{ price: 1, note: '%F🙂🙂🙂' }],
])('takes %j', async (data) => {
  const { data: answered } = await publish(planet.api(), { name: CHANNEL, message: 'hi', data: JSON.stringify(data) });

  expect(JSON.parse(answered ?? 'null')).toEqual(data);
});

it.each<[unknown, string]>([
  [undefined, 'data must be of type object, not null'],
  [[], 'data must be of type object, not array'],
  ['text', 'data must be of type object, not string'],
  [{}, 'data must have the member "price"'],
  [{ price: '5' }, 'data.price must be of type number, not string'],
  [{ price: -1 }, 'data.price must be 0 or more'],
  [{ price: 1, cost: 1 }, 'data must not have the member "cost"'],
  [JSON.parse('{"price":1,"__proto__":1}'), 'data must not have the member "__proto__"'],
  [{ price: 1, length: 1 }, 'data must not have the member "length"'],
  [{ price: 1, toString: 1 }, 'data must not have the member "toString"'],
  [{ price: 1, sizes: [1, 2, 3, 4] }, 'data.sizes must have 3 items or fewer'],
  [{ price: 1, sizes: [1, 2.5] }, 'data.sizes[1] must be of type integer, not number'],
  [{ price: 1, sizes: [10] }, 'data.sizes[0] must be 9 or less'],
  [{ price: 1, kind: 'sell' }, 'data.kind must be "bid" or "ask"'],
  [{ price: 1, note: '123456' }, 'data.note must have 5 characters or fewer'],
  [{ price: 1, note: '%F🙂🙂🙂🙂' }, 'data.note must have 5 characters or fewer'],
])('refuses %j: %s', async (data, mistake) => {
  const { body } = await request(planet.api(), PUBLISH, {
    ...{ name: CHANNEL, message: 'hi' },
    ...(data !== undefined && { data: JSON.stringify(data) }),
  });

  expect(body.errors).toMatchObject([
    { errorType: 'InvalidData', message: `The data does not fit channel "${CHANNEL}": ${mistake}.` },
  ]);
});

it('says nothing of what is known to be too much in a few characters', async () => {
  const data = JSON.stringify({ price: 1, ['x'.repeat(10_000)]: 1 });

  const { body } = await request(planet.api(), PUBLISH, { name: CHANNEL, message: 'hi', data });

  expect(body.errors?.[0]?.message.length).toBeLessThan(400);
});

it('takes a number that JSON does not have for null, as which it would arrive', async () => {
  const { body } = await request(planet.api(), PUBLISH, { name: CHANNEL, message: 'hi', data: '{"price":1e400}' });

  expect(body.errors?.[0]?.message).toContain('data.price must be of type number, not null.');
});

it('lets other channels have any data', async () => {
  const { data } = await publish(planet.api(), { name: 'chat/prices', message: 'hi', data: '"anything"' });

  expect(data).toBe('"anything"');
});

it('refuses one message of several', async () => {
  const messages = ['{"price":1}', '{"price":true}'].map((data) => ({ name: CHANNEL, message: 'hi', data }));

  const { body } = await request(planet.api(), PUBLISH_BATCH, { messages });

  expect(body.data).toMatchObject({
    publishBatch: [{ error: null }, { message: null, error: { errorType: 'InvalidData' } }],
  });
});

it('makes a dead letter, with the same words, of what a backend puts on the bus', async () => {
  const subscriber = await bareSubscriber(planet.api(), CHANNEL);
  await putMessage(planet, planet.api(), { name: CHANNEL, message: 'bad', data: '{"price":-1}' });

  const { MessageAttributes: attributes } = await nextMessage(planet, planet.api().region);
  await putMessage(planet, planet.api(), { name: CHANNEL, message: 'good', data: '{"price":1}' });
  await subscriber.find(({ message }) => message === 'good');

  expect(attributes?.['ERROR_MESSAGE']?.StringValue).toContain(
    `The data does not fit channel "${CHANNEL}": data.price must be 0 or more.`,
  );
  expect(subscriber.messages.map(({ message }) => message)).toEqual(['good']);
  await subscriber.close();
});
