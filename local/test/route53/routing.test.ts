import { distanceBetween } from '../../src/route53/routing';
import { aLatencyRecord, aRecord, aRoute53, type Route53Bench } from '../support/route53';

const NAME = '_region.pubsub.example.com';
const REGIONS = ['us-west-2', 'ap-southeast-2', 'eu-central-1'];

let bench: Route53Bench;
/** What chance brings next; 0 when there is nothing left. */
let chance: number[];

beforeEach(() => {
  chance = [];
  bench = aRoute53(() => chance.shift() ?? 0);
});

afterEach(() => bench.stop());

/** The TXT strings that a resolver near a region gets, sorted. */
async function answers(location?: string): Promise<readonly string[]> {
  const resolver = await bench.resolver(location);
  return (await resolver.resolveTxt(NAME)).flat().sort();
}

/** Latency records of the regions, with health checks. */
function createRegions() {
  bench.create(...REGIONS.map((region) => aLatencyRecord(region, { healthCheckId: bench.check(region) })));
}

test.each([
  ['us-west-2', 'us-west-2'],
  ['us-east-1', 'us-west-2'],
  ['ca-west-1', 'us-west-2'],
  ['ap-southeast-1', 'ap-southeast-2'],
  ['eu-west-1', 'eu-central-1'],
  ['af-south-1', 'eu-central-1'],
])('DN-01 Latency routing brings %s to %s', async (location, region) => {
  createRegions();

  expect(await answers(location)).toEqual([region]);
});

test('DN-01 The distance between two places is that on the surface', () => {
  const [seattle, sydney] = [
    { latitude: 47.61, longitude: -122.33 },
    { latitude: -33.87, longitude: 151.21 },
  ];

  expect(Math.round(distanceBetween(seattle, sydney) / 100)).toBe(125);
});

test('DN-02 A record whose health check fails is not handed out', async () => {
  createRegions();

  bench.alarm('us-west-2', 'ALARM');
  const meanwhile = await answers('us-west-2');
  bench.alarm('us-west-2', 'OK');

  expect(meanwhile).toEqual(['eu-central-1']);
  expect(await answers('us-west-2')).toEqual(['us-west-2']);
});

test('DN-02 When no record is healthy, all are taken for healthy', async () => {
  createRegions();

  for (const region of REGIONS) bench.alarm(region, 'ALARM');

  expect(await answers('us-west-2')).toEqual(['us-west-2']);
});

test('DN-02 A record without a health check is healthy', async () => {
  bench.create(
    aLatencyRecord('us-west-2', { healthCheckId: bench.check('us-west-2') }),
    aLatencyRecord('eu-central-1'),
  );

  bench.alarm('us-west-2', 'ALARM');

  expect(await answers('us-west-2')).toEqual(['eu-central-1']);
});

describe('Failover', () => {
  beforeEach(() => {
    bench.create(
      aRecord({ setIdentifier: 'a', failover: 'SECONDARY', values: ['"second"'] }),
      aRecord({
        setIdentifier: 'b',
        failover: 'PRIMARY',
        values: ['"first"'],
        healthCheckId: bench.check('us-west-2'),
      }),
    );
  });

  test.each([
    ['OK', 'first'],
    ['ALARM', 'second'],
  ] as const)('DN-03 When the health check is %s, the %s record answers', async (state, expected) => {
    bench.alarm('us-west-2', state);

    expect(await answers()).toEqual([expected]);
  });
});

test('DN-03 When both fail, the primary record answers', async () => {
  const healthCheckId = bench.check('us-west-2');
  bench.create(
    aRecord({ setIdentifier: 'a', failover: 'SECONDARY', values: ['"second"'], healthCheckId }),
    aRecord({ setIdentifier: 'b', failover: 'PRIMARY', values: ['"first"'], healthCheckId }),
  );

  bench.alarm('us-west-2', 'ALARM');

  expect(await answers()).toEqual(['first']);
});

describe('Multivalue answers', () => {
  /** @param count of records, the first with a health check */
  function createMultivalue(count: number) {
    const healthCheckId = bench.check('us-west-2');
    for (let index = 0; index < count; index += 1) {
      const record = aRecord({ setIdentifier: `${index}`, multiValueAnswer: true, values: [`"${index}"`] });
      bench.create(index === 0 ? { ...record, healthCheckId } : record);
    }
  }

  test('DN-04 All healthy records answer', async () => {
    createMultivalue(3);
    const all = await answers();

    bench.alarm('us-west-2', 'ALARM');

    expect(all).toEqual(['0', '1', '2']);
    expect(await answers()).toEqual(['1', '2']);
  });

  test('DN-04 Of more than eight records, eight answer, at random', async () => {
    createMultivalue(10);

    const first = await answers();
    chance = [0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99];

    expect(first).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(await answers()).toEqual(['2', '3', '4', '5', '6', '7', '8', '9']);
  });

  test('DN-04 When none is healthy, all answer', async () => {
    createMultivalue(1);

    bench.alarm('us-west-2', 'ALARM');

    expect(await answers()).toEqual(['0']);
  });
});

describe('Weights', () => {
  /** @param weights of records that have the states of alarms of their own */
  function createWeighted(...weights: readonly number[]) {
    weights.forEach((weight, index) => {
      const healthCheckId = bench.check(`region-${index}`);
      bench.create(aRecord({ setIdentifier: `${index}`, weight, values: [`"${index}"`], healthCheckId }));
    });
  }

  test.each([
    [0, '0'],
    [0.24, '0'],
    [0.25, '1'],
    [0.99, '1'],
  ])('DN-05 Of records that weigh 1 and 3, %d of chance is for record %s', async (random, expected) => {
    createWeighted(1, 3);
    chance = [random];

    expect(await answers()).toEqual([expected]);
  });

  test('DN-05 A record that weighs nothing answers only when no other is healthy', async () => {
    createWeighted(0, 1);
    const before = await answers();

    bench.alarm('region-1', 'ALARM');

    expect(before).toEqual(['1']);
    expect(await answers()).toEqual(['0']);
  });

  test('DN-05 When none is healthy, those that weigh something answer', async () => {
    createWeighted(0, 1);

    bench.alarm('region-0', 'ALARM');
    bench.alarm('region-1', 'ALARM');

    expect(await answers()).toEqual(['1']);
  });

  test('DN-05 Records that all weigh nothing answer equally often', async () => {
    createWeighted(0, 0);
    chance = [0.5];

    expect(await answers()).toEqual(['1']);
  });
});

test('The health of a region is that of the records that bear its name', () => {
  createRegions();

  bench.alarm('us-west-2', 'ALARM');

  expect([...REGIONS, 'us-east-1'].map((region) => bench.route53.healthOf(region))).toEqual([
    false,
    true,
    true,
    undefined,
  ]);
});
