// What CloudWatch answers to SDK clients.
import type { JsonObject } from '../../src/foundation/json';
import { aCloudWatch, aDatum, anAlarm, type CloudWatchBench } from '../support/cloudwatch';
import { ACCOUNT_ID } from '../support/region';

const MINUTE = 60_000;

let bench: CloudWatchBench;

beforeEach(() => {
  bench = aCloudWatch();
});

afterEach(() => bench.cloudWatch.stop());

/** Three minutes of the metric, of which the second has two values and the third none. */
async function recordMinutes() {
  bench.cloudWatch.record(aDatum());
  await bench.clock.advance(MINUTE);
  bench.cloudWatch.record(aDatum());
  bench.cloudWatch.record(aDatum({ value: 3 }));
  await bench.clock.advance(2 * MINUTE);
}

/** A request for the sums of the last minutes. */
function statistics(overrides: JsonObject = {}): JsonObject {
  const { namespace, metricName, dimensions } = aDatum();
  const now = bench.clock.now() / 1_000;
  return {
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    ...{ StartTime: now - 180, EndTime: now, Period: 60, Statistics: ['Sum'] },
    ...overrides,
  };
}

test('CW-05 Lists the metrics that have a value, with their dimensions', async () => {
  bench.cloudWatch.putMetricAlarm(anAlarm({ metricName: 'FailedInvocations' }));
  bench.cloudWatch.record(aDatum());

  expect(await bench.call('ListMetrics')).toEqual({
    Metrics: [
      {
        Namespace: 'AWS/Events',
        MetricName: 'SuccessfulInvocationAttempts',
        Dimensions: [
          { Name: 'EventBusName', Value: 'chat' },
          { Name: 'RuleName', Value: 'deliver' },
        ],
      },
    ],
  });
});

test.each([
  [{ Namespace: 'AWS/Events' }, 3],
  [{ Namespace: 'AWS/SQS' }, 0],
  [{ MetricName: 'Invocations' }, 1],
  [{ Dimensions: [{ Name: 'RuleName' }] }, 3],
  [{ Dimensions: [{ Name: 'RuleName', Value: 'deliver' }] }, 2],
  [{ Dimensions: [{ Name: 'toString' }] }, 0],
])('CW-05 Lists the metrics that fit %j', async (filter, count) => {
  bench.cloudWatch.record(aDatum());
  bench.cloudWatch.record(aDatum({ metricName: 'Invocations' }));
  bench.cloudWatch.record(aDatum({ dimensions: { RuleName: 'other' } }));

  expect((await bench.call('ListMetrics', filter))['Metrics']).toHaveLength(count);
});

test('CW-05 Lists 500 metrics at a time', async () => {
  for (let index = 0; index < 501; index += 1)
    bench.cloudWatch.record(aDatum({ dimensions: { RuleName: `${index}` } }));

  const first = await bench.call('ListMetrics');
  const second = await bench.call('ListMetrics', { NextToken: first['NextToken'] ?? '' });

  expect(first['Metrics']).toHaveLength(500);
  expect(second).toMatchObject({ Metrics: [{ Dimensions: [{ Value: '500' }] }] });
  expect(second).not.toHaveProperty('NextToken');
});

test('CW-06 Answers the values of each period that has some', async () => {
  const start = bench.clock.now() / 1_000;
  await recordMinutes();

  expect(await bench.call('GetMetricStatistics', statistics({ Statistics: ['Sum', 'Maximum'] }))).toEqual({
    Label: 'SuccessfulInvocationAttempts',
    Datapoints: [
      { Timestamp: start, Sum: 1, Maximum: 1, Unit: 'Count' },
      { Timestamp: start + 60, Sum: 4, Maximum: 3, Unit: 'Count' },
    ],
  });
});

test('CW-06 Puts the values of a longer period together', async () => {
  await recordMinutes();

  const { Datapoints } = await bench.call('GetMetricStatistics', statistics({ Period: 180 }));

  expect(Datapoints).toMatchObject([{ Sum: 5 }]);
});

test('CW-06 A metric that was not published has no values', async () => {
  await recordMinutes();

  const answer = await bench.call('GetMetricStatistics', statistics({ Dimensions: [] }));

  expect(answer['Datapoints']).toEqual([]);
});

test.each([
  [
    'too many datapoints',
    { StartTime: 0, EndTime: 1_441 * 60 },
    'InvalidParameterCombination',
    /up to 1441 .* of 1440/,
  ],
  ['no time', { StartTime: 60, EndTime: 60 }, 'InvalidParameterCombination', /StartTime must be less than/],
  ['no statistic', { Statistics: [] }, 'InvalidParameterCombination', /Statistics must be specified/],
  ['another statistic', { Statistics: ['p99'] }, 'InvalidParameterValue', /not p99/],
  ['a period of seconds', { Period: 1 }, 'InvalidParameterValue', /multiple of 60/],
  ['no period', { Period: null }, 'MissingParameter', /Period/],
  ['no namespace', { Namespace: '' }, 'MissingParameter', /Namespace/],
  ['percentiles', { ExtendedStatistics: ['p99'] }, 'InvalidParameterValue', /ExtendedStatistics/],
])('CW-06 Refuses %s', async (_, overrides, queryErrorCode, message) => {
  const refused = bench.call('GetMetricStatistics', statistics(overrides));

  await expect(refused).rejects.toMatchObject({ queryErrorCode, message: expect.stringMatching(message) as unknown });
});

test('CW-07 Describes an alarm with its state, and since when it has it', async () => {
  const start = bench.clock.now() / 1_000;
  bench.cloudWatch.putMetricAlarm(anAlarm({ alarmDescription: 'Silence.' }));
  await bench.clock.advance(5 * MINUTE);

  expect(await bench.call('DescribeAlarms', { AlarmNames: ['delivery', 'none'] })).toEqual({
    CompositeAlarms: [],
    MetricAlarms: [
      {
        AlarmName: 'delivery',
        AlarmArn: `arn:aws:cloudwatch:us-west-2:${ACCOUNT_ID}:alarm:delivery`,
        AlarmDescription: 'Silence.',
        AlarmConfigurationUpdatedTimestamp: start,
        StateValue: 'ALARM',
        StateUpdatedTimestamp: start + 60,
        StateTransitionedTimestamp: start + 60,
        Namespace: 'AWS/Events',
        MetricName: 'SuccessfulInvocationAttempts',
        Dimensions: [
          { Name: 'EventBusName', Value: 'chat' },
          { Name: 'RuleName', Value: 'deliver' },
        ],
        ...{ Statistic: 'Sum', Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 3, Threshold: 1 },
        ...{ ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' },
      },
    ],
  });
});

test.each([
  [{ AlarmNamePrefix: 'de' }, ['delivery']],
  [{ StateValue: 'OK' }, []],
  [{ StateValue: 'INSUFFICIENT_DATA' }, ['delivery', 'other']],
  [{ AlarmTypes: ['CompositeAlarm'] }, []],
  [{ AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] }, ['delivery', 'other']],
  [{ MaxRecords: 1 }, ['delivery']],
  [{ MaxRecords: 1, NextToken: '1' }, ['other']],
])('CW-07 Describes the alarms that fit %j', async (input, names) => {
  for (const alarmName of ['other', 'delivery']) bench.cloudWatch.putMetricAlarm(anAlarm({ alarmName }));

  const { MetricAlarms } = await bench.call('DescribeAlarms', input);

  expect(MetricAlarms).toEqual(names.map((AlarmName) => expect.objectContaining({ AlarmName }) as unknown));
});

test.each([
  [{ AlarmNames: ['a'], AlarmNamePrefix: 'a' }, 'InvalidParameterCombination'],
  [{ MaxRecords: 101 }, 'InvalidParameterValue'],
  [{ NextToken: 'x' }, 'InvalidNextToken'],
  [{ ActionPrefix: 'arn:' }, 'InvalidParameterValue'],
])('CW-07 Refuses to describe %j', async (input, queryErrorCode) => {
  await expect(bench.call('DescribeAlarms', input)).rejects.toMatchObject({ queryErrorCode });
});

test.each(['DescribeAlarms', 'GetMetricStatistics', 'ListMetrics'])('CW-08 %s needs its permission', async (name) => {
  bench.iam.deny(({ action }) => action === `cloudwatch:${name}`);

  await expect(bench.call(name, statistics())).rejects.toMatchObject({ code: 'AccessDeniedException' });
});

describe('CW-09 PutMetricData', () => {
  const put = (datum: JsonObject, overrides: JsonObject = {}) =>
    bench.call('PutMetricData', {
      Namespace: 'Votes',
      MetricData: [{ MetricName: 'Counted', ...datum }],
      ...overrides,
    });

  const all = (Statistics = ['Sum', 'SampleCount', 'Minimum', 'Maximum']) =>
    bench.call(
      'GetMetricStatistics',
      statistics({ Namespace: 'Votes', MetricName: 'Counted', Dimensions: [], Statistics }),
    );

  it.each([
    ['a value', { Value: 3 }, { Sum: 3, SampleCount: 1, Minimum: 3, Maximum: 3 }],
    ['values', { Values: [1, 4], Counts: [2, 1] }, { Sum: 6, SampleCount: 3, Minimum: 1, Maximum: 4 }],
    [
      'what values come to',
      { StatisticValues: { Sum: 9, SampleCount: 2, Minimum: 4, Maximum: 5 } },
      { Sum: 9, SampleCount: 2, Minimum: 4, Maximum: 5 },
    ],
  ])('counts %s', async (_, datum, expected) => {
    await put(datum);
    await bench.clock.advance(MINUTE);

    expect(await all()).toMatchObject({ Datapoints: [expected] });
  });

  it('adds up what comes in a minute, by its dimensions', async () => {
    await put({ Value: 1 });
    await put({ Value: 2 });
    await put({ Value: 4, Dimensions: [{ Name: 'Region', Value: 'us-west-2' }] });
    await bench.clock.advance(MINUTE);

    expect(await all(['Sum'])).toMatchObject({ Datapoints: [{ Sum: 3 }] });
  });

  it('asks IAM for the namespace', async () => {
    await put({ Value: 1 });

    expect(bench.iam.requests).toMatchObject([
      { action: 'cloudwatch:PutMetricData', resource: '*', conditionKeys: { 'cloudwatch:namespace': 'Votes' } },
    ]);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['a namespace of AWS', { Value: 1 }, { Namespace: 'AWS/Lambda' }],
    ['two kinds of values', { Value: 1, Values: [1] }, {}],
    ['no value', {}, {}],
    ['more counts than values', { Values: [1], Counts: [1, 2] }, {}],
    ['a text', { Value: 'many' }, {}],
    ['too many metrics', {}, { MetricData: Array.from({ length: 1_001 }, () => ({ MetricName: 'a', Value: 1 })) }],
  ])('refuses %s, and counts nothing', async (_, datum, overrides) => {
    await expect(put(datum, overrides)).rejects.toMatchObject({ code: expect.stringMatching(/^InvalidParameter/) });

    expect(await bench.call('ListMetrics')).toEqual({ Metrics: [] });
  });
});
