// `npm test`: everything that must hold of a clean clone. With arguments, only the tests that Jest finds by them.
import path from 'node:path';
import { runProgram, scriptOf } from './child-process';
import { terminal } from './terminal';

const ROOT = path.join(__dirname, '..');

const USAGE = `Usage: npm test -- [words] [options of Jest]

Checks types, lint, format, generated files and dependencies, and runs all tests. With words, such as
"resolvers", it runs only the tests with one of them in their path, and no checks.

  --help   print this`;

async function run(program: 'npm' | 'jest', args: readonly string[], variables = {}): Promise<number> {
  const { code } = await runProgram({ script: scriptOf(program, ROOT), args, variables, cwd: ROOT, isShown: true });
  return code ?? 1;
}

/** @returns whether all checks passed */
async function check(): Promise<boolean> {
  terminal.info('Checking types, lint, format, generated files and dependencies. The tests follow …');
  const code = await run('npm', ['run', '--silent', 'check']);
  if (code !== 0) terminal.info('A check failed. The tests run anyway.');
  return code === 0;
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    terminal.info(USAGE);
    return;
  }
  const isChecked = args.length > 0 || (await check());
  // Jest's reporter counts a failed check.
  const code = await run('jest', args, { FAILED_CHECKS: isChecked ? '0' : '1' });
  process.exitCode = isChecked ? code : 1;
}

void main(process.argv.slice(2));
