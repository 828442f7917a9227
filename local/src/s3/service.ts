// S3 of one region.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { urlSuffixOf } from '../foundation/account';
import { AwsError } from '../foundation/errors';
import type { AccessRequest, Iam, Principal } from '../iam/iam';
import type { Hosts } from '../foundation/host-names';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import { listenWhileUp } from '../foundation/http/powered-server';
import type { ListeningServer } from '../foundation/http/server';
import { Bucket, Storage } from './bucket';
import { BUCKET_NAME, MAX_BUCKETS } from './limits';
import { s3Api } from './operations/operations';
import type { BucketSnapshot, S3, StoredObject } from './s3';
import { accessDenied, errorDocument, invalidBucketName, noSuchBucket, noSuchKey, tooManyBuckets } from './s3-error';

/** What the buckets of a region need of others. */
export interface S3Options {
  readonly iam: Iam;
  /** Takes the names of buckets. */
  readonly hosts: Hosts;
  readonly power: Power;
  /** Told when a bucket or an object has come, changed or gone. */
  readonly onChange?: (() => void) | undefined;
}

/** Creates the S3 of a region, without buckets. */
export function createS3(region: Region, { iam, hosts, power, onChange = () => undefined }: S3Options): S3 {
  const buckets = new Map<string, Bucket>();
  const awaited = new Map<string, BucketSnapshot>();
  const storage = new Storage();
  const find = (name: string) => {
    const bucket = buckets.get(name);
    if (bucket) return bucket;
    throw noSuchBucket();
  };
  const bucketAt = (hostName: string) =>
    [...buckets.keys()].find((bucket) => hostNamesOf(bucket, region).includes(hostName.toLowerCase()));
  /** Answers whoever goes to a bucket by its name and not by CloudFront. */
  let server: Promise<ListeningServer> | undefined;
  const started = () =>
    listenWhileUp({ port: 0, onRequest: (request, response) => refuse(request, response, bucketAt) }, region, power);

  const create = async (name: string) => {
    if (!BUCKET_NAME.test(name)) throw invalidBucketName();
    if (buckets.has(name)) throw ownedAlready();
    if (buckets.size >= MAX_BUCKETS) throw tooManyBuckets();
    const before = awaited.get(name);
    const [arn, createdAt] = [`arn:${region.partition}:s3:::${name}`, before?.createdAt ?? region.clock.now()];
    const bucket = new Bucket({ name, arn, createdAt, storage, onChange });
    for (const [key, object] of before?.objects ?? []) bucket.restore(key, object);
    buckets.set(name, bucket);
    onChange();
    server ??= started();
    const endpoint = await server;
    for (const hostName of hostNamesOf(name, region)) hosts.serve(hostName, endpoint);
  };
  const remove = (name: string) => {
    // Of a stack that could not come back, buckets go with all that they have.
    if (!find(name).isEmpty && !awaited.has(name)) throw bucketNotEmpty();
    buckets.delete(name);
    onChange();
    for (const hostName of hostNamesOf(name, region)) hosts.release(hostName);
  };

  return {
    createBucket: create,
    deleteBucket: remove,
    deleteBucketPolicy: (name) => find(name).deletePolicy(),
    objectOf: (bucketName, key) => {
      const object = find(bucketName).find(key);
      if (object) return object;
      throw noSuchKey();
    },
    putBucketPolicy: (name, policy) => find(name).putPolicy(policy),
    putObject: (bucketName, key, object) => find(bucketName).put(key, object, region.clock.now()),
    getObject: (bucketName, key, caller) => {
      power.requireUp('CloudFront');
      return readObject(find(bucketName), key, (request) => isAllowed(iam, caller, request));
    },
    keysOf: (bucketName, prefix) =>
      find(bucketName)
        .list(prefix, '')
        .map(([key]) => key),
    deleteObject: (bucketName, key) => find(bucketName).delete(key),
    snapshots: () => [...buckets.values()].map(({ name, createdAt, objects }) => ({ name, createdAt, objects })),
    await: (snapshots) => {
      awaited.clear();
      for (const snapshot of snapshots) awaited.set(snapshot.name, snapshot);
    },
    bucketAt,
    api: s3Api({ region, iam, find, all: () => [...buckets.values()], create, remove }),
    stop: async () => (await server)?.stop(),
  };
}

/** @throws AwsError `AccessDenied` or `NoSuchKey` */
function readObject(bucket: Bucket, key: string, allows: (request: AccessRequest) => boolean): StoredObject {
  const may = (action: string, resource: string) => allows({ action, resource, resourcePolicy: bucket.policy });
  if (!may('s3:GetObject', `${bucket.arn}/${key}`)) throw accessDenied();
  const object = bucket.find(key);
  if (object) return object;
  throw may('s3:ListBucket', bucket.arn) ? noSuchKey() : accessDenied();
}

function isAllowed(iam: Iam, caller: Principal, request: AccessRequest): boolean {
  try {
    iam.authorize(caller, request);
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
function hostNamesOf(bucket: string, { name, partition }: Region): readonly string[] {
  const suffix = urlSuffixOf(partition);
  return [`${bucket}.s3.${name}.${suffix}`, `${bucket}.s3.${suffix}`];
}

function ownedAlready(): AwsError {
  const sentence = 'Your previous request to create the named bucket succeeded and you already own it.';
  return new AwsError('BucketAlreadyOwnedByYou', sentence, 409);
}

/** https://github.com/F5Networks/f5-aws-cloudformation/issues/52 */
function bucketNotEmpty(): AwsError {
  return new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
}

/** Requests that come here are not signed, and no bucket is public. */
function refuse(request: IncomingMessage, response: ServerResponse, bucketAt: S3['bucketAt']): void {
  const requestId = randomUUID();
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const error = bucketAt(host) === undefined ? noSuchBucket() : accessDenied();
  response.writeHead(error.status, {
    'content-type': 'application/xml',
    'x-amz-request-id': requestId,
    server: 'AmazonS3',
  });
  response.end(errorDocument(error, requestId));
}
