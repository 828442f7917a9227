// The limits of CloudWatch, each with its unit and its source.

/**
 * Seconds. Metrics of AWS's services have one value a minute, and Route 53 follows only alarms of that resolution:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_AlarmIdentifier.html
 */
export const SHORTEST_PERIOD = 60;

/**
 * Seconds that an alarm may look back, its period times its evaluation periods:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 * For periods of an hour and more AWS allows a week; the engine does not.
 */
export const LONGEST_EVALUATION = 86_400;

/** Characters of an alarm's name: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const MAX_ALARM_NAME_LENGTH = 255;

/** Dimensions of a metric: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const MAX_DIMENSIONS = 30;

/**
 * Periods that an alarm looks at beyond its evaluation periods, to find values in the place of missing ones. AWS does not
 * publish the number; its example looks at five periods for three evaluation periods:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const EXTRA_PERIODS = 2;

/** Datapoints of one `GetMetricStatistics`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export const MAX_DATAPOINTS = 1_440;

/** Metrics, and values of one of them, in a `PutMetricData`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export const MAX_METRIC_DATA = 1_000;
export const MAX_METRIC_VALUES = 150;

/** Metrics that callers may have in a region, which AWS bills. Ours. */
export const MAX_CUSTOM_METRICS = 10_000;

/** Metrics of one page: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export const MAX_METRICS_PAGE = 500;

/** Alarms of one page, and those of a request that does not say: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export const MAX_ALARMS_PAGE = 100;
export const DEFAULT_ALARMS_PAGE = 50;
