// The list of the API operations of CloudWatch that the engine has.
import type { ServiceApi } from '../../foundation/service-api';
import { describeAlarms } from './describe-alarms';
import { getMetricStatistics } from './get-metric-statistics';
import { listMetrics } from './list-metrics';
import { putMetricData } from './put-metric-data';
import type { OperationContext } from './operation-context';

/**
 * CloudWatch as SDK clients reach it, by AWS JSON 1.0, which those of JavaScript and Python, and the AWS CLI with them, speak since
 * December 2025: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-protocols-faq.html
 */
export function cloudWatchApi(context: OperationContext): ServiceApi {
  return {
    signingName: 'monitoring',
    protocol: { kind: 'json', version: '1.0', target: 'GraniteServiceVersion20100801' },
    operations: {
      DescribeAlarms: describeAlarms(context),
      GetMetricStatistics: getMetricStatistics(context),
      ListMetrics: listMetrics(context),
      PutMetricData: putMetricData(context),
    },
  };
}
