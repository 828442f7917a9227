// With which message `npm run sub` begins.
import { beginningOf } from '../../../../tools/api/beginning';

const NOW = Date.parse('2026-01-31T12:00:00Z');

it.each([
  [{}, 'now'],
  [{ last: '20' }, { last: 20 }],
  [{ since: '2026-01-31T11:00:00Z' }, { since: new Date('2026-01-31T11:00:00Z') }],
  [{ since: '90s' }, { since: new Date('2026-01-31T11:58:30Z') }],
  [{ since: '15m' }, { since: new Date('2026-01-31T11:45:00Z') }],
  [{ since: '2h' }, { since: new Date('2026-01-31T10:00:00Z') }],
  [{ since: '1d' }, { since: new Date('2026-01-30T12:00:00Z') }],
])('understands %j', (options, beginning) => {
  expect(beginningOf(options, NOW)).toEqual(beginning);
});

it.each([
  [{ last: '0' }, '--last takes a whole number from 1 to 1000, not "0".'],
  [{ last: '1001' }, '--last takes a whole number from 1 to 1000, not "1001".'],
  [{ last: '1.5' }, '--last takes a whole number from 1 to 1000, not "1.5".'],
  [{ since: 'noon' }, '--since takes a time such as 2026-01-31T12:00:00Z, or 90s, 15m, 2h or 1d ago, not "noon".'],
  [{ since: '99999999999d' }, /^--since takes a time /],
  [{ last: '1', since: '1h' }, 'Give --last or --since, not both.'],
])('refuses %j', (options, sentence) => {
  expect(() => beginningOf(options, NOW)).toThrow(sentence);
});
