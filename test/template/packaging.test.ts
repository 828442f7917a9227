// How the framework is asked to package, and what it refuses.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageRegions } from '../../local/packaging';
import { ROOT } from '../support/templates';

const MAX_TABLE_OF_CONTENTS_LINES = 120;
const SERVICES = ['serverless.yml', 'edge/serverless.yml'];
const FRAGMENTS = ['resources', 'edge/resources', 'edge'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((file) => ['.yml', '.js'].includes(path.extname(file)))
    .map((file) => path.join(folder, file)),
);
const DEV_HOSTS = JSON.stringify({
  'us-west-2': { graphql: 'a.example.com', realtime: 'b.example.com' },
  'ap-southeast-2': { graphql: 'c.example.com', realtime: 'd.example.com' },
});

it.each([
  [
    'region',
    'local',
    'us-east-2',
    /^Region "us-east-2" is not a region of stage "local"; use one of us-west-2, ap-southeast-2, or add it to stages\.yml\.$/m,
  ],
  [
    'stage',
    'moon',
    'us-west-2',
    /^Stage "moon" is not in stages\.yml; use one of local, dev, prod, or add it there\.$/m,
  ],
])('refuses an unlisted %s in one sentence', async (_, stage, region, sentence) => {
  const packaging = packageRegions({ root: ROOT, stage, regions: [region] });

  await expect(packaging).rejects.toThrow(sentence);
});

it.each([
  ['a region', '.', ['--stage', 'prod', '--region', 'us-west-2']],
  ['the front door of a stage with a domain', 'edge', ['--stage', 'local']],
  ['the front door of a stage without one', 'edge', ['--stage', 'dev', '--param', `hosts=${DEV_HOSTS}`]],
])('packages %s without credentials', (_, service, args) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'package-'));

  const { status } = framework(service, [...args, '--package', folder]);

  expect(status).toBe(0);
  expect(readdirSync(folder)).toContain('cloudformation-template-update-stack.json');
  rmSync(folder, { recursive: true });
});

it.each([
  ['stage', ['--stage', 'moon'], 'Stage "moon" is not in stages.yml; use one of local, dev, prod, or add it there.'],
  [
    'region of its own',
    ['--stage', 'local', '--region', 'eu-west-1'],
    'The front door is in us-east-1 and serves every region from there; leave "--region eu-west-1" out.',
  ],
  [
    'API',
    ['--stage', 'dev', '--param', 'hosts={}'],
    'The API of stage "dev" in us-west-2 is not there, or AWS cannot be asked for it: "npm run deploy -- --stage dev" deploys the regions of a stage without a domain before the front door; to package without credentials, add --param hosts=<JSON>.',
  ],
])('refuses, for the front door, an unlisted %s in one sentence', (_, args, sentence) => {
  const { status, output } = framework('edge', args);

  expect(status).toBe(1);
  expect(output.split('\n')).toContain(sentence);
});

it.each(SERVICES)('keeps %s a table of contents', (service) => {
  const text = readFileSync(path.join(ROOT, service), 'utf8');

  expect(text.split('\n').length).toBeLessThanOrEqual(MAX_TABLE_OF_CONTENTS_LINES);
  expect(text).not.toContain('Type: AWS::');
});

it.each(FRAGMENTS)('spells no partition, account or region out in %s', (fragment) => {
  const text = readFileSync(path.join(ROOT, fragment), 'utf8');

  expect(text).not.toMatch(/arn:aws|\b\d{12}\b|us-west-2|ap-southeast-2/);
});

/** Packages in the folder of a service, as somebody who has no account would. */
function framework(
  service: string,
  args: readonly string[],
): { readonly status: number | null; readonly output: string } {
  const home = mkdtempSync(path.join(tmpdir(), 'home-'));
  const { status, stdout, stderr } = spawnSync('npx', ['sls', 'package', ...args], {
    cwd: path.join(ROOT, service),
    env: { PATH: process.env['PATH'], HOME: home },
    encoding: 'utf8',
  });
  rmSync(home, { recursive: true });
  return { status, output: stdout + stderr };
}
