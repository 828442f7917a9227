// Two runs of the tests in one folder.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requireOnlyRun } from '../../support/packages/only-run';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'build-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('lets no second run begin', () => {
  // As another process has it.
  mkdirSync(path.join(folder, 'testing'));

  expect(() => requireOnlyRun(folder)).toThrow(
    'Tests run in this folder already; wait until they have ended (a minute, if they were killed).',
  );
});

it('lets every project of a run begin', () => {
  requireOnlyRun(folder);

  expect(() => requireOnlyRun(folder)).not.toThrow();
});
