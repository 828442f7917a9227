// `npm test`: everything that must hold of a clean clone. With arguments, only the tests that Jest finds by them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { environmentVariable, type ProgramEnd, runProgram, scriptOf, silenceLibraries } from './child-process';
import { note, terminal } from './terminal';

const ROOT = path.join(__dirname, '..');

const USAGE = `Usage: npm test -- [words] [options of Jest]

Checks types, lint, format, generated files and dependencies, and runs all tests. With words, such as
"resolvers", it runs only the tests with one of them in their path, and no checks.

  --help   print this

  TEST_TARGET=aws STAGE=NAME npm test   test a stage that is deployed, and nothing else`;

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
async function test(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{ readonly hasPassed: boolean; readonly counts?: Counts }> {
  let counts: Counts | undefined;
  const { code } = await runProgram({
    ...{ script: scriptOf('jest', ROOT), args, cwd: ROOT, isShown: true, variables },
    onMessage: (message) => (counts = message as Counts),
  });
  return { hasPassed: code === 0, ...(counts && { counts }) };
}

/**
 * Tests a stage that is deployed, after it has said what that does.
 * @throws UserError when there is no such stage, or nobody can ask AWS for it
 */
async function testDeployed(stage: string, args: readonly string[]): Promise<void> {
  silenceLibraries();
  const { accessTo } = require('./engine/access') as typeof import('./engine/access');
  const { stacksOf } = require('./deployment/stacks') as typeof import('./deployment/stacks');
  const { stageOf } = require('./stages/stage') as typeof import('./stages/stage');
  const { testPlanOf } = require('./deployment/test-plan') as typeof import('./deployment/test-plan');
  const settings = stageOf(ROOT, stage);
  const { regions } = settings;
  terminal.info(testPlanOf(stage, settings));
  const { buses } = await stacksOf(stage, regions, accessTo('.', stage));
  const missing = regions.filter((region) => !buses.has(region));
  if (missing.length > 0) {
    throw new UserError('STAGE_NOT_DEPLOYED', `Stage "${stage}" is not deployed in ${missing.join(', ')}.`);
  }
  report(
    0,
    await test(['--config', path.join(ROOT, 'test/aws/jest.config.mjs'), ...args], { ENGINE_FOLDER: process.cwd() }),
  );
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    terminal.info(USAGE);
    return;
  }
  if (environmentVariable('TEST_TARGET') === 'aws') {
    const stage = environmentVariable('STAGE');
    if (!stage) throw new UserError('STAGE_MISSING', 'Set STAGE to the name of a stage that is deployed.');
    await testDeployed(stage, args);
    return;
  }
  const isWhole = args.length === 0;
  if (isWhole) terminal.info(`Running ${checks().length} checks and all tests: about six minutes on two cores.`);
  const [failedChecks, outcome] = await Promise.all([isWhole ? check() : 0, test(args)]);
  report(failedChecks, outcome);
}

/** Ends the command as the checks and tests ended, with a last line that any CI can read. */
function report(failedChecks: number, { hasPassed, counts }: Awaited<ReturnType<typeof test>>): void {
  process.exitCode = hasPassed && failedChecks === 0 ? 0 : 1;
  if (!counts) return;
  const { passed, failed, skipped } = counts;
  terminal.info(`\n${passed} passed, ${failed + failedChecks} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof UserError) note(error.message);
  else terminal.fault(error);
  process.exitCode = 1;
});
