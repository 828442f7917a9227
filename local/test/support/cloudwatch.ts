// Builders of what CloudWatch needs around it.
import type { CloudWatch, MetricAlarmDefinition, MetricDatum } from '../../src/cloudwatch/cloudwatch';
import { createCloudWatch } from '../../src/cloudwatch/service';
import { fakeClock, type FakeClock } from './clock';
import { aRegion } from './region';

/** An alarm that goes off when nothing was delivered for three minutes. */
export function anAlarm(overrides: Partial<MetricAlarmDefinition> = {}): MetricAlarmDefinition {
  return {
    alarmName: 'delivery',
    namespace: 'AWS/Events',
    metricName: 'SuccessfulInvocationAttempts',
    dimensions: { EventBusName: 'chat', RuleName: 'deliver' },
    statistic: 'Sum',
    period: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    threshold: 1,
    comparisonOperator: 'LessThanThreshold',
    treatMissingData: 'breaching',
    ...overrides,
  };
}

/** A value of the alarm's metric. */
export function aDatum(overrides: Partial<MetricDatum> = {}): MetricDatum {
  const { namespace, metricName, dimensions } = anAlarm();
  return { namespace, metricName, dimensions, value: 1, ...overrides };
}

/** CloudWatch in a region, with its clock. */
export interface CloudWatchBench {
  readonly cloudWatch: CloudWatch;
  readonly clock: FakeClock;
}

/** Builds CloudWatch, at the beginning of a minute. */
export function aCloudWatch(): CloudWatchBench {
  const clock = fakeClock();
  return { cloudWatch: createCloudWatch(aRegion({ clock }), { clock }), clock };
}
