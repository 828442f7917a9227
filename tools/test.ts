// `npm test`: everything that must hold of a clean clone. With arguments, only the tests that Jest finds by them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ProgramEnd, runProgram, scriptOf } from './child-process';
import { terminal } from './terminal';

const ROOT = path.join(__dirname, '..');

const USAGE = `Usage: npm test -- [words] [options of Jest]

Checks types, lint, format, generated files and dependencies, and runs all tests. With words, such as
"resolvers", it runs only the tests with one of them in their path, and no checks.

  --help   print this`;

/** How many tests there were, as the engine's reporter counts them. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The names of the checks: package.json has a script for each. */
function checks(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return Object.keys(scripts).filter((name) => name.startsWith('check:'));
}

/**
 * One check after the other, beside the tests, which often wait.
 * @returns how many failed
 */
async function check(): Promise<number> {
  let failed = 0;
  for (const name of checks()) {
    const started = performance.now();
    const end = await runProgram({
      ...{ script: scriptOf('npm', ROOT), args: ['run', '--silent', name], cwd: ROOT, isShown: false },
    });
    if (end.code !== 0) failed += 1;
    terminal.info(outcomeOf(name, end, performance.now() - started));
  }
  return failed;
}

function outcomeOf(name: string, { code, output }: ProgramEnd, milliseconds: number): string {
  const outcome = `${code === 0 ? 'PASS' : 'FAIL'} npm run ${name} (${Math.round(milliseconds / 1000)} s)`;
  return output === '' ? outcome : `${outcome}\n${output}`;
}

/** @returns whether all tests passed, and their counts, unless Jest ended before it had any */
async function test(args: readonly string[]): Promise<{ readonly hasPassed: boolean; readonly counts?: Counts }> {
  let counts: Counts | undefined;
  const { code } = await runProgram({
    ...{ script: scriptOf('jest', ROOT), args, cwd: ROOT, isShown: true },
    onMessage: (message) => (counts = message as Counts),
  });
  return { hasPassed: code === 0, ...(counts && { counts }) };
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    terminal.info(USAGE);
    return;
  }
  const isWhole = args.length === 0;
  if (isWhole) terminal.info(`Running ${checks().length} checks and all tests: about ten minutes on two cores.`);
  const [failedChecks, { hasPassed, counts }] = await Promise.all([isWhole ? check() : 0, test(args)]);
  process.exitCode = hasPassed && failedChecks === 0 ? 0 : 1;
  if (!counts) return;
  const { passed, failed, skipped } = counts;
  // What any CI can read, last of all.
  terminal.info(`\n${passed} passed, ${failed + failedChecks} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
}

void main(process.argv.slice(2));
