// One bucket: its policy and its objects.
import { createHash } from 'node:crypto';
import { MAX_KEY_BYTES, MAX_STORED_BYTES, OBJECT_OVERHEAD } from './limits';
import { keyTooLong, storageFull } from './s3-error';
import { compilePolicy, type PolicyDocument } from '../iam/iam';
import type { S3Object, StoredObject } from './s3';

/** The room for the objects of a region. */
export class Storage {
  #used = 0;

  /**
   * @param bytes negative for what goes
   * @throws AwsError `EntityTooLarge`
   */
  take(bytes: number): void {
    if (this.#used + bytes > MAX_STORED_BYTES) throw storageFull();
    this.#used += bytes;
  }
}

/** How a bucket is made. */
export interface BucketOptions {
  readonly name: string;
  /** `arn:aws:s3:::<name>` */
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly storage: Storage;
  /** Told when an object has come, changed or gone. */
  readonly onChange: () => void;
}

/** A bucket that was created. */
export class Bucket {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly #objects = new Map<string, StoredObject>();
  readonly #storage: Storage;
  readonly #onChange: () => void;
  #policy: PolicyDocument | undefined;

  constructor({ name, arn, createdAt, storage, onChange }: BucketOptions) {
    this.name = name;
    this.arn = arn;
    this.createdAt = createdAt;
    this.#storage = storage;
    this.#onChange = onChange;
  }

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

  /** By key, as they are now. */
  get objects(): ReadonlyMap<string, StoredObject> {
    return new Map(this.#objects);
  }

  get isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  /**
   * @param time milliseconds since 1970
   * @throws AwsError `KeyTooLongError` or `EntityTooLarge`
   */
  put(key: string, object: S3Object, time: number): void {
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw keyTooLong();
    // The ETag of an object that came in one part: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
    const etag = `"${createHash('md5').update(object.body).digest('hex')}"`;
    this.restore(key, { ...object, etag, lastModified: time });
    this.#onChange();
  }

  /**
   * Puts an object back as it was.
   * @throws AwsError `EntityTooLarge`
   */
  restore(key: string, object: StoredObject): void {
    this.#storage.take(bytesOf(key, object) - bytesOf(key, this.#objects.get(key)));
    this.#objects.set(key, object);
  }

  find(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** Deletes an object; nothing happens when there is none. */
  delete(key: string): void {
    this.#storage.take(-bytesOf(key, this.#objects.get(key)));
    this.#objects.delete(key);
    this.#onChange();
  }

  /** The objects whose keys begin with a prefix and come after another key, in the order of their keys' bytes. */
  list(prefix: string, after: string): readonly (readonly [string, StoredObject])[] {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(prefix) && inOrder(key, after) > 0)
      .sort(([one], [other]) => inOrder(one, other));
  }
}

function inOrder(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function bytesOf(key: string, object: S3Object | undefined): number {
  return object ? Buffer.byteLength(key) + object.body.length + OBJECT_OVERHEAD : 0;
}
