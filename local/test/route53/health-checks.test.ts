import type { EndpointDefinition, EndpointType, HealthCheckDefinition } from '../../src/route53/route53';
import { anAlias, aRoute53, ENDPOINT, type Route53Bench } from '../support/route53';
import { thrownBy } from '../support/sqs';

const REGION = 'us-west-2';
const MINUTE = 60_000;
const INTERVAL = 10_000;
const anAlarmCheck = {
  type: 'CLOUDWATCH_METRIC',
  alarm: { name: 'delivery', region: REGION },
  inverted: false,
} as const;

let bench: Route53Bench;

beforeEach(() => {
  bench = aRoute53();
});

afterEach(() => bench.stop());

function isHealthy(id: string) {
  return bench.route53.isHealthy(id);
}

test.each([
  ['OK', true],
  ['ALARM', false],
] as const)('DN-12 While the alarm is %s, the check is healthy: %s', (state, expected) => {
  const id = bench.check(REGION);

  bench.alarm(REGION, state);

  expect(isHealthy(id)).toBe(expected);
});

test.each([
  ['Healthy', true],
  ['Unhealthy', false],
] as const)('DN-12 Without enough data the check is %s when it says so', (insufficientDataHealthStatus, expected) => {
  const id = bench.check(REGION, { insufficientDataHealthStatus });

  bench.alarm(REGION, 'INSUFFICIENT_DATA');

  expect(isHealthy(id)).toBe(expected);
});

test('DN-12 A region that cannot be reached has not enough data', () => {
  const id = bench.check(REGION, { insufficientDataHealthStatus: 'Unhealthy' });

  bench.alarm(REGION, undefined);

  expect(isHealthy(id)).toBe(false);
});

test('DN-12 A new check whose last state is not known is healthy', () => {
  bench.alarm(REGION, 'INSUFFICIENT_DATA');

  expect(isHealthy(bench.check(REGION))).toBe(true);
});

test('DN-12 The last known state is remembered, whether somebody asked or not', async () => {
  const id = bench.check(REGION);

  bench.alarm(REGION, 'ALARM');
  await bench.clock.advance(MINUTE);
  bench.alarm(REGION, undefined);

  expect(isHealthy(id)).toBe(false);
});

test('DN-14 An inverted check is healthy when it would not be', () => {
  const id = bench.check(REGION, { inverted: true });
  const whenOk = isHealthy(id);

  bench.alarm(REGION, 'ALARM');

  expect([whenOk, isHealthy(id)]).toEqual([false, true]);
});

test.each([
  [0, true],
  [1, true],
  [2, false],
  [undefined, false],
])(
  'DN-13 With one of two children healthy and a threshold of %s, a calculated check is healthy: %s',
  (healthThreshold, expected) => {
    const childHealthChecks = [bench.check('us-west-2'), bench.check('us-east-1')];
    const definition = { type: 'CALCULATED', childHealthChecks, healthThreshold, inverted: false } as const;
    const { healthCheckId } = bench.route53.createHealthCheck(definition);

    bench.alarm('us-east-1', 'ALARM');

    expect(isHealthy(healthCheckId)).toBe(expected);
  },
);

test('A check has an id like a UUID, and each has its own', () => {
  const ids = [bench.check(REGION), bench.check(REGION)];

  expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/), expect.anything()]);
  expect(ids[0]).not.toBe(ids[1]);
});

test.each<[string, HealthCheckDefinition, string]>([
  ['that follows no alarm', { type: 'CLOUDWATCH_METRIC', inverted: false }, 'InvalidInput'],
  ['without children', { type: 'CALCULATED', inverted: false }, 'InvalidInput'],
  ['with unknown children', { type: 'CALCULATED', childHealthChecks: ['none'], inverted: false }, 'NoSuchHealthCheck'],
  [
    'with too high a threshold',
    { type: 'CALCULATED', childHealthChecks: ['none'], healthThreshold: 257, inverted: false },
    'InvalidInput',
  ],
  ['without an address to ask', { type: 'HTTPS', inverted: false }, 'InvalidInput'],
  ['that follows an alarm and asks', { ...anAlarmCheck, endpoint: { hostName: ENDPOINT } }, 'InvalidInput'],
])('Route 53 refuses a health check %s', (_, definition, code) => {
  expect(thrownBy(() => bench.route53.createHealthCheck(definition))).toMatchObject({ code });
});

test.each<[string, EndpointType, Partial<EndpointDefinition>]>([
  ['for a string in any body', 'HTTP', { searchString: 'healthy' }],
  ['without a string to search for', 'HTTPS_STR_MATCH', {}],
  ['for an empty string', 'HTTPS_STR_MATCH', { searchString: '' }],
  ['for a long string', 'HTTPS_STR_MATCH', { searchString: 'x'.repeat(256) }],
  ['at a long path', 'HTTPS', { path: `/${'x'.repeat(255)}` }],
  ['at port 0', 'HTTPS', { port: 0 }],
  ['at port 65536', 'HTTPS', { port: 65_536 }],
  ['every 20 seconds', 'HTTPS', { requestInterval: 20 }],
  ['with a threshold of 0', 'HTTPS', { failureThreshold: 0 }],
  ['with a threshold of 11', 'HTTPS', { failureThreshold: 11 }],
])('DN-18 Route 53 refuses to ask an endpoint %s', (_, type, overrides) => {
  expect(thrownBy(() => bench.endpointCheck(overrides, type))).toMatchObject({ code: 'InvalidInput' });
});

describe('A check of an endpoint', () => {
  test('DN-18 is healthy before the endpoint was asked', () => {
    expect(isHealthy(bench.endpointCheck())).toBe(true);
  });

  test.each([
    [2, true],
    [3, false],
  ])('DN-18 is, after %i failures and with a threshold of three, healthy: %s', async (failures, expected) => {
    bench.endpoint(ENDPOINT, false);
    const id = bench.endpointCheck();

    await bench.clock.advance(failures * INTERVAL);

    expect(isHealthy(id)).toBe(expected);
  });

  test('DN-18 counts failures in a row', async () => {
    bench.endpoint(ENDPOINT, false);
    const id = bench.endpointCheck({ failureThreshold: 2 });

    await bench.clock.advance(INTERVAL);
    bench.endpoint(ENDPOINT, true);
    await bench.clock.advance(INTERVAL);
    bench.endpoint(ENDPOINT, false);
    await bench.clock.advance(INTERVAL);

    expect(isHealthy(id)).toBe(true);
  });

  test('DN-18 becomes healthy by as many answers in a row', async () => {
    bench.endpoint(ENDPOINT, false);
    const id = bench.endpointCheck({ failureThreshold: 2 });
    await bench.clock.advance(2 * INTERVAL);
    bench.endpoint(ENDPOINT, true);

    await bench.clock.advance(INTERVAL);
    const afterOne = isHealthy(id);
    await bench.clock.advance(INTERVAL);

    expect([afterOne, isHealthy(id)]).toEqual([false, true]);
  });

  test('DN-18 asks every 30 seconds unless it says otherwise', async () => {
    bench.endpoint(ENDPOINT, false);
    const id = bench.endpointCheck({ requestInterval: undefined, failureThreshold: 1 });

    await bench.clock.advance(29_999);
    const before = isHealthy(id);
    await bench.clock.advance(1);

    expect([before, isHealthy(id)]).toEqual([true, false]);
  });

  test.each([
    ['a name that leads nowhere', { hostName: 'nowhere.example.com' }],
    ['a port at which no endpoint of AWS listens', { port: 8443 }],
  ])('DN-18 fails for %s', async (_, overrides) => {
    bench.endpoint(ENDPOINT, true);
    const id = bench.endpointCheck({ ...overrides, failureThreshold: 1 });

    await bench.clock.advance(INTERVAL);

    expect(isHealthy(id)).toBe(false);
  });

  test('DN-18 finds the endpoint by the records of its name', async () => {
    bench.endpoint('d-abc.cloudfront.net', true);
    bench.create(anAlias({ name: ENDPOINT }));
    bench.endpointCheck();

    await bench.clock.advance(INTERVAL);

    const port = bench.hosts.portOf('d-abc.cloudfront.net');
    expect(bench.asked).toEqual([expect.objectContaining({ hostName: ENDPOINT, port })]);
  });

  test('DN-13 counts as the child of a calculated check', async () => {
    bench.endpoint(ENDPOINT, false);
    const childHealthChecks = [bench.check(REGION), bench.endpointCheck({ failureThreshold: 1 })];
    const { healthCheckId } = bench.route53.createHealthCheck({
      ...{ type: 'CALCULATED', childHealthChecks, healthThreshold: 2, inverted: false },
    });
    const before = isHealthy(healthCheckId);

    await bench.clock.advance(INTERVAL);

    expect([before, isHealthy(healthCheckId)]).toEqual([true, false]);
  });
});

test('An unknown check has no health', () => {
  expect(thrownBy(() => isHealthy('none'))).toMatchObject({ code: 'NoSuchHealthCheck' });
});
