import { Metric } from '../../src/cloudwatch/metric';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test('A metric forgets the values that no alarm can look at any more', () => {
  const metric = new Metric();
  metric.record(1, 0);
  metric.record(2, MINUTE);

  metric.record(3, 3 * DAY);

  expect(metric.statistic('Sum', 0, MINUTE)).toBeUndefined();
  expect(metric.statistic('Sum', 0, 2 * MINUTE)).toBe(2);
});
