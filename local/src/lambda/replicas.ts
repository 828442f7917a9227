// The copies of a version at edge locations, while which it cannot be deleted.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html
import type { Clock } from '../foundation/clock';
import { AwsError } from '../foundation/errors';

/** How many distributions use a version, and when the last one ceased to. */
export class Replicas {
  readonly #clock: Clock;
  readonly #life: number;
  #users = 0;
  /** Milliseconds since 1970. */
  #releasedAt = Number.NEGATIVE_INFINITY;

  /** @param life milliseconds for which the copies stay after their last user has gone */
  constructor(clock: Clock, life: number) {
    this.#clock = clock;
    this.#life = life;
  }

  add(): void {
    this.#users += 1;
  }

  remove(): void {
    this.#users -= 1;
    this.#releasedAt = this.#clock.now();
  }

  /** @throws AwsError `InvalidParameterValueException` while there are copies: https://github.com/aws-cloudformation/rain/issues/463 */
  requireNone(arn: string): void {
    if (this.#users === 0 && this.#clock.now() >= this.#releasedAt + this.#life) return;
    throw new AwsError(
      'InvalidParameterValueException',
      `Lambda was unable to delete ${arn} because it is a replicated function. Please see our documentation for Deleting Lambda@Edge Functions and Replicas.`,
    );
  }
}
