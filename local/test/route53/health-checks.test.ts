import type { HealthCheckDefinition } from '../../src/route53/route53';
import { aRoute53, type Route53Bench } from '../support/route53';
import { thrownBy } from '../support/sqs';

const REGION = 'us-west-2';
const MINUTE = 60_000;

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
    { type: 'CALCULATED', childHealthChecks: ['none'], healthThreshold: 256, inverted: false },
    'InvalidInput',
  ],
])('Route 53 refuses a health check %s', (_, definition, code) => {
  expect(thrownBy(() => bench.route53.createHealthCheck(definition))).toMatchObject({ code });
});

test('An unknown check has no health', () => {
  expect(thrownBy(() => isHealthy('none'))).toMatchObject({ code: 'NoSuchHealthCheck' });
});
