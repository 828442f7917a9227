// What all commands have in common: help, one sentence for a mistake, and silence when their reader goes away.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { ROOT } from '../../support/packages/templates';

/** By the file that `npm run` starts. */
const COMMANDS = {
  ...{
    start: 'tools/start.ts',
    test: 'tools/test.ts',
    deploy: 'tools/deploy.ts',
    remove: 'tools/remove.ts',
    generate: 'tools/generate.ts',
  },
  ...{ sub: 'tools/sub.ts', pub: 'tools/pub.ts', fault: 'tools/fault.ts', token: 'tools/token.ts' },
  ...{ 'check:audit': 'tools/audit.ts', cost: 'tools/cost.ts', chaos: 'tools/chaos.ts' },
  ...{ bench: 'bench/bench.ts', 'bench:router': 'bench/router.ts' },
  ...{ 'bench:failover': 'bench/failover.ts', 'bench:recovery': 'bench/recovery.ts', 'bench:page': 'bench/page.ts' },
  ...{ 'bench:votes': 'bench/votes.ts', 'bench:deployed': 'bench/deployed.ts' },
};

function type(file: string, ...args: readonly string[]) {
  return spawn(process.execPath, ['--require', 'tsx/cjs', file, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

it.each(Object.entries(COMMANDS))('%s explains itself', async (command, file) => {
  const child = type(file, '--help');

  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);

  expect(output).toMatch(new RegExp(`^Usage: npm (run )?${command}( -- |\\n)`));
  expect(code).toBe(0);
});

it.each(['start', 'pub', 'cost', 'chaos', 'bench'] as const)(
  '%s refuses an option that it does not have in one sentence',
  async (command) => {
    const child = type(COMMANDS[command], '--colour');

    const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);

    expect(errors).toMatch(/^Unknown option '--colour'; "npm (run )?\w+ -- --help" says what it takes\.\n$/);
    expect(code).toBe(1);
  },
);

it('repeats nothing that would move the cursor', async () => {
  const child = type(COMMANDS.pub, '--co\u001B[2Jlour');

  expect(await text(child.stderr)).toMatch(/^Unknown option '--co\\u\{1b\}\[2Jlour'; /);
});

it.each(['token', 'sub'] as const)('%s ends quietly when its output is no longer read', async (command) => {
  const child = type(COMMANDS[command], '--help');
  child.stdout.destroy();

  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);

  expect(errors).toBe('');
  expect(code).toBe(0);
});
