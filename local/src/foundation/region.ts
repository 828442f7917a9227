// Where a service is: what every service of a region knows of the region.
import type { Clock } from './clock';
import type { Ids } from './ids';
import type { Log } from './log';

/** A region, as its services see it. */
export interface Region {
  /** Such as `us-west-2`. */
  readonly name: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** `aws`, the first part of every ARN. */
  readonly partition: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly ids: Ids;
}
