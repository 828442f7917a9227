// What is said of a folder that cannot be written to.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageRegions } from '../../../tools/packaging/packaging';
import { keptAuthority, keptSeed } from '../../../tools/engine/state';
import { emptyTemporaryFolder } from '../../../tools/packaging/temporary-folder';
import { keptTokenKey } from '../../../tools/tokens/token-key';
import { writeWhole, writingTo } from '../../../tools/packaging/writable-folder';

function failing(code: string): () => never {
  return () => {
    throw Object.assign(new Error(`${code}: the reason`), { code });
  };
}

it('returns what was made', () => {
  expect(writingTo('/there', () => 'made')).toBe('made');
});

it.each(['EACCES', 'EDQUOT', 'EEXIST', 'EISDIR', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS'])(
  'names the folder and the reason of %s',
  (code) => {
    expect(() => writingTo('/there', failing(code))).toThrow(
      expect.objectContaining({
        code: 'FOLDER_NOT_WRITABLE',
        message: `/there must be a folder that you can read and write, with space left: ${code}: the reason.`,
      }) as Error,
    );
  },
);

it('says so when a folder above cannot be made', () => {
  const use = () => {
    throw Object.assign(new Error('ENOENT: the reason'), { code: 'ENOENT', syscall: 'mkdir' });
  };

  expect(() => writingTo('/there', use)).toThrow(expect.objectContaining({ code: 'FOLDER_NOT_WRITABLE' }) as Error);
});

it('leaves no file that it could not write as a whole', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'project-'));
  const file = path.join(folder, 'seed');
  writeFileSync(file, 'ha');

  // Only open for reading: writing fails after the file was opened, as it does on a full disk.
  expect(() => writeWhole(file, 'half', { flag: 'r' })).toThrow(/EBADF/);

  const isThere = existsSync(file);
  rmSync(folder, { recursive: true });
  expect(isThere).toBe(false);
});

it('hands on every other error', () => {
  expect(() => writingTo('/there', failing('EMFILE'))).toThrow(/^EMFILE: the reason$/);
});

describe('with files where folders are to be', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'project-'));
    for (const name of ['.local', '.build']) writeFileSync(path.join(root, name), 'a file');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it.each<[string, () => unknown]>([
    ['the certificate authority', async () => keptAuthority(root)],
    ['the seed', () => keptSeed(root)],
    ['the key of tokens', async () => keptTokenKey(root, 'local')],
    ['the packages', async () => packageRegions({ root, stage: 'local', regions: ['us-west-2'] })],
    ['what tools leave behind', () => emptyTemporaryFolder(path.join(root, '.build', 'local'))],
  ])('has no place for %s', async (_, make) => {
    const making = Promise.resolve().then(make);

    await expect(making).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' });
  });
});
