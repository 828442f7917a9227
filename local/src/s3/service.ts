// S3 of one region.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { urlSuffixOf } from '../cloudformation/template/pseudo-parameter';
import { AwsError } from '../foundation/errors';
import type { AccessRequest, Iam, Principal } from '../iam/iam';
import type { Hosts } from '../foundation/host-names';
import { Unreachable } from '../foundation/network';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import { listenWhileUp } from '../foundation/http/powered-server';
import type { ListeningServer } from '../foundation/http/server';
import { Bucket } from './bucket';
import type { S3, StoredObject } from './s3';
import { accessDenied, errorDocument, noSuchBucket, noSuchKey } from './s3-error';

/** What the buckets of a region need of others. */
export interface S3Options {
  readonly iam: Iam;
  /** Takes the names of buckets. */
  readonly hosts: Hosts;
  readonly power: Power;
}

/** Creates the S3 of a region, without buckets. */
export function createS3(region: Region, options: S3Options): S3 {
  return new RegionalS3(region, options);
}

class RegionalS3 implements S3 {
  readonly #region: Region;
  readonly #options: S3Options;
  readonly #buckets = new Map<string, Bucket>();
  /** Answers whoever goes to a bucket by its name and not by CloudFront. */
  #server: Promise<ListeningServer> | undefined;

  constructor(region: Region, options: S3Options) {
    this.#region = region;
    this.#options = options;
  }

  async createBucket(name: string): Promise<void> {
    if (this.#buckets.has(name)) {
      const sentence = 'Your previous request to create the named bucket succeeded and you already own it.';
      throw new AwsError('BucketAlreadyOwnedByYou', sentence, 409);
    }
    this.#buckets.set(name, new Bucket(name, `arn:${this.#region.partition}:s3:::${name}`));
    const onRequest = (request: IncomingMessage, response: ServerResponse) => this.#refuse(request, response);
    this.#server ??= listenWhileUp({ port: 0, onRequest }, this.#region, this.#options.power);
    const { port } = await this.#server;
    for (const hostName of this.#hostNamesOf(name)) this.#options.hosts.serve(hostName, port);
  }

  putBucketPolicy(...[name, policy]: Parameters<S3['putBucketPolicy']>): void {
    this.#find(name).putPolicy(policy);
  }

  putObject(...[bucketName, key, object]: Parameters<S3['putObject']>): void {
    this.#find(bucketName).put(key, object, this.#region.clock.now());
  }

  getObject(bucketName: string, key: string, caller: Principal): StoredObject {
    if (!this.#options.power.isUp) throw new Unreachable('CloudFront', this.#region.name);
    const bucket = this.#find(bucketName);
    const may = (action: string, resource: string) =>
      this.#allows(caller, { action, resource, resourcePolicy: bucket.policy });
    if (!may('s3:GetObject', `${bucket.arn}/${key}`)) throw accessDenied();
    const object = bucket.find(key);
    if (object) return object;
    throw may('s3:ListBucket', bucket.arn) ? noSuchKey() : accessDenied();
  }

  bucketAt(hostName: string): string | undefined {
    const name = hostName.toLowerCase();
    return [...this.#buckets.keys()].find((bucket) => this.#hostNamesOf(bucket).includes(name));
  }

  async stop(): Promise<void> {
    await (await this.#server)?.stop();
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
  #hostNamesOf(bucket: string): readonly string[] {
    const suffix = urlSuffixOf(this.#region.partition);
    return [`${bucket}.s3.${this.#region.name}.${suffix}`, `${bucket}.s3.${suffix}`];
  }

  #find(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket) return bucket;
    throw noSuchBucket();
  }

  #allows(caller: Principal, request: AccessRequest): boolean {
    try {
      this.#options.iam.authorize(caller, request);
      return true;
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
  }

  /** Nobody signs what comes here, and no bucket is public. */
  #refuse(request: IncomingMessage, response: ServerResponse): void {
    const requestId = randomUUID();
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const error = this.bucketAt(host) === undefined ? noSuchBucket() : accessDenied();
    response.writeHead(error.status, {
      'content-type': 'application/xml',
      'x-amz-request-id': requestId,
      server: 'AmazonS3',
    });
    response.end(errorDocument(error, requestId));
  }
}
