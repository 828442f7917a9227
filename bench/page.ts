// `npm run bench:page`: when a visitor first sees something, and whether the page and the second screen stay smooth while much comes and goes.
import '../tools/engine/production-mode';
import { runCommand } from '../tools/terminal';

const BENCH = {
  command: 'npm run bench:page',
  usage: `Usage: npm run bench:page

Measures when a visitor first sees something, whether the page stays smooth while many messages come, how many it
sends, and what that takes; and whether the second screen stays smooth while 1,000 votes a second are counted.

  --help   print this`,
  options: {},
} as const;

runCommand(module, BENCH, async () => {
  const { measurePage } = require('./visits') as typeof import('./visits');
  await measurePage();
});
