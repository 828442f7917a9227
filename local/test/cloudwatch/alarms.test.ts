import type { MetricAlarmDefinition } from '../../src/cloudwatch/cloudwatch';
import { alarm as alarmType } from '../../src/cloudwatch/resources/alarm';
import type { JsonObject } from '../../src/foundation/json';
import { aCloudWatch, aDatum, anAlarm, type CloudWatchBench } from '../support/cloudwatch';
import { thrownBy } from '../support/sqs';
import { ACCOUNT_ID, aRegion } from '../support/region';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let bench: CloudWatchBench;

beforeEach(() => {
  bench = aCloudWatch();
});

afterEach(() => bench.cloudWatch.stop());

function put(overrides: Partial<MetricAlarmDefinition> = {}) {
  return bench.cloudWatch.putMetricAlarm(anAlarm(overrides));
}

function state() {
  return bench.cloudWatch.alarmState('delivery');
}

/** One value a minute, in the middle of it. */
async function recordFor(minutes: number) {
  for (let minute = 0; minute < minutes; minute += 1) {
    await bench.clock.advance(MINUTE / 2);
    bench.cloudWatch.record(aDatum());
    await bench.clock.advance(MINUTE / 2);
  }
}

test('CW-02 A new alarm has insufficient data until a period is over', async () => {
  put();

  await bench.clock.advance(MINUTE - 1);
  const before = state();
  bench.cloudWatch.record(aDatum());
  await bench.clock.advance(1);

  expect([before, state()]).toEqual(['INSUFFICIENT_DATA', 'OK']);
});

test('CW-02 Without a single value, what is missing decides as soon as a period is over', async () => {
  put();

  await bench.clock.advance(MINUTE);

  expect(state()).toBe('ALARM');
});

test('CW-03 When values stop, an alarm goes off after its evaluation periods and two more', async () => {
  put();
  await recordFor(10);

  const states = [];
  for (let minute = 1; minute <= 5; minute += 1) {
    await bench.clock.advance(MINUTE);
    states.push(state());
  }

  expect(states).toEqual(['OK', 'OK', 'OK', 'OK', 'ALARM']);
});

test('CW-02 A value that comes anywhere in its minute leaves no period of two minutes empty', async () => {
  put({ period: 120, evaluationPeriods: 1, datapointsToAlarm: 1 });

  const states = [];
  for (const moment of [0.99, 0, 0, 0.99, 0.5, 0.99, 0, 0.99]) {
    await bench.clock.advance(moment * MINUTE);
    bench.cloudWatch.record(aDatum());
    await bench.clock.advance((1 - moment) * MINUTE);
    states.push(state());
  }

  expect(states.slice(1)).not.toContain('ALARM');
});

test('CW-02 An alarm is OK again when a value that does not breach comes', async () => {
  put();
  await bench.clock.advance(10 * MINUTE);

  await recordFor(1);

  expect(state()).toBe('OK');
});

test('CW-01 Periods begin at multiples of their length', async () => {
  await bench.clock.advance(30_000);
  put({ period: 300, evaluationPeriods: 1, datapointsToAlarm: 1 });
  bench.cloudWatch.record(aDatum());

  await bench.clock.advance(5 * MINUTE - 30_001);
  const before = state();
  await bench.clock.advance(1);

  expect([before, state()]).toEqual(['INSUFFICIENT_DATA', 'OK']);
});

test.each([
  ['Sum', 12],
  ['SampleCount', 3],
  ['Average', 4],
  ['Minimum', 1],
  ['Maximum', 8],
] as const)('CW-01 %s is taken over the whole period', async (statistic, value) => {
  const others = { statistic, period: 120, evaluationPeriods: 1, datapointsToAlarm: 1, threshold: value } as const;
  put({ ...others, comparisonOperator: 'GreaterThanOrEqualToThreshold' });
  put({ ...others, comparisonOperator: 'GreaterThanThreshold', alarmName: 'more' });

  bench.cloudWatch.record(aDatum({ value: 1 }));
  bench.cloudWatch.record(aDatum({ value: 3 }));
  await bench.clock.advance(90_000);
  bench.cloudWatch.record(aDatum({ value: 8 }));
  await bench.clock.advance(30_000);

  expect([state(), bench.cloudWatch.alarmState('more')]).toEqual(['ALARM', 'OK']);
});

test.each([
  ['another namespace', { namespace: 'AWS/SQS' }],
  ['another name', { metricName: 'Invocations' }],
  ['other dimensions', { dimensions: { EventBusName: 'chat', RuleName: 'replicate' } }],
  ['fewer dimensions', { dimensions: { RuleName: 'deliver' } }],
])('CW-01 A metric with %s is another metric', async (_, other) => {
  put({ treatMissingData: 'missing' });

  bench.cloudWatch.record(aDatum(other));
  await bench.clock.advance(MINUTE);

  expect(state()).toBe('INSUFFICIENT_DATA');
});

test('CW-01 The order of dimensions makes no other metric', async () => {
  put();

  bench.cloudWatch.record(aDatum({ dimensions: { RuleName: 'deliver', EventBusName: 'chat' } }));
  await bench.clock.advance(MINUTE);

  expect(state()).toBe('OK');
});

test('CW-02 An alarm of the same name replaces the one before, and has its state until it is evaluated', async () => {
  put();
  await recordFor(1);

  put({ threshold: 2, evaluationPeriods: 1, datapointsToAlarm: 1 });
  const replaced = state();
  await recordFor(1);

  expect([replaced, state()]).toEqual(['OK', 'ALARM']);
});

test('CW-01 The longest alarm still finds the values of its first period', async () => {
  put({ period: 86_400, evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 2 });

  bench.cloudWatch.record(aDatum());
  await bench.clock.advance(DAY - MINUTE);
  bench.cloudWatch.record(aDatum());
  await bench.clock.advance(MINUTE);

  expect(state()).toBe('OK');
});

test.each([
  [{ period: 0 }, 'Period must be 10, 20, 30 or a multiple of 60.'],
  [{ period: 45 }, 'Period must be 10, 20, 30 or a multiple of 60.'],
  [{ period: 30 }, 'The engine keeps one value of a metric a minute, so an alarm cannot have a period of 30 seconds.'],
  [
    { evaluationPeriods: 1_441 },
    'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
  ],
  [{ datapointsToAlarm: 4 }, 'DatapointsToAlarm must be less than or equal to EvaluationPeriods.'],
  [
    { datapointsToAlarm: 0 },
    "1 validation error detected: Value '0' at 'datapointsToAlarm' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [{ alarmName: 'a'.repeat(256) }, 'The name of an alarm must have from 1 to 255 characters.'],
])('CW-04 %j is refused', (overrides, message) => {
  expect(thrownBy(() => put(overrides))).toMatchObject({ code: 'ValidationError', message });
});

/** The properties of an alarm, as a template has them. */
function properties(overrides: JsonObject = {}): JsonObject {
  return {
    Namespace: 'AWS/Events',
    MetricName: 'SuccessfulInvocationAttempts',
    Dimensions: [
      { Name: 'EventBusName', Value: 'chat' },
      { Name: 'RuleName', Value: 'deliver' },
    ],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: '2',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: '1',
    TreatMissingData: 'breaching',
    ...overrides,
  };
}

function createdAlarm(overrides: JsonObject = {}) {
  const region = aRegion({ clock: bench.clock });
  const request = { logicalId: 'DeliveryAlarm', stackName: 'chat', region, properties: properties(overrides) };
  return alarmType.create(request, { cloudWatch: bench.cloudWatch });
}

test('AWS::CloudWatch::Alarm is known by its name and ARN', () => {
  expect(createdAlarm({ AlarmName: 'delivery' })).toEqual({
    physicalId: 'delivery',
    attributes: { Arn: `arn:aws:cloudwatch:us-west-2:${ACCOUNT_ID}:alarm:delivery` },
  });
});

test('AWS::CloudWatch::Alarm watches the metric that it names', async () => {
  void createdAlarm({ AlarmName: 'delivery' });

  await recordFor(1);
  const delivered = state();
  await bench.clock.advance(4 * MINUTE);

  expect([delivered, state()]).toEqual(['OK', 'ALARM']);
});

test.each([
  ['Statistic', 'p90'],
  ['ComparisonOperator', 'LessThanLowerThreshold'],
  ['TreatMissingData', 'never'],
  ['Threshold', 'much'],
  ['Dimensions', ['chat']],
])('AWS::CloudWatch::Alarm refuses a wrong %s', (name, value) => {
  expect(thrownBy(() => createdAlarm({ [name]: value }))).toMatchObject({ code: 'PROPERTY_INVALID' });
});
