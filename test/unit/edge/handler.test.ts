// The function as it is deployed: bundled, and run with a DNS of the test's.
import { aConfig, aConfigWithoutDomain, anEvent, asRequest, EVENT_NAMES, hostOf } from './requests';
import { bundleOf, loadRouter, type Router } from '../../../bench/packaged-router';

const GRAPHQL = anEvent('graphql_post');

let code: string;

beforeAll(async () => {
  code = await bundleOf(aConfig());
});

/** The router in Frankfurt. */
function aRouter(
  resolveTxt: (name: string) => Promise<string[][]>,
  router = code,
): Router & { readonly names: string[] } {
  const names: string[] = [];
  const handler = loadRouter(router, {
    region: 'eu-central-1',
    resolveTxt: async (name) => {
      names.push(name);
      return resolveTxt(name);
    },
  });
  return Object.assign(handler, { names });
}

it('leads a request to the region that the record names', async () => {
  const router = aRouter(async () => Promise.resolve([['ap-southeast-2']]));

  expect(hostOf(await router(GRAPHQL))).toBe('ap-southeast-2.pubsub.example.com');
  expect(router.names).toEqual(['_region.pubsub.example.com']);
});

it('asks once for a thousand requests', async () => {
  const router = aRouter(async () => Promise.resolve([['ap-southeast-2']]));

  for (let request = 0; request < 1000; request += 1) await router(GRAPHQL);

  expect(router.names).toHaveLength(1);
});

it('leads a request to the region that is next to it when DNS fails', async () => {
  const router = aRouter(async () => Promise.reject(new Error('queryTxt ETIMEOUT')));

  expect(hostOf(await router(GRAPHQL))).toBe('eu-west-1.pubsub.example.com');
});

it.each(['page_index', 'nothing_at_page', 'nothing_below_api', 'realtime_without_handshake'])(
  'does not ask for %s',
  async (name) => {
    const router = aRouter(async () => Promise.reject(new Error('queryTxt ETIMEOUT')));

    await router(anEvent(name));

    expect(router.names).toEqual([]);
  },
);

it('does not ask for a stage without a domain', async () => {
  const router = aRouter(async () => Promise.resolve([['us-west-2']]), await bundleOf(aConfigWithoutDomain()));

  await router(GRAPHQL);

  expect(router.names).toEqual([]);
});

it('leads a request on with the body that it does not see', async () => {
  const router = aRouter(async () => Promise.resolve([['us-west-2']]));

  expect(asRequest(await router(GRAPHQL))).not.toHaveProperty('body');
});

it('writes nothing, whatever comes', async () => {
  const written = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write'));
  const logged = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) => jest.spyOn(console, level));
  const router = aRouter(async () => Promise.reject(new Error('queryTxt ETIMEOUT')));

  for (const event of [...EVENT_NAMES.map(anEvent), undefined, {}, { Records: [] }]) await router(event);

  for (const spy of [...written, ...logged]) expect(spy).not.toHaveBeenCalled();
});
