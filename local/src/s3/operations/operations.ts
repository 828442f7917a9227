// S3's own API, as far as a deployment needs it: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
import { createHash } from 'node:crypto';
import XMLBuilder from 'fast-xml-builder';
import { XMLParser } from 'fast-xml-parser';
import { AwsError } from '../../foundation/errors';
import type { Region } from '../../foundation/region';
import type { ApiAnswer, ApiRequest, ServiceApi } from '../../foundation/service-api';
import type { Iam, Principal } from '../../iam/iam';
import type { Bucket } from '../bucket';
import type { StoredObject } from '../s3';
import { MAX_KEYS } from '../limits';
import { noSuchKey } from '../s3-error';

/** What the operations need. */
export interface S3Operations {
  readonly region: Region;
  readonly iam: Iam;
  /** @throws AwsError `NoSuchBucket` */
  readonly find: (name: string) => Bucket;
  readonly all: () => readonly Bucket[];
  readonly create: (name: string) => Promise<void>;
  readonly remove: (name: string) => void;
}

/** A request, taken apart. */
interface Call extends ApiRequest {
  /** Empty for the account itself. */
  readonly bucketName: string;
  /** Empty for a bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly caller: Principal;
}

type Operation = (call: Call, operations: S3Operations) => ApiAnswer | Promise<ApiAnswer>;

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const METADATA = 'x-amz-meta-';
/** The engine keeps one version of an object, whatever the bucket says. */
const ONLY_VERSION = 'null';

const builder = new XMLBuilder({ processEntities: true });
const parser = new XMLParser({
  // oxlint-disable-next-line typescript/no-deprecated -- its successor is another package, for this one flag
  htmlEntities: true,
  isArray: (name) => name === 'Object',
  parseTagValue: false,
  trimValues: false,
});

/** What `METHOD`, what is named, and a parameter of the query ask for; the first that fits. */
const OPERATIONS: readonly (readonly [string, 'account' | 'bucket' | 'object', string | undefined, Operation])[] = [
  ['GET', 'account', undefined, listBuckets],
  ['HEAD', 'bucket', undefined, headBucket],
  ['GET', 'bucket', 'location', getBucketLocation],
  ['GET', 'bucket', 'versions', listObjectVersions],
  ['GET', 'bucket', 'list-type', listObjects],
  ['PUT', 'bucket', undefined, createBucket],
  ['DELETE', 'bucket', undefined, deleteBucket],
  ['POST', 'bucket', 'delete', deleteObjects],
  ['HEAD', 'object', undefined, readObject],
  ['GET', 'object', undefined, readObject],
  ['PUT', 'object', undefined, putObject],
  ['DELETE', 'object', undefined, deleteObject],
];

/** Parameters that ask for what the engine does not have. */
const SUBRESOURCES: readonly string[] = [
  ...['acl', 'cors', 'encryption', 'lifecycle', 'location', 'logging', 'notification', 'object-lock', 'policy'],
  ...['publicAccessBlock', 'replication', 'tagging', 'uploads', 'uploadId', 'versioning', 'versions', 'website'],
];

/** S3 as SDK clients reach it, by the path of a bucket. */
export function s3Api(operations: S3Operations): ServiceApi {
  return {
    signingName: 's3',
    protocol: { kind: 'http', answer: async (request, caller) => answer(callOf(request, caller), operations) },
    operations: {},
  };
}

async function answer(call: Call, operations: S3Operations): Promise<ApiAnswer> {
  const { method, bucketName, key, query } = call;
  const named = key === '' ? (bucketName === '' ? 'account' : 'bucket') : 'object';
  const found = OPERATIONS.find(
    ([verb, what, parameter]) => verb === method && what === named && (parameter === undefined || query.has(parameter)),
  );
  const other = SUBRESOURCES.find((name) => query.has(name) && name !== found?.[2]);
  if (!found || other !== undefined) {
    const asked = other === undefined ? `${method} of the ${named}` : `${method} of "${other}" of the ${named}`;
    throw new AwsError('NotImplemented', `The engine has no operation ${asked}.`, 501);
  }
  return found[3](call, operations);
}

function callOf(request: ApiRequest, caller: Principal): Call {
  const [path = '', ...search] = request.path.split('?');
  const [, bucketName = '', ...key] = path.split('/').map(decoded);
  return { ...request, caller, bucketName, key: key.join('/'), query: new URLSearchParams(search.join('?')) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

function listBuckets({ caller }: Call, { iam, all }: S3Operations): ApiAnswer {
  iam.authorize(caller, { action: 's3:ListAllMyBuckets', resource: '*' });
  const Bucket = all().map(({ name, createdAt }) => ({ Name: name, CreationDate: dateOf(createdAt) }));
  return inXml({ ListAllMyBucketsResult: { Owner: { ID: caller.accountId }, Buckets: { Bucket } } });
}

function headBucket(call: Call, operations: S3Operations): ApiAnswer {
  allowedBucket(call, operations, 's3:ListBucket');
  return { status: 200, headers: { 'x-amz-bucket-region': operations.region.name }, body: '' };
}

/** Empty for us-east-1: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
function getBucketLocation(call: Call, operations: S3Operations): ApiAnswer {
  allowedBucket(call, operations, 's3:GetBucketLocation');
  const { name } = operations.region;
  return inXml({ LocationConstraint: name === 'us-east-1' ? '' : name });
}

async function createBucket({ bucketName, caller }: Call, { iam, create, region }: S3Operations): Promise<ApiAnswer> {
  iam.authorize(caller, { action: 's3:CreateBucket', resource: `arn:${region.partition}:s3:::${bucketName}` });
  await create(bucketName);
  return { status: 200, headers: { location: `/${bucketName}` }, body: '' };
}

function deleteBucket(call: Call, operations: S3Operations): ApiAnswer {
  operations.remove(allowedBucket(call, operations, 's3:DeleteBucket').name);
  return { status: 204, headers: {}, body: '' };
}

function listObjects(call: Call, operations: S3Operations): ApiAnswer {
  const bucket = allowedBucket(call, operations, 's3:ListBucket');
  const { query } = call;
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const left = bucket.list(prefix, after);
  const page = left.slice(0, pageSizeOf(query));
  const isTruncated = page.length > 0 && page.length < left.length;
  return inXml({
    ListBucketResult: {
      ...{ Name: bucket.name, Prefix: prefix, KeyCount: page.length, MaxKeys: MAX_KEYS, IsTruncated: isTruncated },
      ...(isTruncated && { NextContinuationToken: page.at(-1)?.[0] ?? '' }),
      Contents: page.map(describe),
    },
  });
}

function pageSizeOf(query: URLSearchParams): number {
  const asked = query.get('max-keys') ?? String(MAX_KEYS);
  if (/^\d+$/.test(asked)) return Math.min(Number(asked), MAX_KEYS);
  throw new AwsError('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647');
}

function listObjectVersions(call: Call, operations: S3Operations): ApiAnswer {
  const bucket = allowedBucket(call, operations, 's3:ListBucketVersions');
  const prefix = call.query.get('prefix') ?? '';
  const after = call.query.get('key-marker') ?? '';
  const left = bucket.list(prefix, after);
  const page = left.slice(0, MAX_KEYS);
  const isTruncated = page.length < left.length;
  return inXml({
    ListVersionsResult: {
      ...{ Name: bucket.name, Prefix: prefix, MaxKeys: MAX_KEYS, IsTruncated: isTruncated },
      ...(isTruncated && { NextKeyMarker: page.at(-1)?.[0] ?? '', NextVersionIdMarker: ONLY_VERSION }),
      Version: page.map((entry) => ({ ...describe(entry), VersionId: ONLY_VERSION, IsLatest: true })),
    },
  });
}

function describe([key, { body, etag, lastModified }]: readonly [string, StoredObject]) {
  return { Key: key, LastModified: dateOf(lastModified), ETag: etag, Size: body.length, StorageClass: 'STANDARD' };
}

function putObject(call: Call, operations: S3Operations): ApiAnswer {
  const bucket = allowedObject(call, operations, 's3:PutObject');
  const { key, body, headers } = call;
  requireWhole(headers);
  requireSame(body, headers);
  const metadata = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name.startsWith(METADATA) && value !== undefined ? [[name.slice(METADATA.length), value]] : [],
  );
  bucket.put(
    key,
    {
      body,
      contentType: headers['content-type'] ?? 'binary/octet-stream',
      cacheControl: headers['cache-control'],
      metadata: Object.fromEntries(metadata),
    },
    operations.region.clock.now(),
  );
  return { status: 200, headers: { etag: bucket.find(key)?.etag ?? '' }, body: '' };
}

/** Bodies in signed chunks are those of streams, whose length nobody knows before. */
function requireWhole(headers: Call['headers']): void {
  if (headers['content-encoding']?.includes('aws-chunked') !== true && headers['x-amz-copy-source'] === undefined)
    return;
  throw new AwsError('NotImplemented', 'The engine takes objects in one piece only.', 501);
}

function requireSame(body: Buffer, headers: Call['headers']): void {
  const expected = headers['content-md5'];
  if (expected === undefined || createHash('md5').update(body).digest('base64') === expected) return;
  throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

function readObject(call: Call, operations: S3Operations): ApiAnswer {
  const object = allowedObject(call, operations, 's3:GetObject').find(call.key);
  if (!object) throw noSuchKey();
  const metadata = Object.entries(object.metadata ?? {}).map(([name, value]) => [`${METADATA}${name}`, value] as const);
  const headers = {
    ...Object.fromEntries(metadata),
    'content-type': object.contentType,
    'content-length': String(object.body.length),
    etag: object.etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
    ...(object.cacheControl !== undefined && { 'cache-control': object.cacheControl }),
  };
  return { status: 200, headers, body: call.method === 'HEAD' ? '' : object.body };
}

function deleteObject(call: Call, operations: S3Operations): ApiAnswer {
  allowedObject(call, operations, 's3:DeleteObject').delete(call.key);
  return { status: 204, headers: {}, body: '' };
}

function deleteObjects(call: Call, operations: S3Operations): ApiAnswer {
  const keys = keysIn(call.body);
  if (keys.length > MAX_KEYS) throw malformed();
  for (const key of keys) allowedObject({ ...call, key }, operations, 's3:DeleteObject').delete(key);
  return inXml({ DeleteResult: { Deleted: keys.map((Key) => ({ Key })) } });
}

function keysIn(body: Buffer): readonly string[] {
  const objects = documentIn(body).Delete?.Object;
  if (objects === undefined) throw malformed();
  return objects.map(({ Key: key }) => {
    if (typeof key === 'string') return key;
    throw malformed();
  });
}

interface Deletion {
  readonly Delete?: { readonly Object?: readonly { readonly Key?: unknown }[] };
}

/** The parser throws for what is no XML, is too deep, or has names that no document of S3's has. */
function documentIn(body: Buffer): Deletion {
  try {
    return parser.parse(body.toString('utf8')) as Deletion;
  } catch {
    throw malformed();
  }
}

function malformed(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema.',
  );
}

function allowedBucket({ bucketName, caller }: Call, { iam, find }: S3Operations, action: string): Bucket {
  const bucket = find(bucketName);
  iam.authorize(caller, { action, resource: bucket.arn, resourcePolicy: bucket.policy });
  return bucket;
}

function allowedObject({ bucketName, key, caller }: Call, { iam, find }: S3Operations, action: string): Bucket {
  const bucket = find(bucketName);
  iam.authorize(caller, { action, resource: `${bucket.arn}/${key}`, resourcePolicy: bucket.policy });
  return bucket;
}

function dateOf(time: number): string {
  return new Date(time).toISOString();
}

function inXml(document: Readonly<Record<string, unknown>>): ApiAnswer {
  const [root = ''] = Object.keys(document);
  const body = builder.build(document).replace(`<${root}`, `<${root} xmlns="${NAMESPACE}"`);
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}
