// Deploys a stage in the right order, or says what it would do: `npm run deploy -- --stage prod [--dry-run]`.
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { type Program, runProgram, scriptOf } from './child-process';
import { hint } from './command-line';
import { emptyTemporaryFolder } from './packaging/temporary-folder';
import { LOCAL_STAGE } from './stages/names';
import { stageOf } from './stages/stage';
import { runCommand, terminal } from './terminal';

const DEPLOY = {
  command: 'npm run deploy',
  usage: `Usage: npm run deploy -- --stage NAME [options]

  --stage NAME  a stage of stages.yml
  --dry-run     print the commands, and run none
  --help        print this`,
  options: { stage: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
} as const;

const ROOT = path.join(__dirname, '..');

/** One command of a deployment. */
export interface Step {
  /** What it brings about. */
  readonly title: string;
  /** The folder in which it runs, below the project's. */
  readonly folder: string;
  readonly program: Program;
  readonly args: readonly string[];
}

/** What a deployment is run with. */
export interface Deployment {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  /** The JavaScript of each program. */
  readonly scripts: Readonly<Record<Program, string>>;
  /** Takes a line for the person at the terminal. */
  readonly print: (line: string) => void;
}

/**
 * The commands that deploy a stage, in their order. The regions need the front door's certificate if the stage has a domain,
 * and the front door needs the regions' addresses if it has none.
 * @param root the project's folder
 * @throws UserError for a stage that cannot be deployed
 */
export function stepsOf(root: string, stage: string): readonly Step[] {
  const { regions, domain } = stageOf(root, stage);
  const apis = regions.map((region): Step => ({
    title: `region ${region}`,
    folder: '.',
    program: 'sls',
    args: ['deploy', '--stage', stage, '--region', region],
  }));
  if (stage === LOCAL_STAGE) {
    throw new UserError(
      'STAGE_NOT_DEPLOYABLE',
      `Stage "${LOCAL_STAGE}" runs only on this machine; deploy another one.`,
    );
  }
  const page: Step = { title: 'the page', folder: '.', program: 'vite', args: ['build', 'client'] };
  const edge: Step = { title: 'the front door', folder: 'edge', program: 'sls', args: ['deploy', '--stage', stage] };
  return domain === undefined ? [page, ...apis, edge] : [page, edge, ...apis];
}

/** What a person would type in the project's folder. */
export function commandOf({ folder, program, args }: Step): string {
  const command = ['npx', program, ...args].join(' ');
  return folder === '.' ? command : `(cd ${folder} && ${command})`;
}

/**
 * Runs the steps, and stops at the first one that fails.
 * @returns whether all of them were successful
 */
export async function deploy(steps: readonly Step[], { root, stage, scripts, print }: Deployment): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    print(`\n[${index + 1}/${steps.length}] ${step.title}: ${commandOf(step)}`);
    const { code } = await runProgram({
      script: scripts[step.program],
      args: step.args,
      cwd: path.join(root, step.folder),
      temporaryFolder: emptyTemporaryFolder(path.join(root, '.build', stage)),
      isShown: true,
    });
    if (code === 0) continue;
    const left = steps.slice(index + 1).map(({ title }) => title);
    print(
      [
        `\nStopped: ${step.title} failed.${left.length === 0 ? '' : ` Not tried: ${left.join(', ')}.`}`,
        `Fix what it says above and run "npm run deploy -- --stage ${stage}" again; what is deployed already stays as it is.`,
      ].join('\n'),
    );
    return false;
  }
  print(`\nStage "${stage}" is deployed.`);
  return true;
}

runCommand(module, DEPLOY, async ({ values: { stage, 'dry-run': isDryRun } }) => {
  if (stage === undefined) throw new UserError('STAGE_MISSING', `Give --stage NAME; ${hint(DEPLOY.command)}.`);
  const steps = stepsOf(ROOT, stage);
  if (isDryRun) {
    for (const step of steps) terminal.info(commandOf(step));
    return;
  }
  const scripts = { sls: scriptOf('sls', ROOT), vite: scriptOf('vite', ROOT) };
  if (!(await deploy(steps, { root: ROOT, stage, scripts, print: (text) => terminal.info(text) })))
    process.exitCode = 1;
});
