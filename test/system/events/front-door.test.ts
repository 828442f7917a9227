// The Events door of the one domain: every client gets through it to the nearest region, with nothing but its address and a token.
import { randomUUID } from 'node:crypto';
import { Amplify } from 'aws-amplify';
import { events } from 'aws-amplify/data';
import { WebSocket } from 'ws';
import { headerProtocol } from '../../../local/test/support/appsync';
import { Inbox } from '../../../local/test/support/messages';
import { installBrowserGlobals } from '../../support/browser/browser-globals';
import { bareSubscriber } from '../../support/clients/bare-client';
import {
  bodyOf,
  eventDoor,
  eventEdge,
  type EventMessage,
  type EventSubscriber,
  eventSubscriber,
  publishEvents,
} from '../../support/clients/event-client';
import { publish, request, signedHeaders } from '../../support/clients/http-client';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { endAll, endLater } from '../../support/endings';
import { templatesAllowing } from '../../support/packages/allowed-channels';
import type { TestPlanet } from '../../support/planet';
import { startSteadyPlanet } from '../../support/steady-planet';
import { tokenOf } from '../../support/tokens';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';
const PLACES = [OREGON, SYDNEY];
const SITE = { origin: 'https://shop.example' };

const signer = aSigner();
const token = tokenOf(signer, { publish: ['*'], subscribe: ['*'] });
const shown = { Authorization: token };

let planet: TestPlanet;
/** Near Sydney. */
let everything: EventSubscriber;

beforeAll(async () => {
  const templates = templatesAllowing(templatesTrusting(signer, 'local'), ['tech', 'tech/*', 'cars']);
  planet = await startSteadyPlanet('local', { templates });
  installBrowserGlobals(planet.certificateAuthority);
  everything = await listening(SYDNEY, 'tech/*');
});

afterAll(endAll);

function edge(place: string) {
  return eventEdge(planet.edge(place));
}

async function listening(place: string, channel: string): Promise<EventSubscriber> {
  const subscriber = await eventSubscriber(edge(place), channel, shown, shown);
  endLater(() => subscriber.close());
  expect(subscriber.answer).toMatchObject({ type: 'subscribe_success' });
  return subscriber;
}

it.each(PLACES)('leads what is published near %s there, and it arrives everywhere', async (place) => {
  const everywhere = await Promise.all(PLACES.map(async (near) => listening(near, 'tech')));
  const text = `published near ${place}`;

  const { status, body } = await publishEvents(edge(place), 'tech', [{ message: text }], shown);

  expect({ status, failed: body['failed'] }).toEqual({ status: 200, failed: [] });
  for (const subscriber of everywhere) {
    expect(await subscriber.find(({ message }) => message === text)).toMatchObject({ region: place, userId: 'ana' });
  }
});

it('lets in a WebSocket with its credentials as plain HTTP headers, as Swift’s client sends them', async () => {
  const { realtimeUrl, ca } = edge(OREGON);

  const answer = await firstFrame(realtimeUrl, ['aws-appsync-event-ws'], { ca, headers: shown });

  expect(answer).toMatchObject({ type: 'connection_ack' });
});

it('takes an API key of the nearest region, and none of another', async () => {
  const keys = PLACES.map((place) => ({ 'x-api-key': eventDoor(planet, place).apiKey }));

  const answers = keys.map(async (key) => publishEvents(edge(OREGON), 'tech', ['by key'], key));

  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 401]);
});

it('takes no signature, which is made for another host', async () => {
  const body = bodyOf('tech', ['signed']);
  const signed = await signedHeaders(planet.edge(OREGON), planet.aws, { path: '/event', body });

  expect(await publishEvents(edge(OREGON), 'tech', ['signed'], signed)).toMatchObject({ status: 401 });
});

describe('a browser on another site', () => {
  it('is let in, with what Amplify sends', async () => {
    const wanted = 'authorization,content-type,x-amz-user-agent';
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': wanted };

    const preflight = await fetch(edge(OREGON).eventUrl, { method: 'OPTIONS', headers: { ...SITE, ...asked } });

    const allowed = preflight.headers.get('access-control-allow-headers')?.split(/, ?/);
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(allowed).toEqual(expect.arrayContaining(wanted.split(',')));
  });

  it.each([
    ['that it published', { channel: '/cars', events: ['"hi"'] }, 200],
    ['why it did not', { channel: '/cars' }, 400],
  ])('reads %s', async (_, body, status) => {
    const headers = { ...SITE, authorization: token, 'content-type': 'application/json' };

    const answer = await fetch(edge(OREGON).eventUrl, { method: 'POST', headers, body: JSON.stringify(body) });

    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('AWS’s own samples, with an address and a credential of ours', () => {
  /**
   * The client that AWS announced Event APIs with: the browser's WebSocket and fetch, and nothing else.
   * https://aws.amazon.com/blogs/mobile/announcing-aws-appsync-events-serverless-websocket-apis
   */
  it('the client of the announcement: a channel, a wildcard, and a publish by HTTP and by WebSocket', async () => {
    const { host } = new URL(edge(OREGON).eventUrl);
    const authorization = { Authorization: token, host };
    const encoded = btoa(JSON.stringify(authorization)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    const frames = new Inbox<Frame>();
    const socket = await new Promise<InstanceType<typeof globalThis.WebSocket>>((resolve) => {
      const opening = new globalThis.WebSocket(`wss://${host}/event/realtime`, [
        'aws-appsync-event-ws',
        `header-${encoded}`,
      ]);
      opening.onmessage = ({ data }) => frames.push(JSON.parse(String(data)) as Frame);
      opening.onopen = () => {
        opening.send(JSON.stringify({ type: 'connection_init' }));
        resolve(opening);
      };
    });
    endLater(() => socket.close());
    const send = (message: object) => socket.send(JSON.stringify({ id: randomUUID(), authorization, ...message }));

    for (const channel of ['/tech/messages', '/tech/*']) send({ type: 'subscribe', channel });
    for (const count of [1, 2]) await frames.find(() => ofType(frames, 'subscribe_success').length === count);
    await fetch(`https://${host}/event`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token },
      body: JSON.stringify({ channel: '/tech/messages', events: [JSON.stringify({ message: 'by HTTP' })] }),
    });
    send({ type: 'publish', channel: '/tech/messages', events: [JSON.stringify({ message: 'by WebSocket' })] });
    await frames.find(() => ofType(frames, 'data').length === 4);

    const heard = ofType(frames, 'data').map(({ event }) => (JSON.parse(event ?? '') as EventMessage).message);
    expect(heard.sort()).toEqual(['by HTTP', 'by HTTP', 'by WebSocket', 'by WebSocket']);
    expect(ofType(frames, 'publish_success')).toMatchObject([{ failed: [] }]);
  });

  /** https://docs.amplify.aws/react/build-a-backend/data/connect-event-api/ */
  it('Amplify’s: an API key, one channel, connected, subscribed to and posted to', async () => {
    const { eventUrl: endpoint } = edge(OREGON);
    const { apiKey } = eventDoor(planet, OREGON);
    Amplify.configure({ API: { Events: { endpoint, region: OREGON, defaultAuthMode: 'apiKey', apiKey } } });
    const inbox = new Inbox<EventMessage>();

    const channel = await events.connect('tech/channel');
    const subscription = channel.subscribe({ next: ({ event }) => inbox.push(event as EventMessage), error: fail });
    await subscription.ready;
    await events.post('tech/channel', { some: 'data' });
    const heard = await inbox.find(() => true);
    subscription.unsubscribe();
    channel.close();
    // Else Amplify keeps the socket for a second, and takes it for another address, too.
    await events.closeAll();

    expect(heard).toMatchObject({ name: 'tech/channel', data: { some: 'data' }, region: OREGON });
  });

  it('Amplify’s with a token, which publishes by its WebSocket and hears a wildcard, near the other region', async () => {
    const { eventUrl: endpoint } = edge(SYDNEY);
    Amplify.configure({ API: { Events: { endpoint, region: SYDNEY, defaultAuthMode: 'lambda' } } });
    const inbox = new Inbox<EventMessage>();
    const options = { authToken: token };

    const channel = await events.connect('/tech/*', options);
    endLater(() => channel.close());
    const next = ({ event }: { readonly event: EventMessage }) => inbox.push(event);
    await channel.subscribe({ next, error: fail }, options).ready;
    const publisher = await events.connect('/tech/socket', options);
    endLater(() => publisher.close());
    await publisher.publish({ message: 'by its WebSocket' }, options);
    await publish(planet.api(OREGON), { name: 'tech/graphql', message: 'by GraphQL' });

    const heard = ['by its WebSocket', 'by GraphQL'].map(async (text) => inbox.find(({ message }) => message === text));
    expect(await Promise.all(heard)).toMatchObject([{ region: SYDNEY }, { region: OREGON }]);
  });
});

describe('what is not for it', () => {
  it.each<[string, string, RequestInit, number, string]>([
    ['a question', '/event', { method: 'GET' }, 404, 'HttpNotFoundException'],
    ['another path below it', '/event/tech', { method: 'POST', body: '{}' }, 404, 'NotFound'],
    ['a slash too many', '/event/', { method: 'POST', body: '{}' }, 404, 'NotFound'],
    ['a plain request for WebSockets', '/event/realtime', { method: 'GET' }, 404, 'NotFound'],
    ['a GraphQL request', '/event', { method: 'POST', body: '{"query":"{ region }"}' }, 400, 'BadRequestException'],
    ['no JSON', '/event', { method: 'POST', body: '{' }, 400, 'BadRequestException'],
  ])('is answered in JSON: %s', async (_, path, init, status, errorType) => {
    const answer = await fetch(new URL(path, edge(OREGON).eventUrl), { ...init, headers: { authorization: token } });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errors: [{ errorType, message: expect.any(String) }] });
  });

  it('is an event, at the GraphQL door', async () => {
    const body = bodyOf('tech', ['astray']);

    const answer = await fetch(planet.edge(OREGON).graphqlUrl, { method: 'POST', headers: { ...shown }, body });

    expect(answer.status).toBe(400);
  });

  it('is a query longer than CloudFront takes, for which it says so', async () => {
    const answer = await fetch(`${edge(OREGON).eventUrl}?${'x'.repeat(9000)}`, { method: 'POST', headers: shown });

    expect(answer.status).toBe(413);
  });

  const { host } = new URL('https://pubsub.example.com');
  it.each<[string, readonly string[]]>([
    ['no JSON', ['aws-appsync-event-ws', 'header-e30x']],
    ['an empty header', ['aws-appsync-event-ws', 'header-']],
    ['no host', ['aws-appsync-event-ws', headerProtocol(shown)]],
    ['no credentials', ['aws-appsync-event-ws', headerProtocol({ host })]],
    ['a wrong token', ['aws-appsync-event-ws', headerProtocol({ host, Authorization: 'x' })]],
    ['the subprotocol of the GraphQL door', ['graphql-ws', headerProtocol({ host, ...shown })]],
    ['no subprotocol', []],
  ])('is a handshake with %s, which is refused by a frame', async (_, protocols) => {
    const { realtimeUrl, ca } = edge(OREGON);

    expect(await firstFrame(realtimeUrl, protocols, { ca })).toMatchObject({ type: 'connection_error' });
  });

  it.each(['/event', '/event/realtime/', '/event/connect'])('is a handshake at %s', async (path) => {
    const { realtimeUrl, ca } = edge(OREGON);
    const protocols = ['aws-appsync-event-ws', headerProtocol({ host, ...shown })];

    await expect(firstFrame(new URL(path, realtimeUrl).href, protocols, { ca })).rejects.toThrow('404');
  });

  it('has broken nothing', async () => {
    const graphql = await bareSubscriber(planet.api(SYDNEY), 'tech/end');

    await publishEvents(edge(OREGON), 'tech/end', [{ message: 'the end' }], shown);

    for (const subscriber of [everything, graphql]) await subscriber.find(({ message }) => message === 'the end');
    await graphql.close();
    const { body } = await request(planet.edge(OREGON), '{ region }', {}, { authorization: token });
    expect(body.data).toEqual({ region: OREGON });
  });
});

/** A frame of the protocol. */
interface Frame {
  readonly type: string;
  readonly event?: string;
  readonly failed?: readonly unknown[];
}

function ofType({ items }: Inbox<Frame>, type: string): readonly Frame[] {
  return items.filter((frame) => frame.type === type);
}

/** Connects, and says how it was received. @throws Error when it is no WebSocket that answers */
async function firstFrame(url: string, protocols: readonly string[], options: object): Promise<unknown> {
  const socket = new WebSocket(url, [...protocols], options);
  endLater(() => socket.terminate());
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
  return new Promise((resolve, reject) => {
    socket.once('message', (text: Buffer) => resolve(JSON.parse(text.toString())));
    socket.once('error', reject);
  });
}

function fail(error: unknown): never {
  throw new Error('Amplify’s subscription failed.', { cause: error });
}
