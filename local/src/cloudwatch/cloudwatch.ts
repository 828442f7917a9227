// CloudWatch as other services of the region, Route 53 and CloudFormation see it.
import type { ServiceApi } from '../foundation/service-api';

/** One value of a metric, now. */
export interface MetricDatum {
  /** Such as `AWS/Events`. */
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A new alarm: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export interface MetricAlarmDefinition {
  readonly alarmName: string;
  readonly alarmDescription?: string | undefined;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'SampleCount' | 'Average' | 'Minimum' | 'Maximum';
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparisonOperator:
    | 'GreaterThanOrEqualToThreshold'
    | 'GreaterThanThreshold'
    | 'LessThanThreshold'
    | 'LessThanOrEqualToThreshold';
  readonly treatMissingData: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
}

/** The metrics and alarms of one region. */
export interface CloudWatch {
  /**
   * @param datum found soonest when it is the same object again
   * @param times how often it came about; once unless given
   */
  record(datum: MetricDatum, times?: number): void;
  /** @throws AwsError `ValidationError` or `InvalidParameterValue` */
  putMetricAlarm(alarm: MetricAlarmDefinition): { readonly arn: string };
  /** Deletes an alarm; nothing happens when there is none. */
  deleteAlarm(alarmName: string): void;
  /** The state of an alarm; none when there is no such alarm. */
  alarmState(alarmName: string): AlarmState | undefined;
  readonly api: ServiceApi;
  stop(): void;
}
