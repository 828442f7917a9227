import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { Bucket as StoredBucket, Storage } from '../../src/s3/bucket';
import { MAX_STORED_BYTES, OBJECT_OVERHEAD } from '../../src/s3/limits';
import { type AccountBench, accountBench } from '../support/account';

const Bucket = 'things';
let bench: AccountBench;

beforeEach(async () => {
  bench = await accountBench();
  await bench.s3.send(new CreateBucketCommand({ Bucket }));
});

afterEach(async () => {
  await bench.stop();
});

async function put(Key: string, Body = 'x') {
  return bench.s3.send(
    new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/plain', Metadata: { filesha256: 'abc' } }),
  );
}

describe('AC-01 an SDK client of S3', () => {
  it('puts an object and reads it', async () => {
    const Key = 'a folder/ö & <b>.txt';
    await put(Key, 'hello');

    const read = await bench.s3.send(new GetObjectCommand({ Bucket, Key }));

    expect(await read.Body?.transformToString()).toBe('hello');
    expect(await bench.s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
      ...{ ContentLength: 5, ContentType: 'text/plain', Metadata: { filesha256: 'abc' } },
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
    });
  });

  it('lists objects page by page, and their only versions', async () => {
    for (const key of ['b/2', 'a', 'b/1']) await put(key);

    const pages = paginateListObjectsV2({ client: bench.s3, pageSize: 1 }, { Bucket, Prefix: 'b/' });

    const keys: (string | undefined)[] = [];
    for await (const { Contents = [] } of pages) keys.push(...Contents.map(({ Key }) => Key));
    expect(keys).toEqual(['b/1', 'b/2']);
    const { Versions = [] } = await bench.s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions.map(({ Key, VersionId }) => [Key, VersionId])).toEqual([
      ['a', 'null'],
      ['b/1', 'null'],
      ['b/2', 'null'],
    ]);
  });

  it('deletes objects, and then their bucket', async () => {
    await put('a & b');
    await expect(bench.s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      message: 'The bucket you tried to delete is not empty',
    });

    const { Deleted } = await bench.s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a & b' }, { Key: 'not there' }] } }),
    );
    await bench.s3.send(new DeleteBucketCommand({ Bucket }));

    expect(Deleted).toEqual([{ Key: 'a & b' }, { Key: 'not there' }]);
    const { Buckets } = await bench.s3.send(new ListBucketsCommand());
    expect(Buckets ?? []).toEqual([]);
  });

  it('finds a bucket, and where it is', async () => {
    expect(await bench.s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'us-west-2' });
    const { LocationConstraint } = await bench.s3.send(new GetBucketLocationCommand({ Bucket }));
    expect(LocationConstraint).toBe('us-west-2');
    await expect(bench.s3.send(new HeadBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(bench.s3.send(new ListObjectsV2Command({ Bucket: 'other' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    await expect(bench.s3.send(new GetObjectCommand({ Bucket, Key: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  it('is told by name what the engine does not have', async () => {
    await put('a');

    await expect(bench.s3.send(new GetObjectAclCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: 'The engine has no operation GET of "acl" of the object.',
    });
  });

  it('that is a stranger is refused', async () => {
    const { credentials } = bench.options;
    const stranger = new S3Client({ ...bench.options, credentials: { ...credentials, secretAccessKey: 'other' } });

    await expect(stranger.send(new ListBucketsCommand())).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    stranger.destroy();
  });
});

describe('AC-01 S3 refuses', () => {
  it.each(['__proto__', '..', 'A_B', 'x'.repeat(64), '10.0.0.1', 'a\u0000b', 'a/b'])(
    'a bucket that is called %j',
    async (name) => {
      const { status, body } = await signedRequest('PUT', `/${encodeURIComponent(name)}`);

      expect([status, body]).toEqual([400, expect.stringContaining('<Code>InvalidBucketName</Code>')]);
    },
  );

  it('a key of more than 1024 bytes', async () => {
    await put('ü'.repeat(512));

    await expect(put('ü'.repeat(513))).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it.each([
    '',
    '<a><b',
    '<__proto__>x</__proto__>',
    '<a>'.repeat(20_000),
    '<Delete>x</Delete>',
    '<Delete><Object/></Delete>',
  ])('a deletion whose document is no deletion (%#)', async (document) => {
    const { status, body } = await signedRequest('POST', `/${Bucket}?delete=`, document);

    expect([status, body]).toEqual([400, expect.stringContaining('<Code>MalformedXML</Code>')]);
  });

  it.each(['-1', 'x', '1e3'])('a page of %s keys', async (size) => {
    const { body } = await signedRequest('GET', `/${Bucket}?list-type=2&max-keys=${size}`);

    expect(body).toContain('<Code>InvalidArgument</Code>');
  });
});

it('AC-01 keys are texts and no paths', async () => {
  const keys = ['../../../../etc/passwd', '..', '.', '__proto__', 'a//b', ' a ', 'a\rb', '%2e%2e%2f'];
  for (const key of keys) {
    const { status } = await signedRequest('PUT', `/${Bucket}/${encodeURIComponent(key)}`, key);
    expect(status).toBe(200);
  }
  const list = async () => (await bench.s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? [];
  expect((await list()).length).toBe(keys.length);

  await bench.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }));

  expect(await list()).toEqual([]);
});

it('AC-01 keeps a number of bytes only', () => {
  const storage = new Storage();
  const bucket = new StoredBucket({
    name: 'things',
    arn: 'arn:aws:s3:::things',
    createdAt: 0,
    storage,
    onChange: () => undefined,
  });
  storage.take(MAX_STORED_BYTES - OBJECT_OVERHEAD - 10);
  const object = (size: number) => ({ body: Buffer.alloc(size), contentType: 'text/plain' });
  bucket.put('a', object(9), 0);
  bucket.put('a', object(9), 0);

  expect(() => {
    bucket.put('a', object(10), 0);
  }).toThrow('The engine keeps at most 1073741824 bytes of objects in a region.');

  bucket.delete('a');
  bucket.put('b', object(9), 0);
  expect(bucket.find('b')?.body.length).toBe(9);
});

/** A request that no SDK sends, signed. */
async function signedRequest(method: string, target: string, body = '') {
  const { credentials, endpoint, region } = bench.options;
  const { host } = new URL(endpoint);
  const [path = '', query = ''] = target.split('?');
  const signer = new SignatureV4({ credentials, region, service: 's3', sha256: Sha256, uriEscapePath: false });
  const { headers } = await signer.sign({
    ...{ method, path, body, headers: { host }, protocol: 'http:', hostname: host },
    query: Object.fromEntries(new URLSearchParams(query)),
  });
  return new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
    const sent = request(endpoint, { method, path: target, headers, agent: false }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode, body: answer }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
