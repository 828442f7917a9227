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
