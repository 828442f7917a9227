// Asks a bucket, as CloudFront does with an origin access control: signed by the service, on behalf of the distribution.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
import { AwsError, Unreachable } from '../../foundation/errors';
import type { Principal } from '../../iam/iam';
import { accessDenied, errorDocument, noSuchBucket, type StoredObject } from '../../s3/s3';
import type { OriginRequest, OriginTarget } from './origin-request';
import { refusals } from '../edge-locations/refusal';
import type { Route, ServedDistribution } from '../distributions/served-distribution';
import type { Pairs } from '../edge-locations/viewer-answer';

/** A bucket's answer. */
export interface BucketAnswer {
  readonly status: number;
  readonly headers: Pairs;
  readonly body: Buffer;
}

type BucketTarget = Extract<OriginTarget, { kind: 's3' }>;

/** @throws Refusal 502 while the bucket's region is down */
export function askBucket(
  request: OriginRequest,
  target: BucketTarget,
  { distribution, route, requestId }: { distribution: ServedDistribution; route: Route; requestId: string },
): BucketAnswer {
  try {
    return found(read(request, target, { distribution, route }), request);
  } catch (error) {
    if (error instanceof Unreachable) throw refusals.originConnection();
    if (!(error instanceof AwsError)) throw error;
    return answer(error.status, [['Content-Type', 'application/xml']], Buffer.from(errorDocument(error, requestId)));
  }
}

function read(
  { method, uri }: OriginRequest,
  { domainName, path }: BucketTarget,
  { distribution, route }: { distribution: ServedDistribution; route: Route },
): StoredObject {
  const { accountId, s3 } = distribution;
  const bucket = s3.bucketAt(domainName);
  if (bucket === undefined) throw noSuchBucket();
  if (method !== 'GET' && method !== 'HEAD') {
    throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
  const { origin } = route;
  // Without an origin access control CloudFront is anybody, and no bucket is public.
  if (origin.kind !== 's3' || origin.originAccessControlId === undefined) throw accessDenied();
  const cloudFront: Principal = {
    kind: 'service',
    service: 'cloudfront.amazonaws.com',
    sourceArn: distribution.arn,
    accountId,
  };
  return s3.getObject(bucket, keyOf(`${path}${uri}`), cloudFront);
}

function keyOf(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
}

function found(
  { body, cacheControl, contentType, etag, lastModified }: StoredObject,
  { method, headers }: OriginRequest,
) {
  const described: Pairs = [
    ['Content-Type', contentType],
    ['ETag', etag],
    ['Last-Modified', new Date(lastModified).toUTCString()],
    ...(cacheControl === undefined ? [] : [['Cache-Control', cacheControl] as const]),
  ];
  const isKnown = headers['if-none-match']?.some(({ value }) => value === '*' || value.includes(etag)) ?? false;
  if (isKnown) return { status: 304, headers: [...described, ['Server', 'AmazonS3']] as Pairs, body: Buffer.alloc(0) };
  const whole = answer(200, described, body);
  return method === 'HEAD' ? { ...whole, body: Buffer.alloc(0) } : whole;
}

function answer(status: number, headers: Pairs, body: Buffer): BucketAnswer {
  return { status, headers: [...headers, ['Content-Length', String(body.length)], ['Server', 'AmazonS3']], body };
}
