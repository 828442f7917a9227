// `npm run redrive`: delivers again what is in a region's dead-letter queue.
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { hint } from './command-line';
import { accessTo } from './engine/access';
import { LOCAL_STAGE } from './stages/names';
import { stageOf } from './stages/stage';
import { runCommand, terminal } from './terminal';

const ROOT = path.join(__dirname, '..');

const REDRIVE = {
  command: 'npm run redrive',
  usage: `Usage: npm run redrive -- --stage NAME --region REGION [options]

  --stage NAME     a stage of stages.yml; for "${LOCAL_STAGE}", the engine that runs here
  --region REGION  the region whose dead-letter queue is emptied
  --dry-run        say what is in it, and deliver nothing
  --help           print this`,
  options: {
    stage: { type: 'string' },
    region: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
} as const;

runCommand(module, REDRIVE, async ({ values: { stage, region, 'dry-run': isDryRun } }) => {
  if (stage === undefined || region === undefined) {
    throw new UserError('STAGE_MISSING', `Give --stage NAME and --region REGION; ${hint(REDRIVE.command)}.`);
  }
  const { regions } = stageOf(ROOT, stage);
  if (!regions.includes(region)) {
    throw new UserError('REGION_UNKNOWN', `Stage "${stage}" has the regions ${regions.join(', ')}, not "${region}".`);
  }
  const access = accessTo('.', stage);
  const { redrive } = require('./redrive/redrive') as typeof import('./redrive/redrive');
  const { delivered, left } = await redrive({ stage, region, access, isDryRun, print: (line) => terminal.info(line) });
  terminal.info(
    isDryRun ? `Dead letters in ${region}: ${left}.` : `Delivered: ${delivered}. Left in the queue: ${left}.`,
  );
  if (!isDryRun && left > 0) process.exitCode = 1;
});
