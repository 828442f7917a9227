// `npm run bench:page`: when a visitor first sees something, and whether the page stays smooth while many messages come and go.
import '../tools/engine/production-mode';
import { runCommand } from '../tools/terminal';

const BENCH = {
  command: 'npm run bench:page',
  usage: `Usage: npm run bench:page

Measures when a visitor first sees something, and whether the page stays smooth while many messages come;
then how many it sends, and what that takes.

  --help   print this`,
  options: {},
} as const;

runCommand(module, BENCH, async () => {
  const { measurePage } = require('./visits') as typeof import('./visits');
  await measurePage();
});
