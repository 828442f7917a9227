// `npm run chaos`: a storm, with a seed, and the verdict on it.
import path from 'node:path';
import { CHAOS, chaosOptionsOf } from './chaos/options';
import { runCommand } from './terminal';

runCommand(module, CHAOS, async (line) => {
  const options = chaosOptionsOf(line);
  const { run } = require('./chaos/run') as typeof import('./chaos/run');
  if (!(await run(path.join(__dirname, '..'), options))) process.exitCode = 1;
});
