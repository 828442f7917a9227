// The keys of one API and how long they hold.
import { AwsError } from '../../foundation/errors';
import type { JsonObject } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import { API_KEY_DEFAULT_LIFE, API_KEY_MAX_LIFE, API_KEY_MIN_LIFE, API_KEY_ROUNDING, MAX_API_KEYS } from '../limits';

const SECOND = 1000;
const RANDOM_LENGTH = 26;

/** https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApiKey.html */
export class ApiKeys {
  /** When each key ends, in milliseconds since 1970. */
  readonly #ends = new Map<string, number>();
  /** What was said of some of them. */
  readonly #descriptions = new Map<string, string>();
  /** How many there have been. */
  #count = 0;
  readonly #apiArn: string;
  readonly #region: Region;

  constructor(apiArn: string, region: Region) {
    this.#apiArn = apiArn;
    this.#region = region;
  }

  /**
   * @param expires seconds since 1970-01-01T00:00:00Z; rounded down to the hour
   * @throws AwsError `ApiKeyValidityOutOfBoundsException` or `ApiKeyLimitExceededException`
   */
  create(expires: number | undefined, description?: string): { readonly key: string; readonly arn: string } {
    const end = this.#endOf(expires);
    if (this.#ends.size >= MAX_API_KEYS) {
      throw new AwsError('ApiKeyLimitExceededException', 'The API key exceeded a limit. Try your request again.');
    }
    const random = this.#region.ids.lowerCase(`appsync/key/${this.#apiArn}/${this.#count}`, RANDOM_LENGTH);
    this.#count += 1;
    const key = `da2-${random}`;
    this.#ends.set(key, end);
    this.#describe(key, description);
    return { key, arn: `${this.#apiArn}/apikeys/${key}` };
  }

  /**
   * @param expires as above
   * @throws AwsError `NotFoundException` or `ApiKeyValidityOutOfBoundsException`
   */
  update(key: string, expires: number | undefined, description?: string): void {
    this.#require(key);
    this.#ends.set(key, this.#endOf(expires));
    this.#describe(key, description);
  }

  /** @throws AwsError `NotFoundException` */
  delete(key: string): void {
    this.#require(key);
    this.#ends.delete(key);
    this.#descriptions.delete(key);
  }

  /** Is this one of the keys, and has it not expired? */
  isValid(key: string): boolean {
    const end = this.#ends.get(key);
    return end !== undefined && this.#region.clock.now() < end;
  }

  /** The keys that were created, expired ones too. */
  all(): readonly string[] {
    return [...this.#ends.keys()];
  }

  /** The keys as AppSync's API shows them: each is its own id, and ends in seconds since 1970. */
  described(): readonly JsonObject[] {
    return [...this.#ends].map(([id, end]) => {
      const description = this.#descriptions.get(id);
      return { id, expires: end / SECOND, ...(description !== undefined && { description }) };
    });
  }

  #describe(key: string, description: string | undefined): void {
    if (description === undefined) this.#descriptions.delete(key);
    else this.#descriptions.set(key, description);
  }

  #require(key: string): void {
    if (!this.#ends.has(key)) throw new AwsError('NotFoundException', `API key ${key} not found.`, 404);
  }

  #endOf(expires: number | undefined): number {
    const now = this.#region.clock.now();
    const end = expires === undefined ? now + API_KEY_DEFAULT_LIFE : expires * SECOND;
    // The bounds are those of the unrounded time, give or take the hour that AppSync rounds by.
    if (!(end >= now + API_KEY_MIN_LIFE)) throw outOfBounds('API key must be valid for a minimum of 1 days.');
    if (end > now + API_KEY_MAX_LIFE + API_KEY_ROUNDING) {
      throw outOfBounds('API key can be valid for a maximum of 365 days.');
    }
    return Math.floor(end / API_KEY_ROUNDING) * API_KEY_ROUNDING;
  }
}

/** https://github.com/aws-amplify/amplify-cli/issues/4460, https://github.com/sid88in/serverless-appsync-plugin/issues/202 */
function outOfBounds(sentence: string): AwsError {
  return new AwsError('ApiKeyValidityOutOfBoundsException', sentence);
}
