// The limits of S3, each with its unit and its source.

/** Buckets of an account: https://docs.aws.amazon.com/AmazonS3/latest/userguide/BucketRestrictions.html */
export const MAX_BUCKETS = 10_000;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME = /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Bytes of a key: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const MAX_KEY_BYTES = 1024;

/** Bytes of the objects of one region, with their keys. Chosen: they are in memory. */
export const MAX_STORED_BYTES = 1024 ** 3;

/** Bytes that an object takes beside its key and its body: what a request's headers may have, which `MAX_STORED_BYTES` counts. */
export const OBJECT_OVERHEAD = 16 * 1024;

/** Keys of one page, and of one deletion: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const MAX_KEYS = 1000;
