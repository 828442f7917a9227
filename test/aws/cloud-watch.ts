// What CloudWatch tells of a region.
import type { DeployedStage } from '../support/target';
import { NotAnswered } from './question';
import { signedCall } from './signed-call';

/** A metric: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html */
export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

/** A filter of metrics. */
export type MetricFilter = Partial<Omit<Metric, 'Dimensions'>> & {
  readonly Dimensions?: readonly { readonly Name: string; readonly Value?: string }[];
};

/** The sum of a minute. */
export interface Minute {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly sum: number;
}

const SECOND = 1_000;

/** The metrics that a filter fits, 500 at most. @throws NotAnswered */
export async function metricsIn(
  stage: DeployedStage,
  region: string,
  filter: MetricFilter,
): Promise<readonly Metric[]> {
  const { Metrics } = (await cloudWatch(stage, region, 'ListMetrics', filter)) as {
    readonly Metrics: readonly Metric[];
  };
  return Metrics;
}

/** The minutes of a metric that have a value, in their order. @throws NotAnswered */
export async function minutesOf(
  stage: DeployedStage,
  region: string,
  metric: Metric,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Minute[]> {
  const period = { StartTime: from / SECOND, EndTime: to / SECOND, Period: 60, Statistics: ['Sum'] };
  const { Datapoints } = (await cloudWatch(stage, region, 'GetMetricStatistics', { ...metric, ...period })) as {
    readonly Datapoints: readonly { readonly Timestamp: number; readonly Sum: number }[];
  };
  return Datapoints.map(({ Timestamp, Sum }) => ({ start: Timestamp * SECOND, sum: Sum })).sort(
    (one, other) => one.start - other.start,
  );
}

/** The state of an alarm. @throws NotAnswered, also without such an alarm */
export async function alarmState(stage: DeployedStage, region: string, alarmName: string): Promise<string> {
  const { MetricAlarms } = (await cloudWatch(stage, region, 'DescribeAlarms', { AlarmNames: [alarmName] })) as {
    readonly MetricAlarms: readonly { readonly StateValue: string }[];
  };
  const [alarm] = MetricAlarms;
  if (alarm) return alarm.StateValue;
  throw new NotAnswered(`There is no alarm ${alarmName} in ${region}.`);
}

/** By AWS JSON 1.0: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-protocols-faq.html */
async function cloudWatch(stage: DeployedStage, region: string, operation: string, input: object): Promise<unknown> {
  const { isGood, summary, text } = await signedCall(stage, {
    ...{ service: 'monitoring', region, host: `monitoring.${region}.amazonaws.com` },
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
    },
    body: JSON.stringify(input),
  });
  if (isGood) return JSON.parse(text) as unknown;
  throw new NotAnswered(`CloudWatch answers ${summary}`);
}
