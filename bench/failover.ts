// `npm run bench:failover`: how long the clients of a region that dies are away, measured against what the settings allow.
import { runCommand } from '../tools/terminal';

const BENCH = {
  command: 'npm run bench:failover',
  usage: `Usage: npm run bench:failover

Measures how long the clients of a region that dies are away, beside what the settings allow.

  --help   print this`,
  options: {},
} as const;

runCommand(module, BENCH, async () => {
  const { measureFailover } = require('./region-death') as typeof import('./region-death');
  await measureFailover();
});
