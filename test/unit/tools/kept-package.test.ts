// When a package is taken for what packaging again would make.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { digestOf, forgetPackage, isKept, keepPackage } from '../../../tools/packaging/kept-package';

const VARIABLE = 'KEPT_PACKAGE_TEST';
const ARGS = ['package', '--stage', 'local'];

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'kept-'));
  mkdirSync(path.join(root, 'resolvers'));
  write('serverless.yml', 'service: one\n');
  write('resolvers/publish.ts', 'export {};\n');
});

afterEach(() => {
  rmSync(root, { recursive: true });
  Reflect.deleteProperty(process.env, VARIABLE);
});

const write = (file: string, text: string) => writeFileSync(path.join(root, file), text);
const digest = (args: readonly string[] = ARGS) =>
  digestOf({ root, entries: ['serverless.yml', 'resolvers', 'not-there.yml'], args });

it('takes the same files and command line for the same', () => {
  expect(digest()).toBe(digest());
});

it.each([
  ['a file in a folder has other content', () => write('resolvers/publish.ts', 'export const x = 1;\n')],
  ['a file is added', () => write('resolvers/subscribe.ts', '')],
  ['a file is gone', () => rmSync(path.join(root, 'resolvers/publish.ts'))],
  ['an entry appears', () => write('not-there.yml', '')],
])('packages again when %s', (_, change) => {
  const before = digest();

  change();

  expect(digest()).not.toBe(before);
});

it('packages again for another command line', () => {
  expect(digest([...ARGS, '--region', 'us-west-2'])).not.toBe(digest());
});

it('packages again when a variable of the environment that a file names has another value', () => {
  write('serverless.yml', `service: \${env:${VARIABLE}, 'one'}\n`);
  const before = digest();

  process.env[VARIABLE] = 'two';

  expect(digest()).not.toBe(before);
});

it.each([
  '${cf:stack.Output}',
  '${ssm:/path}',
  '${aws:accountId}',
  '${s3:bucket/key}',
  '${cf(us-east-1):stack.Output}',
])('always packages again when AWS is asked for %s', (variable) => {
  write('serverless.yml', `service: one\ncustom: ${variable}\n`);

  expect(digest()).toBeUndefined();
});

it('keeps a package until a new one is begun', () => {
  const folder = path.join(root, 'out/package');
  mkdirSync(folder, { recursive: true });

  keepPackage(folder, digest());
  const whole = isKept(folder, digest());
  forgetPackage(folder);

  expect(whole).toBe(true);
  expect(isKept(folder, digest())).toBe(false);
});

it('keeps no package of which AWS decides a part', () => {
  const folder = path.join(root, 'out/package');
  mkdirSync(folder, { recursive: true });

  keepPackage(folder, undefined);

  expect(isKept(folder, undefined)).toBe(false);
});
