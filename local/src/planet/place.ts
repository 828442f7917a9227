// Where a region is, as whoever starts the engine says.
import type { Coordinates } from '../route53/routing';

/** Where a region is, and the edge location near it. */
export interface Place extends Coordinates {
  /** The code that CloudFront gives to its edge locations near there: three letters. */
  readonly airport: string;
}
