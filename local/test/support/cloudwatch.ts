// Builders of what CloudWatch needs around it.
import type { CloudWatch, MetricAlarmDefinition, MetricDatum } from '../../src/cloudwatch/cloudwatch';
import { createCloudWatch } from '../../src/cloudwatch/service';
import type { JsonObject } from '../../src/foundation/json';
import { fakeClock, type FakeClock } from './clock';
import { callOperation } from './operations';
import { aRegion } from './region';
import { aUser, fakeIam, type FakeIam } from './sqs';

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
  readonly iam: FakeIam;
  readonly call: (operation: string, input?: JsonObject) => Promise<JsonObject>;
}

/** Builds CloudWatch, at the beginning of a minute. */
export function aCloudWatch(): CloudWatchBench {
  const [clock, iam] = [fakeClock(), fakeIam()];
  const cloudWatch = createCloudWatch(aRegion({ clock }), { clock, iam });
  const call = (operation: string, input: JsonObject = {}) => callOperation(cloudWatch.api, operation, input, aUser());
  return { cloudWatch, clock, iam, call };
}
