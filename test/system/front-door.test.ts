// One domain, one token: every client gets through the front door, to the region that is nearest to its edge.
import type { PackagedFrontDoor } from '../../tools/engine/packaged-planet';
import { packageEdge } from '../../tools/packaging/packaging';
import { placesOf } from '../../tools/stages/stage';
import { amplifyPublish, amplifySubscriber } from '../support/clients/amplify-client';
import { apolloSubscriber } from '../support/clients/apollo-client';
import { bareSubscriber, type ConnectOptions } from '../support/clients/bare-client';
import { eventEdge, eventSubscriber, publishEvents } from '../support/clients/event-client';
import { installBrowserGlobals, type SocketWatch, trustAuthority } from '../support/browser/browser-globals';
import { endAll } from '../support/endings';
import { request } from '../support/clients/http-client';
import { libraryClient, listening } from '../support/clients/library-client';
import { PUBLISH, type ReceivedMessage, type Subscriber } from '../../local/test/support/messages';
import type { Api, TestPlanet } from '../support/planet';
import { startSteadyPlanet } from '../support/steady-planet';
import { aSigner, templatesTrusting } from '../support/clients/signer';
import { templatesAllowing } from '../support/packages/allowed-channels';
import { ROOT, settingsOf, TEST_PROJECT } from '../support/packages/templates';
import { tokenOf } from '../support/tokens';

/** The stage's regions, each with a viewer at the edge that is near it. */
const PLACES = ['us-west-2', 'ap-southeast-2'];

const signer = aSigner();
const token = tokenOf(signer, { publish: ['*'], subscribe: ['*'] });
const shown = { Authorization: token };

let planet: TestPlanet;
let watch: SocketWatch;

beforeAll(async () => {
  planet = await startSteadyPlanet('local', { templates: templatesTrusting(signer, 'local') });
  watch = installBrowserGlobals(planet.certificateAuthority);
});

afterAll(endAll);

/** How each client subscribes. */
const subscribers: Readonly<Record<string, (edge: Api, name: string) => Promise<Subscriber>>> = {
  'aws-amplify': async (edge, name) => amplifySubscriber(edge, name, watch, token),
  'aws-appsync-subscription-link': async (edge, name) => apolloSubscriber(edge, name, watch, token),
  'a WebSocket with the credentials in its subprotocol': async (edge, name) => bare(edge, name, {}),
  'a WebSocket to /graphql?header=, as Python’s gql': async (edge, name) =>
    bare(edge, name, { carrier: 'query', path: '/graphql' }),
  'a WebSocket to /realtime': async (edge, name) => bare(edge, name, { path: '/realtime' }),
  'a WebSocket with plain HTTP headers, as Swift and Android': async (edge, name) =>
    bare(edge, name, { carrier: 'headers' }),
};

/** Every stage has the first one. */
const DOORS: readonly Door[] = [
  {
    name: 'GraphQL',
    listen: async (edge, channel) => bare(edge, channel, {}),
    send: async (edge, name, message) => {
      const { status, body } = await request(edge, PUBLISH, { name, message }, { authorization: token });
      expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    },
  },
  {
    name: 'Events',
    listen: async (edge, channel) => eventSubscriber(eventEdge(edge), channel, shown, shown),
    send: async (edge, channel, message) => {
      const published = await publishEvents(eventEdge(edge), channel, [{ message }], shown);
      expect(published).toMatchObject({ status: 200, body: { failed: [] } });
    },
  },
];

/** How each client publishes. */
const publishers: Readonly<Record<string, (edge: Api, name: string, message: string) => Promise<unknown>>> = {
  'aws-amplify': async (edge, name, message) => amplifyPublish(edge, { name, message }, token),
  curl: async (edge, name, message) => request(edge, PUBLISH, { name, message }, { authorization: token }),
};

it.each(PLACES)('leads a viewer near %s there', async (place) => {
  const { body } = await request(planet.edge(place), '{ region }', {}, { authorization: token });

  expect(body).toEqual({ data: { region: place } });
});

it.each(Object.entries(subscribers))('lets %s subscribe near each region, and messages cross', async (_, subscribe) => {
  const everywhere = await Promise.all(PLACES.map(async (place) => subscribe(planet.edge(place), 'tech')));

  for (const [by, send] of Object.entries(publishers)) {
    for (const place of PLACES) await send(planet.edge(place), 'tech', `${by} near ${place}`);
  }

  for (const subscriber of everywhere) {
    for (const by of Object.keys(publishers)) {
      for (const place of PLACES) {
        const received = await subscriber.find(({ message }) => message === `${by} near ${place}`);
        expect(received).toMatchObject({ region: place, userId: 'ana' });
      }
    }
    await subscriber.close();
  }
});

it('lets guests use their channels near every region, and nothing else', async () => {
  const guest = (place: string) => libraryClient(planet, planet.edge(place), { token: () => 'guest' });
  const heard = await Promise.all(PLACES.map(async (place) => listening(guest(place), 'screen/chat')));

  for (const place of PLACES) await guest(place).publish('screen/chat', { message: place });
  const refused = guest('us-west-2').publish('screen/film', { message: 'mine' });

  await expect(refused).rejects.toMatchObject({ code: 'ChannelNotAllowed' });
  for (const each of heard) {
    for (const place of PLACES) expect(await each.text(place)).toMatchObject({ userId: null, region: place });
  }
});

it.each(PLACES)('says near %s that the API is there, as AWS’s Flutter client asks', async (place) => {
  const response = await fetch(new URL('/ping', planet.edge(place).graphqlUrl), {
    headers: { origin: 'https://shop.example' },
  });

  expect([response.status, await response.text()]).toEqual([200, 'healthy']);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

it('lets a browser on another site call it', async () => {
  const response = await fetch(planet.edge(PLACES[0]).graphqlUrl, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
});

it('answers any other path by a small 404 from the edge', async () => {
  const response = await fetch(new URL('/admin', planet.edge(PLACES[0]).graphqlUrl));

  expect(response.status).toBe(404);
  expect(response.headers.get('x-amz-cf-pop')).toBe('HIO50-P1');
});

it('takes as long a request to a region as CloudFront lets through', async () => {
  const headers = { authorization: token, 'x-long': 'x'.repeat(18_500) };

  expect(await request(planet.edge(PLACES[0]), '{ region }', {}, headers)).toMatchObject({ status: 200 });
});

it('does not take the API key of a region that is not the nearest', async () => {
  const { status, body } = await request(
    planet.edge('ap-southeast-2'),
    '{ region }',
    {},
    {
      'x-api-key': planet.api('us-west-2').apiKey,
    },
  );

  expect(status).toBe(401);
  expect(body.errors?.[0]).toMatchObject({ errorType: 'UnauthorizedException' });
});

describe.each([
  ['of one region', 'one', undefined],
  ['of five regions', 'five', undefined],
  ['without a domain, by the hosts that AppSync gave out', 'doors', withoutDomain('doors')],
])('a stage %s', (_, stage, frontDoor) => {
  let other: TestPlanet;
  let regions: readonly string[];
  let doors: readonly Door[];

  beforeAll(async () => {
    other = await startSteadyPlanet(stage, {
      templates: templatesAllowing(templatesTrusting(signer, stage), ['tech', 'cars/*']),
      ...(frontDoor && { frontDoor }),
    });
    trustAuthority(other.certificateAuthority);
    regions = [...other.regions.keys()];
    doors = DOORS.slice(0, settingsOf(stage).events ? 2 : 1);
  });

  afterAll(async () => {
    await other.stop();
    trustAuthority(planet.certificateAuthority);
  });

  it('leads every edge to its own region, and what comes in at any door arrives once at every one', async () => {
    const places = regions.flatMap((region) => doors.map((door) => ({ region, door, edge: other.edge(region) })));
    const everywhere = await Promise.all(places.map(async ({ door, edge }) => door.listen(edge, 'tech')));

    const sent = places.map(async ({ region, door, edge }) => {
      const text = `by ${door.name} near ${region}`;
      await door.send(edge, 'tech', text);
      return [text, region];
    });
    const expected = [...(await Promise.all(sent))].sort();
    for (const listener of everywhere) {
      for (const [text] of expected) await listener.find(({ message }) => message === text);
    }
    await request(other.edge(), PUBLISH, { name: 'tech', message: 'the end' }, { authorization: token });

    for (const listener of everywhere) {
      await listener.find(({ message }) => message === 'the end');
      const heard = listener.messages.filter(({ message }) => message !== 'the end');
      expect(heard.map(({ message, region }) => [message, region]).sort()).toEqual(expected);
      await listener.close();
    }
  });

  it('has wildcards at every depth, at every door', async () => {
    const [near, far] = [other.edge(regions[0]), other.edge(regions.at(-1))];
    const patterns = ['cars/*', 'cars/a/*', 'cars/a/b/*', 'cars/a/b/c/*', 'cars/a/b/c/d'];
    const listeners = await Promise.all(
      patterns.flatMap((pattern) => doors.map(async (door) => door.listen(near, pattern))),
    );

    for (const door of doors) {
      await door.send(far, 'cars/b', 'elsewhere');
      await door.send(far, 'cars/a/b/c/d', door.name);
    }
    const names = doors.map(({ name }) => name);
    for (const [index, listener] of listeners.entries()) {
      for (const name of names) await listener.find(({ message }) => message === name);
      const isWidest = index < doors.length;
      if (isWidest) await listener.find(() => listener.messages.length === 2 * names.length);
      const heard = listener.messages.map(({ message }) => message);
      expect(heard.sort()).toEqual([...names, ...(isWidest ? names.map(() => 'elsewhere') : [])].sort());
      await listener.close();
    }
  });
});

/** A client that listens at either door. */
interface Listener {
  readonly messages: readonly Heard[];
  find(is: (message: Heard) => boolean): Promise<unknown>;
  close(): Promise<void> | void;
}

/** What a message has at either door. */
type Heard = Pick<ReceivedMessage, 'message' | 'region'>;

/** A door, as clients use it through the front door. */
interface Door {
  readonly name: string;
  listen(edge: Api, channel: string): Promise<Listener>;
  /** Rejects when it is not taken. */
  send(edge: Api, channel: string, message: string): Promise<void>;
}

/** A front door that is packaged when the regions run, as such a stage is deployed. */
function withoutDomain(stage: string): PackagedFrontDoor {
  return {
    stackName: `global-pubsub-edge-${stage}`,
    edge: async (hosts) => packageEdge({ root: TEST_PROJECT, stage, hosts }),
    places: placesOf(ROOT),
  };
}

async function bare(edge: Api, name: string, options: ConnectOptions): Promise<Subscriber> {
  const authorization = { host: new URL(edge.graphqlUrl).host, Authorization: token };
  return bareSubscriber(edge, name, { ...options, authorization });
}
