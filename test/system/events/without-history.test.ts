// The Events door in a stage that keeps no history and says what data must be: what is published in one region arrives in the other.
import { eventDoor, eventSubscriber, publishEvents } from '../../support/clients/event-client';
import { signedRequest } from '../../support/clients/http-client';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { endAll, endLater } from '../../support/endings';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import { tokenOf } from '../../support/tokens';

const STAGE = 'failover';
const BROADCAST = `mutation B($event: BusEvent!, $detail: BusMessage!) { broadcastFromBus(event: $event, detail: $detail) { id } }`;
const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const signer = aSigner();
const shown = { Authorization: tokenOf(signer, { publish: ['tech', 'cars'], subscribe: ['tech'] }) };
let planet: TestPlanet;

beforeAll(async () => {
  planet = await startTestPlanet(STAGE, { templates: templatesTrusting(signer, STAGE) });
});

afterAll(endAll);

it('carries messages, and those twice that the bus delivers twice', async () => {
  const there = await eventSubscriber(eventDoor(planet, 'ap-southeast-2'), 'tech', shown, shown);
  endLater(() => there.close());
  const event = { id: 'e1', source: 'global-pubsub.api', region: 'us-west-2', time: '2026-01-01T00:00:00Z' };
  const call = { event, detail: { name: 'tech', message: 'twice', id: ID } };

  for (let time = 0; time < 2; time += 1)
    await signedRequest(planet.api('ap-southeast-2'), planet.aws, BROADCAST, call);
  await publishEvents(eventDoor(planet, 'us-west-2'), 'tech', ['over there'], shown);
  const last = await there.find(({ data }) => data === 'over there');

  expect(there.messages.map(({ message, id }) => [message, id])).toEqual([
    ['twice', ID],
    ['twice', ID],
    ['', last.id],
  ]);
  expect(last).toMatchObject({ region: 'us-west-2', userId: 'ana' });
});

it('refuses data that does not fit in the words of the other door', async () => {
  const events = [{ price: 5 }, { price: '5' }, { message: 'hi', data: { price: '6' } }];

  const { body } = await publishEvents(eventDoor(planet, 'us-west-2'), 'cars', events, shown);

  const message = 'InvalidData: The data does not fit channel "cars": data.price must be of type number, not string.';
  expect(body['failed']).toMatchObject([
    { index: 1, message },
    { index: 2, message },
  ]);
});
