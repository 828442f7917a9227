// Removes a stage in the right order, or says what it would do: `npm run remove -- --stage dev [--yes] [--dry-run]`.
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { UserError } from 'local-aws/terms';
import { scriptOf } from './child-process';
import { hint } from './command-line';
import type { Step } from './deployment/steps';
import { LOCAL_STAGE } from './stages/names';
import { runCommand, terminal } from './terminal';

const REMOVE = {
  command: 'npm run remove',
  usage: `Usage: npm run remove -- --stage NAME [options]

  --stage NAME  a stage of stages.yml
  --yes         remove it without asking
  --dry-run     print the commands, and run none
  --help        print this`,
  options: {
    stage: { type: 'string' },
    yes: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  },
} as const;

const ROOT = path.join(__dirname, '..');

runCommand(module, REMOVE, async ({ values: { stage, yes, 'dry-run': isDryRun } }) => {
  if (stage === undefined) throw new UserError('STAGE_MISSING', `Give --stage NAME; ${hint(REMOVE.command)}.`);
  if (stage === LOCAL_STAGE) {
    throw new UserError(
      'STAGE_NOT_REMOVABLE',
      `Stage "${LOCAL_STAGE}" ends with the engine that runs it: press Ctrl-C there.`,
    );
  }
  const { commandOf, removalOf } = require('./deployment/steps') as typeof import('./deployment/steps');
  // A stage that cannot be removed is refused before AWS is asked.
  removalOf(ROOT, stage, new Set());
  const { stacksOf } = require('./deployment/stacks') as typeof import('./deployment/stacks');
  const { stageOf } = require('./stages/stage') as typeof import('./stages/stage');
  const { stacks } = await stacksOf(stage, stageOf(ROOT, stage).regions);
  const steps = removalOf(ROOT, stage, stacks);
  if (steps.length === 0) {
    terminal.info(`Of stage "${stage}" nothing is deployed.`);
    return;
  }
  if (isDryRun) {
    for (const step of steps) terminal.info(commandOf(step));
    return;
  }
  if (!yes)
    await confirm(
      stage,
      steps.map(({ title }) => title),
    );
  const { changingAlone } = require('./deployment/exclusive') as typeof import('./deployment/exclusive');
  await changingAlone(ROOT, stage, async () => remove(stage, steps));
});

async function remove(stage: string, steps: readonly Step[]): Promise<void> {
  const { runSteps } = require('./deployment/run') as typeof import('./deployment/run');
  const again = `run "${REMOVE.command} -- --stage ${stage}" again`;
  const isDone = await runSteps(steps, {
    ...{ root: ROOT, stage, scripts: { sls: scriptOf('sls', ROOT), vite: scriptOf('vite', ROOT) } },
    print: (text) => terminal.info(text),
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html
    adviceAfter: (failed) =>
      failed.kind === 'front door'
        ? `CloudFront deletes its copies of the router within some hours, and until then the router stays. Then ${again}.`
        : `Fix what it says above and ${again}; what is removed already is left out.`,
  });
  if (isDone) terminal.info(`\nStage "${stage}" is removed.`);
  else process.exitCode = 1;
}

/** @throws UserError `NOT_CONFIRMED` unless a person types the stage's name */
async function confirm(stage: string, titles: readonly string[]): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UserError(
      'NOT_CONFIRMED',
      'Nobody is at the terminal to be asked: add --yes to remove the stage all the same.',
    );
  }
  const terminalLine = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminalLine.question(
    `This removes ${titles.join(', ')}, with all messages in history and dead-letter queues.\nType the stage's name to go on: `,
  );
  terminalLine.close();
  if (answer.trim() !== stage) throw new UserError('NOT_CONFIRMED', 'Nothing is removed.');
}
