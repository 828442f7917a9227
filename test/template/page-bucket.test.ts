// What a deployment does with the page's bucket, against a server that answers as S3 and CloudFormation do.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emptyBucket, uploadTo } from '../../edge/page-bucket';
import { writePage } from '../../edge/page-files';

const LOGICAL_ID = 'PageBucket';
const BUCKET = 'the-page-bucket';
const BUCKET_FOUND = `<DescribeStackResourceResponse><DescribeStackResourceResult><StackResourceDetail>
  <PhysicalResourceId>${BUCKET}</PhysicalResourceId></StackResourceDetail></DescribeStackResourceResult></DescribeStackResourceResponse>`;
const TWO_OBJECTS =
  '<ListBucketResult><Contents><Key>index.html</Key></Contents><Contents><Key>assets/a.js</Key></Contents></ListBucketResult>';
const NO_OBJECTS = '<ListBucketResult></ListBucketResult>';

interface Call {
  readonly line: string;
  readonly type: string | undefined;
  readonly cache: string | undefined;
  readonly body: string;
}

let folder: string;
let server: Server;
let calls: Call[];
/** What S3 lists, one answer after the other. */
let lists: string[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'page-'));
  mkdirSync(path.join(folder, 'built/assets'), { recursive: true });
  writeFileSync(path.join(folder, 'built/index.html'), '<!doctype html>');
  writeFileSync(path.join(folder, 'built/assets/a.js'), 'start()');
  writePage({ from: path.join(folder, 'built'), packageFolder: folder, settings: { stage: 'test' } });
  calls = [];
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => response.end(answer(request, body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function answer({ method = '', url = '', headers }: IncomingMessage, body: string): string {
  if (body.includes('Action=DescribeStackResource')) return BUCKET_FOUND;
  const [line] = `${method} ${url}`.split('?x-id');
  calls.push({ line: line ?? '', type: headers['content-type'], cache: headers['cache-control'], body });
  return url.includes('list-type') ? (lists.shift() ?? NO_OBJECTS) : '';
}

/** The framework's provider, as far as it is asked. */
function provider() {
  const config = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    forcePathStyle: true,
  };
  return {
    getAwsSdkV3Config: async () => Promise.resolve(config),
    naming: { getStackName: () => 'global-pubsub-edge-test' },
  };
}

it('uploads every file with its type and its time in caches, the index last', async () => {
  await uploadTo(provider(), LOGICAL_ID, folder);

  expect(calls.map(({ line, type, cache }) => [line, type, cache])).toEqual([
    [`PUT /${BUCKET}/assets/a.js`, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    [`PUT /${BUCKET}/config.json`, 'application/json', 'no-cache'],
    [`PUT /${BUCKET}/index.html`, 'text/html; charset=utf-8', 'no-cache'],
  ]);
});

it('uploads the files as they are', async () => {
  await uploadTo(provider(), LOGICAL_ID, folder);

  expect(calls.map(({ body }) => body)).toEqual(['start()', '{"stage":"test"}', '<!doctype html>']);
});

it('deletes objects until there are none, so that the bucket can go', async () => {
  lists = [TWO_OBJECTS, NO_OBJECTS];

  await emptyBucket(provider(), LOGICAL_ID);

  const deletions = calls.filter(({ line }) => line.startsWith('POST'));
  expect(deletions.map(({ body }) => body.match(/<Key>[^<]+/g))).toEqual([['<Key>index.html', '<Key>assets/a.js']]);
  expect(lists).toEqual([]);
});
