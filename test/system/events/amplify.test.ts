// Amplify's client of Event APIs, as docs/CLIENTS.md shows it: a token in Sydney hears what is published with GraphQL in Oregon, and answers.
import { Amplify } from 'aws-amplify';
import { events } from 'aws-amplify/data';
import { Inbox } from '../../../local/test/support/messages';
import { installBrowserGlobals } from '../../support/browser/browser-globals';
import { bareSubscriber } from '../../support/clients/bare-client';
import { type EventMessage, eventDoor } from '../../support/clients/event-client';
import { publish } from '../../support/clients/http-client';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { endAll, endLater } from '../../support/endings';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import { tokenOf } from '../../support/tokens';

const SYDNEY = 'ap-southeast-2';
const signer = aSigner();
const authToken = tokenOf(signer, { publish: ['tech'], subscribe: ['tech'] });

let planet: TestPlanet;

beforeAll(async () => {
  planet = await startTestPlanet('local', { templates: templatesTrusting(signer, 'local') });
  installBrowserGlobals(planet.certificateAuthority);
  const endpoint = eventDoor(planet, SYDNEY).eventUrl.replace('http:', 'https:');
  Amplify.configure({ API: { Events: { endpoint, region: SYDNEY, defaultAuthMode: 'lambda' } } });
});

afterAll(endAll);

it('subscribes in one region and publishes to the other', async () => {
  const inbox = new Inbox<EventMessage>();
  const inOregon = await bareSubscriber(planet.api('us-west-2'), 'tech');
  const channel = await events.connect('/tech', { authToken });
  endLater(() => channel.close());
  const next = ({ event }: { readonly event: EventMessage }) => inbox.push(event);
  await channel.subscribe({ next, error: () => undefined }, { authToken }).ready;

  await publish(planet.api('us-west-2'), { name: 'tech', message: 'Hello?' });
  const question = await inbox.find(() => true);
  const failed = await events.post('/tech', { message: 'Hello back!', data: { price: 5 } }, { authToken });
  const answer = await inOregon.find(({ message }) => message === 'Hello back!');

  expect(question).toMatchObject({ message: 'Hello?', region: 'us-west-2', name: 'tech' });
  expect(answer).toMatchObject({ data: '{"price":5}', region: SYDNEY, userId: 'ana' });
  expect(failed).toBeUndefined();
  await inOregon.close();
});
