// One domain, one token: every client gets through the front door, to the region that is nearest to its edge.
import type { PackagedFrontDoor } from '../../tools/engine/packaged-planet';
import { packageEdge } from '../../tools/packaging/packaging';
import { placesOf } from '../../tools/stages/stage';
import { amplifyPublish, amplifySubscriber } from '../support/clients/amplify-client';
import { apolloSubscriber } from '../support/clients/apollo-client';
import { bareSubscriber, type ConnectOptions } from '../support/clients/bare-client';
import { installBrowserGlobals, type SocketWatch, trustAuthority } from '../support/browser/browser-globals';
import { endAll } from '../support/endings';
import { request } from '../support/clients/http-client';
import { libraryClient, listening } from '../support/clients/library-client';
import { PUBLISH, type Subscriber } from '../../local/test/support/messages';
import type { Api, TestPlanet } from '../support/planet';
import { startSteadyPlanet } from '../support/steady-planet';
import { aSigner, templatesTrusting } from '../support/clients/signer';
import { ROOT } from '../support/packages/templates';
import { tokenOf } from '../support/tokens';

/** The stage's regions, each with a viewer at the edge that is near it. */
const PLACES = ['us-west-2', 'ap-southeast-2'];

const signer = aSigner();
const token = tokenOf(signer, { publish: ['*'], subscribe: ['*'] });

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
  ['without a domain, by the hosts that AppSync gave out', 'dev', withoutDomain('dev')],
])('a stage %s', (_, stage, frontDoor) => {
  it('leads every edge to its own region, and messages cross', async () => {
    const other = await startSteadyPlanet(stage, {
      templates: templatesTrusting(signer, stage),
      ...(frontDoor && { frontDoor }),
    });
    trustAuthority(other.certificateAuthority);
    const regions = [...other.regions.keys()];

    const everywhere = await Promise.all(regions.map(async (region) => bare(other.edge(region), 'tech', {})));
    const landed = await Promise.all(
      regions.map(async (region) =>
        request(other.edge(region), PUBLISH, { name: 'tech', message: region }, { authorization: token }),
      ),
    );
    for (const subscriber of everywhere) {
      for (const region of regions) await subscriber.find(({ message }) => message === region);
      await subscriber.close();
    }
    await other.stop();
    trustAuthority(planet.certificateAuthority);

    expect(landed.map(({ body }) => body.data?.['publish'])).toMatchObject(regions.map((region) => ({ region })));
  });
});

/** A front door that is packaged when the regions run, as such a stage is deployed. */
function withoutDomain(stage: string): PackagedFrontDoor {
  return {
    stackName: `global-pubsub-edge-${stage}`,
    edge: async (hosts) => packageEdge({ root: ROOT, stage, hosts }),
    places: placesOf(ROOT),
  };
}

async function bare(edge: Api, name: string, options: ConnectOptions): Promise<Subscriber> {
  const authorization = { host: new URL(edge.graphqlUrl).host, Authorization: token };
  return bareSubscriber(edge, name, { ...options, authorization });
}
