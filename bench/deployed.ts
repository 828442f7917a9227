// `npm run bench:deployed`: what AWS runs for a message of this project, in counts, and how long its functions take to load.
import { runCommand } from '../tools/terminal';

const BENCH = {
  command: 'npm run bench:deployed',
  usage: `Usage: npm run bench:deployed

Counts what AppSync evaluates for a message, and measures how long the deployed functions take to load.

  --help   print this`,
  options: {},
} as const;

runCommand(module, BENCH, async () => {
  const { measureDeployed } = require('./deployed-work') as typeof import('./deployed-work');
  await measureDeployed();
});
