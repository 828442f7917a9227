// ListMetrics: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
import { MAX_METRICS_PAGE } from '../limits';
import { optionalText } from '../../foundation/request-members';
import { refuseOthers, requiredText, structures } from '../parameters';
import { pageOf } from './list-page';
import { operation } from './operation-context';

const PARAMETERS = ['Namespace', 'MetricName', 'Dimensions', 'NextToken', 'RecentlyActive'];

/** The metrics that have a value. A filter that names one dimension fits a metric that has others, too. */
export const listMetrics = operation(({ iam, metrics }, input, caller) => {
  iam.authorize(caller, { action: 'cloudwatch:ListMetrics', resource: '*' });
  refuseOthers(input, PARAMETERS);
  const [namespace, name] = [optionalText(input, 'Namespace'), optionalText(input, 'MetricName')];
  const filters = structures(input, 'Dimensions').map((filter) => ({
    dimension: requiredText(filter, 'Name'),
    value: optionalText(filter, 'Value'),
  }));
  const found = metrics
    .all()
    .filter((metric) => namespace === undefined || metric.namespace === namespace)
    .filter((metric) => name === undefined || metric.metricName === name)
    .filter(({ dimensions }) =>
      filters.every(({ dimension, value }) => {
        const own = Object.hasOwn(dimensions, dimension) ? dimensions[dimension] : undefined;
        return own !== undefined && (value === undefined || own === value);
      }),
    );
  const { items, next } = pageOf(found, input, MAX_METRICS_PAGE);
  const listed = items.map(({ namespace: Namespace, metricName: MetricName, dimensions }) => ({
    Namespace,
    MetricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  }));
  return { Metrics: listed, ...next };
});
