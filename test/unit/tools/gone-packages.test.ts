// What is removed of packages that nobody needs any more.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exclusively } from '../../../tools/deployment/exclusive';
import { forgetGone } from '../../../tools/deployment/gone-packages';
import { ROOT } from '../../support/packages/templates';

let root: string;

/** The folders in a folder of `.build`. */
const left = (...folder: readonly string[]) => readdirSync(path.join(root, '.build', ...folder)).sort();

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'gone-'));
  for (const file of ['stages.yml', 'regions.yml']) cpSync(path.join(ROOT, file), path.join(root, file));
  const packaged = ['local/us-west-2', 'local/edge', 'local/sa-east-1', 'dev/sa-east-1', 'moon/us-west-2'];
  for (const folder of [...packaged.map((name) => `${name}/package`), 'local/tmp', 'chaos/tools/packaging'])
    mkdirSync(path.join(root, '.build', folder), { recursive: true });
  writeFileSync(path.join(root, '.build/notes.txt'), '');
});

afterEach(() => rmSync(root, { recursive: true }));

it('leaves what the stage has, what is of other stages, and what is of none', async () => {
  await forgetGone(root, 'local');

  expect({ all: left(), local: left('local'), dev: left('dev') }).toEqual({
    ...{ all: ['chaos', 'dev', 'local', 'notes.txt'], local: ['edge', 'tmp', 'us-west-2'], dev: ['sa-east-1'] },
  });
});

it('leaves a stage alone that somebody changes', async () => {
  await exclusively(root, 'moon', async () => forgetGone(root, 'local'));

  expect(left('moon')).toEqual(['us-west-2']);
});
