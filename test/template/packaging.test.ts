// How the framework is asked to package, and what it refuses.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageRegions } from '../../local/packaging';
import { ROOT } from '../support/templates';

const MAX_TABLE_OF_CONTENTS_LINES = 120;
const FRAGMENTS = readdirSync(path.join(ROOT, 'resources')).map((file) => path.join('resources', file));

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

it('packages without credentials', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'package-'));

  const { status } = spawnSync(
    'npx',
    ['sls', 'package', '--stage', 'prod', '--region', 'us-west-2', '--package', folder],
    {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: folder },
    },
  );

  expect(status).toBe(0);
  expect(readdirSync(folder)).toContain('cloudformation-template-update-stack.json');
  rmSync(folder, { recursive: true });
});

it('keeps serverless.yml a table of contents', () => {
  const text = readFileSync(path.join(ROOT, 'serverless.yml'), 'utf8');

  expect(text.split('\n').length).toBeLessThanOrEqual(MAX_TABLE_OF_CONTENTS_LINES);
  expect(text).not.toContain('Type: AWS::');
});

it.each(FRAGMENTS)('spells no partition, account or region out in %s', (fragment) => {
  const text = readFileSync(path.join(ROOT, fragment), 'utf8');

  expect(text).not.toMatch(/arn:aws|\b\d{12}\b|us-west-2|ap-southeast-2/);
});
