// One bucket: its policy and its objects.
import { createHash } from 'node:crypto';
import { compilePolicy, type PolicyDocument } from '../iam/iam';
import type { S3Object, StoredObject } from './s3';

/** A bucket that was created. */
export class Bucket {
  readonly #objects = new Map<string, StoredObject>();
  #policy: PolicyDocument | undefined;

  constructor(
    readonly name: string,
    /** `arn:aws:s3:::<name>` */
    readonly arn: string,
    /** Milliseconds since 1970. */
    readonly createdAt: number,
  ) {}

  /** What others than the account may do with the bucket. */
  get policy(): PolicyDocument | undefined {
    return this.#policy;
  }

  /** @throws AwsError `MalformedPolicyDocument` or `UnsupportedPolicy` */
  putPolicy(policy: PolicyDocument): void {
    compilePolicy(policy, 'resource');
    this.#policy = policy;
  }

  deletePolicy(): void {
    this.#policy = undefined;
  }

  get isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  /** @param time milliseconds since 1970 */
  put(key: string, object: S3Object, time: number): void {
    // The ETag of an object that came in one part: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
    const etag = `"${createHash('md5').update(object.body).digest('hex')}"`;
    this.#objects.set(key, { ...object, etag, lastModified: time });
  }

  find(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** Deletes an object; nothing happens when there is none. */
  delete(key: string): void {
    this.#objects.delete(key);
  }

  /** The objects whose keys begin with a prefix, in the order of their keys. */
  list(prefix: string): readonly (readonly [string, StoredObject])[] {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  }
}
