// The settings that become a part of the router's code.
import hosts from '../../edge/hosts';
import routerConfig from '../../edge/router-config';
import { readStages } from '../../tools/stages/stages';
import { ROOT } from '../support/packages/templates';

const { places: PLACES } = readStages(ROOT);
const FIVE = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'];

interface RouterConfig {
  readonly orders: Readonly<Record<string, readonly string[]>>;
}

/** Resolves variables as the framework would. */
function frameworkWith(variables: Readonly<Record<string, unknown>>) {
  return {
    resolveVariable: async (variable: string) => Promise.resolve(variables[variable]),
  };
}

async function configOf(overrides: object = {}): Promise<RouterConfig> {
  const variables = {
    'self:custom.regions': FIVE,
    'self:custom.places': PLACES,
    'self:custom.domain': { name: 'pubsub.example.com', hostedZoneId: 'Z1' },
    'self:custom.health': { missedHeartbeats: 3, failedPings: 3, ttl: 30 },
    'self:custom.routing': 'latency',
    'self:custom.hosts': {},
    ...overrides,
  };
  return JSON.parse(await routerConfig(frameworkWith(variables))) as RouterConfig;
}

it('names the record below the domain, and how long its answer holds', async () => {
  expect(await configOf()).toMatchObject({
    recordName: '_region.pubsub.example.com',
    // The record's, which is half of what the stage allows.
    ttl: 15,
    routing: 'latency',
    customDomain: true,
    order: FIVE,
  });
});

it('asks another record of a stage that fails over: all records of a name have the same routing policy', async () => {
  expect(await configOf({ 'self:custom.routing': 'failover' })).toMatchObject({
    recordName: '_regions.pubsub.example.com',
    routing: 'failover',
  });
});

it('asks no record without a domain', async () => {
  const config = await configOf({ 'self:custom.domain': {} });

  expect(config).not.toHaveProperty('recordName');
  expect(config).toMatchObject({ customDomain: false });
});

it.each([
  ['us-west-2', ['us-west-2', 'us-east-1', 'eu-west-1', 'sa-east-1', 'ap-southeast-2']],
  ['eu-central-1', ['eu-west-1', 'us-east-1', 'us-west-2', 'sa-east-1', 'ap-southeast-2']],
  ['ap-northeast-1', ['ap-southeast-2', 'us-west-2', 'eu-west-1', 'us-east-1', 'sa-east-1']],
  // Across the date line.
  ['ap-southeast-6', ['ap-southeast-2', 'us-west-2', 'sa-east-1', 'us-east-1', 'eu-west-1']],
])('orders the regions by their distance from %s', async (from, order) => {
  const { orders } = await configOf();

  expect(orders[from]).toEqual(order);
});

it('has an order for every region in which the function may run', async () => {
  const { orders } = await configOf();

  expect(Object.keys(orders)).toEqual(Object.keys(PLACES));
});

describe.each([
  ['with Event APIs', true],
  ['without Event APIs', false],
])('the hosts of a stage %s', (_, hasEvents) => {
  const stage = { 'self:custom.regions': ['us-west-2'], 'self:custom.events': hasEvents };

  it('are looked up in the regional stacks, without a domain', async () => {
    const stack = 'cf(us-west-2):global-pubsub-dev';
    const framework = frameworkWith({
      ...stage,
      'self:custom.domain': {},
      'self:custom.regionalStack': 'global-pubsub-dev',
      "param:hosts, ''": '',
      [`${stack}.GraphQlHost, ''`]: 'a.example.com',
      [`${stack}.RealtimeHost, ''`]: 'b.example.com',
      [`${stack}.EventsHttpHost, ''`]: 'c.example.com',
      [`${stack}.EventsRealtimeHost, ''`]: 'd.example.com',
    });

    const events = { http: 'c.example.com', realtime: 'd.example.com' };
    expect(await hosts(framework)).toEqual({
      'us-west-2': { graphql: 'a.example.com', realtime: 'b.example.com', ...(hasEvents && { events }) },
    });
  });

  it('are names below the domain, one for each API', async () => {
    const domain = { name: 'pubsub.example.com', hostedZoneId: 'Z1' };

    const found = await hosts(frameworkWith({ ...stage, 'self:custom.domain': domain }));

    const [name, eventsName] = ['us-west-2.pubsub.example.com', 'us-west-2-events.pubsub.example.com'];
    const events = { http: eventsName, realtime: eventsName };
    expect(found).toEqual({ 'us-west-2': { graphql: name, realtime: name, ...(hasEvents && { events }) } });
  });
});

it('takes the hosts from the command line instead', async () => {
  const given = { 'us-west-2': { graphql: 'a.example.com', realtime: 'b.example.com' } };

  const found = await hosts(frameworkWith({ 'self:custom.domain': {}, "param:hosts, ''": JSON.stringify(given) }));

  expect(found).toEqual(given);
});
