// What all commands have in common: help, one sentence for a mistake, and silence when their reader goes away.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { ROOT } from '../../support/packages/templates';

const COMMANDS = ['start', 'sub', 'pub', 'fault', 'token', 'deploy', 'generate'];

function type(command: string, ...args: readonly string[]) {
  return spawn(process.execPath, ['--require', 'tsx/cjs', `tools/${command}.ts`, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

it.each(COMMANDS)('%s explains itself', async (command) => {
  const child = type(command, '--help');

  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);

  expect(output).toMatch(new RegExp(`^Usage: npm (run )?${command} -- `));
  expect(code).toBe(0);
});

it.each(['start', 'pub'])('%s refuses an option that it does not have in one sentence', async (command) => {
  const child = type(command, '--colour');

  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);

  expect(errors).toMatch(/^Unknown option '--colour'; "npm (run )?\w+ -- --help" says what it takes\.\n$/);
  expect(code).toBe(1);
});

it.each(['token', 'sub'])('%s ends quietly when its output is no longer read', async (command) => {
  const child = type(command, '--help');
  child.stdout.destroy();

  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);

  expect(errors).toBe('');
  expect(code).toBe(0);
});
