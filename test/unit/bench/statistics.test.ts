// What is made of the figures that the benchmark measures.
import { percentile, summaryOf, verdictOf } from '../../../bench/statistics';

it.each([
  [[3, 1, 2], { median: 2, least: 1, most: 3 }],
  [[4, 1], { median: 2.5, least: 1, most: 4 }],
  [[7], { median: 7, least: 7, most: 7 }],
])('sums %j up', (values, summary) => {
  expect(summaryOf(values)).toEqual(summary);
});

it('finds the 99th percentile', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);

  expect(percentile(values, 0.99)).toBe(100);
});

it('finds the median of one value', () => {
  expect(percentile([5], 0.5)).toBe(5);
});

it('has no percentile of nothing', () => {
  expect(percentile([], 0.5)).toBeNaN();
});

it.each([
  [2.5, 'wanted'],
  [2.49, 'floor'],
  [2, 'floor'],
  [1.99, 'short'],
])('says of %d, where more is better, that it is %s', (figure, verdict) => {
  expect(verdictOf(figure, { better: 'more', wanted: 2.5, floor: 2 })).toBe(verdict);
});

it.each([
  [1.2, 'wanted'],
  [1.5, 'floor'],
  [1.51, 'short'],
])('says of %d, where less is better, that it is %s', (figure, verdict) => {
  expect(verdictOf(figure, { better: 'less', wanted: 1.2, floor: 1.5 })).toBe(verdict);
});
