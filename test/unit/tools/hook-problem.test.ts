// What packaging says of hooks that cannot be right.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { problemOfHooks } from '../../../tools/packaging/hook-problem';
import { ROOT } from '../../support/packages/templates';

const THERE = 'there are onPublish, onSubscribe, onSubscribePattern.';
let project: string;

beforeAll(() => {
  // As on a build server, where the parser of TypeScript would take the files of its first look for those of each later one.
  process.env['CI'] = 'true';
  project = mkdtempSync(path.join(tmpdir(), 'hooks-'));
  for (const entry of ['resolvers', 'regions.yml', 'tsconfig.json']) {
    cpSync(path.join(ROOT, entry), path.join(project, entry), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
});

afterAll(() => rmSync(project, { recursive: true }));

beforeEach(() => {
  rmSync(path.join(project, 'channels'), { recursive: true, force: true });
  cpSync(path.join(ROOT, 'channels'), path.join(project, 'channels'), { recursive: true });
  cpSync(path.join(ROOT, 'stages.yml'), path.join(project, 'stages.yml'));
});

/** Writes a hook of the channels that begin with `tech`, unless told otherwise. */
function problemOf(code: string, file = 'tech.ts'): string | undefined {
  writeFileSync(path.join(project, 'channels', file), code);
  return problemOfHooks(project);
}

it('finds nothing where there are none', () => {
  expect(problemOfHooks(project)).toBeUndefined();
});

it('finds nothing without the folder', () => {
  rmSync(path.join(project, 'channels'), { recursive: true });

  expect(problemOfHooks(project)).toBeUndefined();
});

it.each([
  ['the examples', "export { onPublish } from './examples/chat';\nexport { onSubscribe } from './examples/rooms';\n"],
  ['types', 'export type Text = string;\nexport function onSubscribe(): null { return null; }'],
  ['an arrow function', 'export const onSubscribe = (name: string) => (name ? null : null);'],
  ['a hook by another name', 'function closed(): null { return null; }\nexport { closed as onSubscribe };'],
])('takes %s', (_, code) => {
  expect(problemOf(code)).toBeUndefined();
});

it.each([
  ['no hook', 'const x = 1;\n', `channels/tech.ts exports no hook; ${THERE}`],
  [
    'a misspelt hook',
    'export function onPublish(m: object) { return m; }\nexport function onSubscibe() { return null; }',
    `channels/tech.ts exports "onSubscibe", which is no hook; ${THERE}`,
  ],
  [
    'a default export',
    'export default function onPublish(m: object) { return m; }',
    `channels/tech.ts exports "default", which is no hook; ${THERE}`,
  ],
  [
    'a hook that is no function',
    'export const onPublish = null;',
    'channels/tech.ts exports "onPublish", which must be a function with its parameters written out.',
  ],
  [
    'code that cannot be read',
    'export function onPublish( {',
    'channels/tech.ts:1:28: Expected identifier but found end of file.',
  ],
  [
    'a file that is not there',
    "export { onPublish } from './missing';",
    'channels/tech.ts:1:26: Could not resolve "./missing".',
  ],
])('refuses %s', (_, code, problem) => {
  expect(problemOf(code)).toBe(problem);
});

const inHook = (line: string) =>
  `import { util } from '@aws-appsync/utils';\nexport function onPublish(m: any) {\n  ${line}\n  return m;\n}\n`;

it.each([
  [
    'for (let i = 0; i < 3; i += 1) m.x = i;',
    /^channels\/tech\.ts:3:3: For statements are not supported\. \(@aws-appsync\/no-for\)$/,
  ],
  ['while (m.x) m.x = 0;', /no-while\)$/],
  ['try { m.x = 1; } catch { m.x = 2; }', /no-try\)$/],
  ['m.x = /a/;', /no-regex\)$/],
  ['return onPublish(m);', /no-recursion\)$/],
  ['m.x = "a".repeat(3);', /no-disallowed-methods\)$/],
  ["util.error('No.', 'No');", /^channels\/tech\.ts:3:3: Return refuse\(…\): this would end the whole request/],
  ["const { error } = util; error('No.', 'No');", /^channels\/tech\.ts:3:\d+: Write util\.… out/],
  ["util['error']('No.', 'No');", /^channels\/tech\.ts:3:3: Write util\.… out/],
  ['util.unauthorized();', /^channels\/tech\.ts:3:3: Return refuse\(…\)/],
])('refuses %s', (line, problem) => {
  expect(problemOf(inHook(line))).toMatch(problem);
});

it.each([
  ["import { runtime } from '@aws-appsync/utils';", 'A hook answers, and no more.'],
  ["import * as appsync from '@aws-appsync/utils';", 'A hook answers, and no more.'],
  ["import { util as u } from '@aws-appsync/utils';", 'Write util.… out'],
  ["import fs from 'node:fs';", 'A hook runs in AppSync'],
  ["import { covers } from '../resolvers/lib/channel';", 'A hook runs in AppSync'],
  ["import { jwtVerify } from 'jose';", 'A hook runs in AppSync'],
])('refuses %s', (line, problem) => {
  const name = /(\w+)(?: \}| from)/.exec(line)?.[1] ?? '';
  const code = `${line}\nexport function onPublish(m: any) { m.x = ${name}; return m; }\n`;

  expect(problemOf(code)).toMatch(/^channels\/tech\.ts:1:/);
  expect(problemOfHooks(project)).toContain(problem);
});

it('finds what is wrong in a file that the hook imports', () => {
  writeFileSync(path.join(project, 'channels/lib/words.ts'), 'export async function words() { return []; }\n');

  expect(problemOf("import { words } from './lib/words';\nexport function onPublish() { return words(); }")).toMatch(
    /^channels\/lib\/words\.ts:1:8: .*\(@aws-appsync\/no-async\)$/,
  );
});

it('refuses the hook of a namespace that no stage has, which would be asked about nothing', () => {
  expect(problemOf('export const onSubscribe = () => null;', 'Tech.ts')).toBe(
    'channels/Tech.ts has the hooks of channels that begin with "Tech", and no stage in stages.yml has any; rename it, or add such channels.',
  );
});

it('takes the hook of any namespace in a project with a stage that has every channel', () => {
  writeFileSync(path.join(project, 'stages.yml'), "default: { }\nall: { channels: ['*'] }\n");

  expect(problemOf('export const onSubscribe = () => null;', 'Tech.ts')).toBeUndefined();
});

it.each(['tech.js', 'tech.mts', 'tech.TS'])('refuses %s, which would be asked about nothing', (file) => {
  expect(problemOf('export const onSubscribe = () => null;', file)).toBe(
    `channels/${file} is no hook; write hooks in TypeScript, in files that end in ".ts".`,
  );
});

it.each(['README.md', '.DS_Store'])('takes %s for no hook', (file) => {
  expect(problemOf('Hooks.', file)).toBeUndefined();
});

it('takes no folder for a hook', () => {
  mkdirSync(path.join(project, 'channels/tech.ts'));

  expect(problemOfHooks(project)).toBeUndefined();
});
