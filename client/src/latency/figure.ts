// A latency as the page says it.

/** Milliseconds by which a corrected clock may still be wrong: `Date` has whole seconds, so the correction is good to half of one. */
const DOUBT = 500;

/** How exact the figures are on a device whose clock is corrected. */
export const DOUBT_TEXT = '± 0.5 s';

/**
 * A latency in words.
 * @param value milliseconds
 * @param isCorrected is the device's clock wrong, and corrected? What is within the correction's own error is then not said
 */
export function figureText(value: number, isCorrected: boolean): string {
  if (!isCorrected) return `${Math.round(value)} ms`;
  return value < DOUBT ? '–' : `${Math.round(value)} ms`;
}
