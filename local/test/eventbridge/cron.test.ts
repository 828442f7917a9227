// When a rule or a schedule with a cron expression fires.
import { compileSchedule } from '../../src/foundation/schedule/schedule-expression';

/** Thursday. */
const START = '2026-01-01T10:07:30.000Z';

it.each([
  // AWS's own examples.
  ['cron(0 10 * * ? *)', '2026-01-02T10:00'],
  ['cron(15 12 * * ? *)', '2026-01-01T12:15'],
  ['cron(0 18 ? * MON-FRI *)', '2026-01-01T18:00'],
  ['cron(0 8 1 * ? *)', '2026-02-01T08:00'],
  ['cron(0/15 * * * ? *)', '2026-01-01T10:15'],
  ['cron(0/10 * ? * MON-FRI *)', '2026-01-01T10:10'],
  ['cron(0/5 8-17 ? * MON-FRI *)', '2026-01-01T10:10'],
  ['cron(0/30 20-2 ? * MON-FRI *)', '2026-01-01T20:00'],
  ['cron(0 9 ? * 2#1 *)', '2026-01-05T09:00'],
  ['cron(1/10 * * * ? *)', '2026-01-01T10:11'],
  ['cron(0 8 3W * ? *)', '2026-01-02T08:00'],
  ['cron(0 8 L * ? *)', '2026-01-31T08:00'],
  // Days of the week.
  ['cron(0 8 ? * 1 *)', '2026-01-04T08:00'],
  ['cron(0 8 ? * 2-3 *)', '2026-01-05T08:00'],
  ['cron(0 8 ? * 6#3 *)', '2026-01-16T08:00'],
  ['cron(0 8 ? * SAT#3 *)', '2026-01-17T08:00'],
  ['cron(0 8 ? * 3#5 *)', '2026-03-31T08:00'],
  ['cron(0 8 ? * L *)', '2026-01-03T08:00'],
  ['cron(0 8 ? * 6L *)', '2026-01-30T08:00'],
  ['cron(0 8 ? * FRIL *)', '2026-01-30T08:00'],
  ['cron(0 8 ? * mon-Wed *)', '2026-01-05T08:00'],
  ['cron(0 8 ? * * *)', '2026-01-02T08:00'],
  // Days of the month.
  ['cron(0 8 29 2 ? *)', '2028-02-29T08:00'],
  ['cron(0 8 31W * ? *)', '2026-01-30T08:00'],
  ['cron(0 8 1W 2 ? *)', '2026-02-02T08:00'],
  ['cron(0 8 1W 8 ? *)', '2026-08-03T08:00'],
  ['cron(0 8 31 2,4,6 ? *)', undefined],
  ['cron(0 8 LW * ? *)', '2026-01-30T08:00'],
  ['cron(0 8 LW 2 ? *)', '2026-02-27T08:00'],
  // Months and years.
  ['cron(0 0 1 1/3 ? *)', '2026-04-01T00:00'],
  ['cron(0 0 1 MAR,jun ? *)', '2026-03-01T00:00'],
  ['cron(0 0 1 1 ? 2030)', '2030-01-01T00:00'],
  ['cron(0 0 1 1 ? 2028/2)', '2028-01-01T00:00'],
  ['cron(0 0 1 1 ? 2029-2031,2199)', '2029-01-01T00:00'],
  ['cron(0 0 1 1 ? 2020)', undefined],
  ['cron(15 10 ? * 6L 2002-2005)', undefined],
  ['cron(0  0 1   1 ? *)', '2027-01-01T00:00'],
])('EB-82 %s fires next at %s', (expression, next) => {
  expect(firings(expression, 1)).toEqual(next === undefined ? [] : [next]);
});

it.each([
  [
    'cron(0 20-2 * * ? *)',
    ['01T20:00', '01T21:00', '01T22:00', '01T23:00', '02T00:00', '02T01:00', '02T02:00', '02T20:00'],
  ],
  ['cron(0 20-2/2 * * ? *)', ['01T20:00', '01T22:00', '02T00:00', '02T02:00', '02T20:00']],
  ['cron(58-1 10 * * ? *)', ['01T10:58', '01T10:59', '02T10:00', '02T10:01', '02T10:58']],
  ['cron(0 1 ? * FRI-MON *)', ['02T01:00', '03T01:00', '04T01:00', '05T01:00', '09T01:00']],
  ['cron(0 11 30-2 1 ? *)', ['01T11:00', '02T11:00', '30T11:00', '31T11:00']],
  ['cron(0 11 L,15W,2 1 ? *)', ['02T11:00', '15T11:00', '31T11:00']],
  ['cron(0 11 LW,10W,L 1 ? *)', ['09T11:00', '30T11:00', '31T11:00']],
  ['cron(0 11 ? 1 2L,5 *)', ['01T11:00', '08T11:00', '15T11:00', '22T11:00', '26T11:00', '29T11:00']],
  ['cron(0-15/5,50 10 * * ? *)', ['01T10:10', '01T10:15', '01T10:50', '02T10:00']],
])('EB-82 %s fires at %j of January', (expression, times) => {
  expect(firings(expression, times.length)).toEqual(times.map((time) => `2026-01-${time}`));
});

it('EB-82 Months begin again as well', () => {
  expect(firings('cron(0 5 1 NOV-FEB ? *)', 4)).toEqual([
    '2026-02-01T05:00',
    '2026-11-01T05:00',
    '2026-12-01T05:00',
    '2027-01-01T05:00',
  ]);
});

it.each([
  // AWS refused these: https://github.com/localstack/localstack/blob/main/tests/aws/services/events/test_events_schedule.py
  'cron(0 1 * * * *)',
  'cron(7 20 * * NOT *)',
  'cron(INVALID)',
  'cron(0 dummy ? * MON-FRI *)',
  'cron(71 8 1 * ? *)',
  // Two kinds of days, or none.
  'cron(0 10 ? * ? *)',
  'cron(0 10 1 * 1 *)',
  // Other than six fields.
  'cron(0 10 * *)',
  'cron(0 10 * * ?)',
  'cron(0 0 10 * * ? *)',
  'cron( 0 10 * * ? *)',
  'cron()',
  ' cron(0 10 * * ? *)',
  // Values that a field does not have.
  'cron(60 10 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 8 0 * ? *)',
  'cron(0 8 32 * ? *)',
  'cron(0 8 1 13 ? *)',
  'cron(0 8 1 MON ? *)',
  'cron(0 8 ? * 8 *)',
  'cron(0 8 ? * 0 *)',
  'cron(0 8 ? * JAN *)',
  'cron(0 8 1 1 ? 1969)',
  'cron(0 8 1 1 ? 2200)',
  'cron(0 8 1 1 ? 2031-2029)',
  'cron(-1 8 1 1 ? *)',
  'cron(1.5 8 1 1 ? *)',
  // Characters that a field does not have.
  'cron(? 10 * * ? *)',
  'cron(0 10 * ? ? *)',
  'cron(0 10 * * ? ?)',
  'cron(L 10 * * ? *)',
  'cron(0 8 1#2 * ? *)',
  'cron(0 8 ? * 3W *)',
  'cron(0 8 ? * 2/2 *)',
  'cron(0 8 ? * LW *)',
  'cron(0 8 W * ? *)',
  'cron(0 8 1W-5 * ? *)',
  'cron(0 8 1,? * ? *)',
  // One expression stands beside no other when it has "#".
  'cron(0 8 ? * 3#1,6#3 *)',
  'cron(0 8 ? * 3#1,2 *)',
  'cron(0 8 ? * 3#0 *)',
  'cron(0 8 ? * 3#6 *)',
  // Pieces that are missing or too large.
  'cron(0, 8 * * ? *)',
  'cron(0- 8 * * ? *)',
  'cron(/5 8 * * ? *)',
  'cron(0/ 8 * * ? *)',
  'cron(0/0 8 * * ? *)',
  'cron(0/61 8 * * ? *)',
  'cron(1-2-3 8 * * ? *)',
])('EB-82 %s is refused', (expression) => {
  expect(() => compileSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.');
});

/** At most so many times after the start, to the minute. */
function firings(expression: string, count: number): readonly string[] {
  const schedule = compileSchedule(expression);
  const times = [schedule.next(Date.parse(START))];
  while (times.length < count) times.push(schedule.next(times.at(-1) ?? 0));
  return times.filter(Number.isFinite).map((time) => new Date(time).toISOString().replace(':00.000Z', ''));
}
