// What a deployment does with the page's bucket, against a server that answers as S3 and CloudFormation do.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emptyBucket, uploadTo } from '../../edge/page/bucket';
import { writePage } from '../../edge/page/files';

const LOGICAL_ID = 'PageBucket';
const BUCKET = 'the-page-bucket';
const TWO_OBJECTS =
  '<ListBucketResult><Contents><Key>index.html</Key></Contents><Contents><Key>assets/a.js</Key></Contents></ListBucketResult>';
const NO_OBJECTS = '<ListBucketResult></ListBucketResult>';
const NO_BUCKET = '<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>';
const REFUSED =
  '<DeleteResult><Error><Key>index.html</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>';

/** What the server answers. */
interface Answer {
  readonly status?: number;
  readonly body: string;
}

interface Call {
  readonly line: string;
  readonly type: string | undefined;
  readonly cache: string | undefined;
  readonly body: string;
}

let folder: string;
let server: Server;
let calls: Call[];
/** What CloudFormation says of the bucket. */
let resource: Answer;
/** What S3 lists, one answer after the other. */
let lists: Answer[];
/** What S3 says of deletions. */
let deletion: Answer;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'page-'));
  mkdirSync(path.join(folder, 'built/assets'), { recursive: true });
  writeFileSync(path.join(folder, 'built/index.html'), '<!doctype html>');
  writeFileSync(path.join(folder, 'built/assets/a.js'), 'start()');
  writePage({ from: path.join(folder, 'built'), packageFolder: folder, settings: { stage: 'test' } });
  calls = [];
  resource = described('CREATE_COMPLETE');
  lists = [];
  deletion = { body: '' };
  server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const { status = 200, body } = answer(request, text);
      response.writeHead(status).end(body);
    });
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

function described(status: string): Answer {
  const detail = `<PhysicalResourceId>${BUCKET}</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus>`;
  const result = `<DescribeStackResourceResult><StackResourceDetail>${detail}</StackResourceDetail></DescribeStackResourceResult>`;
  return { body: `<DescribeStackResourceResponse>${result}</DescribeStackResourceResponse>` };
}

/** An error of CloudFormation. */
function refused(code: string, message: string): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status: 400, body: `<ErrorResponse>${error}</ErrorResponse>` };
}

function answer({ method = '', url = '', headers }: IncomingMessage, body: string): Answer {
  if (body.includes('Action=DescribeStackResource')) return resource;
  const [line] = `${method} ${url}`.split('?x-id');
  calls.push({ line: line ?? '', type: headers['content-type'], cache: headers['cache-control'], body });
  if (url.includes('list-type')) return lists.shift() ?? { body: NO_OBJECTS };
  return method === 'POST' ? deletion : { body: '' };
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
  lists = [{ body: TWO_OBJECTS }, { body: NO_OBJECTS }];

  await emptyBucket(provider(), LOGICAL_ID);

  const deletions = calls.filter(({ line }) => line.startsWith('POST'));
  expect(deletions.map(({ body }) => body.match(/<Key>[^<]+/g))).toEqual([['<Key>index.html', '<Key>assets/a.js']]);
  expect(lists).toEqual([]);
});

it.each<[string, () => Answer]>([
  ['a stack', () => refused('ValidationError', "Stack 'global-pubsub-edge-test' does not exist")],
  [
    'a resource',
    () => refused('ValidationError', 'Resource PageBucket does not exist for stack global-pubsub-edge-test'),
  ],
  ['a bucket any more', () => described('DELETE_COMPLETE')],
])('has nothing to delete where there is not %s', async (_, answered) => {
  resource = answered();

  await emptyBucket(provider(), LOGICAL_ID);

  expect(calls).toEqual([]);
});

it('has nothing to delete in a bucket that somebody deleted', async () => {
  lists = [{ status: 404, body: NO_BUCKET }];

  await emptyBucket(provider(), LOGICAL_ID);

  expect(calls).toHaveLength(1);
});

it.each([
  ['AccessDenied', 'User is not authorized to perform: cloudformation:DescribeStackResource'],
  ['ValidationError', 'The security token included in the request is not valid'],
])('passes on what else CloudFormation refuses with %s', async (code, message) => {
  resource = refused(code, message);

  await expect(emptyBucket(provider(), LOGICAL_ID)).rejects.toThrow(message);
});

it('ends with the object that S3 does not delete', async () => {
  lists = [{ body: TWO_OBJECTS }, { body: TWO_OBJECTS }];
  deletion = { body: REFUSED };

  await expect(emptyBucket(provider(), LOGICAL_ID)).rejects.toThrow(
    'S3 did not delete index.html in the-page-bucket (AccessDenied: Access Denied).',
  );
});

it('uploads to no bucket that is not there', async () => {
  resource = refused('ValidationError', "Stack 'global-pubsub-edge-test' does not exist");

  await expect(uploadTo(provider(), LOGICAL_ID, folder)).rejects.toThrow('does not exist');
});
