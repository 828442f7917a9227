// When a rule with a cron expression fires.
import { compileSchedule } from '../../src/eventbridge/rules/schedule-expression';

/** Thursday. */
const START = '2026-01-01T10:07:30.000Z';

it.each([
  ['cron(0 10 * * ? *)', '2026-01-02T10:00:00.000Z'],
  ['cron(15 12 * * ? *)', '2026-01-01T12:15:00.000Z'],
  ['cron(0/15 * * * ? *)', '2026-01-01T10:15:00.000Z'],
  ['cron(0 18 ? * MON-FRI *)', '2026-01-01T18:00:00.000Z'],
  ['cron(0 8 ? * 1 *)', '2026-01-04T08:00:00.000Z'],
  ['cron(0 8 ? * 2-3 *)', '2026-01-05T08:00:00.000Z'],
  ['cron(0 8 ? * 6#3 *)', '2026-01-16T08:00:00.000Z'],
  ['cron(0 8 1 * ? *)', '2026-02-01T08:00:00.000Z'],
  ['cron(0 8 L * ? *)', '2026-01-31T08:00:00.000Z'],
  ['cron(0 8 29 2 ? *)', '2028-02-29T08:00:00.000Z'],
  ['cron(0 0 1 1 ? 2030)', '2030-01-01T00:00:00.000Z'],
])('EB-76 %s fires next at %s', (expression, next) => {
  const fires = compileSchedule(expression).next(Date.parse(START));

  expect(new Date(fires).toISOString()).toBe(next);
});

it('a year that is over never comes', () => {
  expect(compileSchedule('cron(0 0 1 1 ? 2020)').next(Date.parse(START))).toBe(Number.POSITIVE_INFINITY);
});

it.each([
  'cron(0 10 * * * *)',
  'cron(0 10 ? * ? *)',
  'cron(0 10 * *)',
  'cron(61 10 * * ? *)',
  'cron(0 8 ? * 8 *)',
  'cron(0 8 ? * 0 *)',
  'cron()',
])('%s is refused', (expression) => {
  expect(() => compileSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.');
});

it.each(['cron(0 8 ? * 6L *)', 'cron(0 8 3W * ? *)'])('EB-76 %s is refused by name', (expression) => {
  expect(() => compileSchedule(expression)).toThrow(/^The engine has no cron expressions with /);
});
