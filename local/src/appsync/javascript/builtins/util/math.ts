// `util.math`: https://docs.aws.amazon.com/appsync/latest/devguide/math-helpers-in-util-math-js.html
import { BuiltinError, type Builtins, requireNumber } from '../builtin';

/** Rounding, comparing and chance. */
export const math: Builtins = {
  'util.math.roundNum': ([value]) => Math.round(requireNumber(value, 'util.math.roundNum')),
  'util.math.minVal': ([one, other]) =>
    Math.min(requireNumber(one, 'util.math.minVal'), requireNumber(other, 'util.math.minVal')),
  'util.math.maxVal': ([one, other]) =>
    Math.max(requireNumber(one, 'util.math.maxVal'), requireNumber(other, 'util.math.maxVal')),
  'util.math.randomDouble': () => Math.random(),
  'util.math.randomWithinRange': ([start, end]) =>
    randomWithin(
      requireNumber(start, 'util.math.randomWithinRange'),
      requireNumber(end, 'util.math.randomWithinRange'),
    ),
};

/** The end is not part of the range, as in Java's `Random.nextInt`. */
function randomWithin(start: number, end: number): number {
  if (start > end) throw new BuiltinError('util.math.randomWithinRange takes the lower value first.');
  return Math.floor(start + Math.random() * (end - start));
}
