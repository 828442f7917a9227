// Deploys a stage in the right order, or says what it would do: `npm run deploy -- --stage prod [--dry-run]`.
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { scriptOf } from './child-process';
import { hint } from './command-line';
import type { Step } from './deployment/steps';
import type { Access } from './engine/access';
import { LOCAL_STAGE } from './stages/names';
import { note, runCommand, terminal } from './terminal';

const DEPLOY = {
  command: 'npm run deploy',
  usage: `Usage: npm run deploy -- --stage NAME [options]

  --stage NAME  a stage of stages.yml; for "${LOCAL_STAGE}", to the engine that runs here
  --dry-run     print the commands, and run none
  --help        print this`,
  options: { stage: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
} as const;

const ROOT = path.join(__dirname, '..');

runCommand(module, DEPLOY, async ({ values: { stage, 'dry-run': isDryRun } }) => {
  if (stage === undefined) throw new UserError('STAGE_MISSING', `Give --stage NAME; ${hint(DEPLOY.command)}.`);
  const { accessTo } = require('./engine/access') as typeof import('./engine/access');
  const { stageOf } = require('./stages/stage') as typeof import('./stages/stage');
  const { commandOf, deploymentOf } = require('./deployment/steps') as typeof import('./deployment/steps');
  // A stage that is not there, or wrong, is refused before anybody is asked.
  const { regions } = stageOf(ROOT, stage);
  const access = accessTo(ROOT, stage);
  const there = await busesOf(stage, { regions, access, isDryRun });
  const steps = deploymentOf(ROOT, stage, there);
  if (isDryRun) {
    for (const step of steps) terminal.info(commandOf(step));
    return;
  }
  const { changingAlone, exclusively } = require('./deployment/exclusive') as typeof import('./deployment/exclusive');
  const alone = stage === LOCAL_STAGE ? exclusively : changingAlone;
  await alone(ROOT, stage, async () => deploy(stage, steps));
});

async function deploy(stage: string, steps: readonly Step[]): Promise<void> {
  if (stage === LOCAL_STAGE) {
    const { deployHere } = require('./engine/deployment') as typeof import('./engine/deployment');
    await deployHere(ROOT, (line) => terminal.info(line));
    return;
  }
  const { runSteps } = require('./deployment/run') as typeof import('./deployment/run');
  const isDone = await runSteps(steps, {
    ...{ root: ROOT, stage, scripts: { sls: scriptOf('sls', ROOT), vite: scriptOf('vite', ROOT) } },
    print: (text) => terminal.info(text),
    adviceAfter: () =>
      `Fix what it says above and run "${DEPLOY.command} -- --stage ${stage}" again; what is deployed already stays as it is.`,
  });
  if (isDone) terminal.info(`\nStage "${stage}" is deployed.`);
  else process.exitCode = 1;
}

/** The regions that have the stage's bus. Without access to AWS a dry run takes the stage for a new one, and says so. */
async function busesOf(
  stage: string,
  { regions, access, isDryRun }: { regions: readonly string[]; access: Access; isDryRun: boolean },
): Promise<ReadonlySet<string>> {
  const { stacksOf } = require('./deployment/stacks') as typeof import('./deployment/stacks');
  try {
    return (await stacksOf(stage, regions, access)).buses;
  } catch (error) {
    if (!isDryRun || !(error instanceof UserError) || error.code !== 'AWS_NOT_ASKED') throw error;
    note(`${error.message}\nThese are the commands for a stage of which nothing is deployed:`);
    return new Set();
  }
}
