import type { AlarmState } from '../../src/cloudwatch/cloudwatch';
import { evaluate } from '../../src/cloudwatch/evaluation';
import { anAlarm } from '../support/cloudwatch';

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const CURRENT = 'current' as AlarmState;

/** As AWS writes them: `X` breaches, `0` does not, `-` is missing; the latest is the last. */
function valuesOf(points: string): readonly (number | undefined)[] {
  return points.split(' ').map((point) => (point === '-' ? undefined : point === 'X' ? 0 : 1));
}

// The two tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
test.each([
  ['0 - X - X', 3, ['OK', 'OK', 'OK', 'OK']],
  ['0 - - - -', 3, ['OK', 'OK', 'OK', 'OK']],
  ['- - - - -', 3, ['INSUFFICIENT_DATA', CURRENT, 'ALARM', 'OK']],
  ['0 X X - X', 3, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['- - X - -', 3, ['ALARM', CURRENT, 'ALARM', 'OK']],
  ['0 - X - X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 0 X 0 X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 - X - -', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - - 0', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - X -', 2, ['ALARM', CURRENT, 'ALARM', 'OK']],
])(
  'CW-03 %s, %d out of 3, is what AWS says for each treatment of missing data',
  (points, datapointsToAlarm, states) => {
    const alarms = TREATMENTS.map((treatMissingData) => anAlarm({ datapointsToAlarm, treatMissingData }));

    expect(alarms.map((alarm) => evaluate(alarm, valuesOf(points), CURRENT))).toEqual(states);
  },
);

test('CW-03 A first value that breaches is too young to alarm anybody', () => {
  const alarm = anAlarm({ treatMissingData: 'missing' });

  expect(evaluate(alarm, valuesOf('- - - - X'), 'OK')).toBe('OK');
});

test.each([
  ['GreaterThanOrEqualToThreshold', ['OK', 'ALARM', 'ALARM']],
  ['GreaterThanThreshold', ['OK', 'OK', 'ALARM']],
  ['LessThanThreshold', ['ALARM', 'OK', 'OK']],
  ['LessThanOrEqualToThreshold', ['ALARM', 'ALARM', 'OK']],
] as const)('CW-01 %s compares with the threshold', (comparisonOperator, states) => {
  const alarm = anAlarm({ comparisonOperator, threshold: 5, evaluationPeriods: 1, datapointsToAlarm: 1 });

  expect([4, 5, 6].map((value) => evaluate(alarm, [value], 'OK'))).toEqual(states);
});
