// A pattern has its time, counted by what the processor gave it.
import { BoundedPattern } from '../../src/foundation/bounded-pattern';

/** Takes years for a text of some thirty letters that does not match. */
const ENDLESS = '^(a+)+$';
const TEXT = `${'a'.repeat(40)}!`;
const TIME = 5;

it.each([
  ['aaa', true],
  ['aab', false],
])('says of %p whether it matches: %p', (text, matches) => {
  expect(new BoundedPattern(ENDLESS, TIME).test(text)).toBe(matches);
});

it('gives a text up when its time is spent', () => {
  const pattern = new BoundedPattern(ENDLESS, TIME);

  expect(() => pattern.test(TEXT)).toThrow('timed out');
});

it('tries again while the time went to others, and not for ever', () => {
  const spent = jest.fn(() => 0);
  const pattern = new BoundedPattern(ENDLESS, TIME, spent);

  expect(() => pattern.test(TEXT)).toThrow('timed out');
  // Once before the first of ten attempts, and after each.
  expect(spent).toHaveBeenCalledTimes(11);
});
