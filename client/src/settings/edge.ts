// Through which edge location of CloudFront this browser came.
import type { StageRegion } from './settings';

/** In every answer of CloudFront: the code of the nearest airport, a number, and the kind of location, as in `HIO50-P1`. */
export const EDGE_HEADER = 'x-amz-cf-pop';

/** An edge location. */
export interface Edge {
  /** As CloudFront says it: `HIO50-P1`. */
  readonly code: string;
  /** The region of the stage that is in the same place, if there is one. */
  readonly near?: StageRegion;
}

/** The edge of an answer; `undefined` if it did not come through CloudFront. */
export function edgeOf(header: string | null, regions: readonly StageRegion[]): Edge | undefined {
  if (header === null || header === '') return undefined;
  const near = regions.find(({ airport }) => header.toUpperCase().startsWith(airport.toUpperCase()));
  return { code: header, ...(near && { near }) };
}
