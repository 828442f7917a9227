// Amazon S3 as CloudFormation, CloudFront and whoever runs the engine see it.
import type { ServiceApi } from '../foundation/service-api';
import type { PolicyDocument, Principal } from '../iam/iam';

export { accessDenied, errorDocument, noSuchBucket, s3Error } from './s3-error';

/** An object of a bucket. */
export interface S3Object {
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl?: string | undefined;
  /** What follows `x-amz-meta-`, by lower-case name. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** An object as it is read. */
export interface StoredObject extends S3Object {
  /** In quotation marks, as in the header. */
  readonly etag: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly lastModified: number;
}

/** What is kept of a bucket, so that it can be created anew as it was. Its policy is its stack's. */
export interface BucketSnapshot {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** By key. */
  readonly objects: ReadonlyMap<string, StoredObject>;
}

/** The buckets of one region. */
export interface S3 {
  /**
   * Creates a bucket; its host names resolve from then on.
   * @throws AwsError `BucketAlreadyOwnedByYou`, `InvalidBucketName` or `TooManyBuckets`
   */
  createBucket(name: string): Promise<void>;
  /** @throws AwsError `NoSuchBucket`, or `BucketNotEmpty` */
  deleteBucket(name: string): void;
  /** @throws AwsError `NoSuchBucket` */
  deleteBucketPolicy(name: string): void;
  /** @throws AwsError `NoSuchBucket`, `MalformedPolicyDocument` or `UnsupportedPolicy` */
  putBucketPolicy(name: string, policy: PolicyDocument): void;
  /** As the account's owner. @throws AwsError `NoSuchBucket`, `KeyTooLongError` or `EntityTooLarge` */
  putObject(bucketName: string, key: string, object: S3Object): void;
  /** As the account's owner. @throws AwsError `NoSuchBucket` or `NoSuchKey` */
  objectOf(bucketName: string, key: string): StoredObject;
  /**
   * Reads an object, if the bucket's policy or the caller's own lets the caller.
   * @throws AwsError `AccessDenied`, `NoSuchKey` or `NoSuchBucket`; Unreachable while the region is down
   */
  getObject(bucketName: string, key: string, caller: Principal): StoredObject;
  /** The keys of a bucket's objects that begin with a prefix, in their order. @throws AwsError `NoSuchBucket` */
  keysOf(bucketName: string, prefix: string): readonly string[];
  /** As the account's owner. @throws AwsError `NoSuchBucket` */
  deleteObject(bucketName: string, key: string): void;
  /** Every bucket, in the order of their creation. */
  snapshots(): readonly BucketSnapshot[];
  /** From now on, a bucket that is created with one of these names is what it was. */
  await(snapshots: readonly BucketSnapshot[]): void;
  /** The operations that SDK clients reach. */
  readonly api: ServiceApi;
  /** The bucket of this region behind a host name such as `bucket.s3.us-east-1.amazonaws.com`. */
  bucketAt(hostName: string): string | undefined;
  stop(): Promise<void>;
}
