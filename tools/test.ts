// `npm test`: everything that must hold of a clean clone. With arguments, only the tests that Jest finds by them.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const JEST = path.join(path.dirname(require.resolve('jest/package.json')), 'bin/jest.js');

/** @returns whether all checks passed */
function check(): boolean {
  console.log('Checking types, lint, format, generated files and dependencies. The tests follow …');
  // A shell finds npm on Windows, too.
  const { status } = spawnSync('npm run --silent check', { shell: true, stdio: 'inherit' });
  if (status !== 0) console.log('A check failed. The tests run anyway.');
  return status === 0;
}

function main(args: readonly string[]): void {
  const isChecked = args.length > 0 || check();
  // eslint-disable-next-line no-restricted-properties -- It is handed on. Jest's reporter counts a failed check.
  const env = { ...process.env, FAILED_CHECKS: isChecked ? '0' : '1' };
  const { status } = spawnSync(process.execPath, [JEST, ...args], { stdio: 'inherit', env });
  process.exitCode = isChecked ? (status ?? 1) : 1;
}

main(process.argv.slice(2));
