// Deploys a stage in the right order, or says what it would do: `npm run deploy -- --stage prod [--dry-run]`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { childEnvironment } from './command-line';
import { UserError } from '../local/src/foundation/errors';
import { stageOf } from './stages/stage';
import { emptyTemporaryFolder } from './packaging/temporary-folder';

const USAGE = `Usage: npm run deploy -- --stage NAME [options]

  --stage NAME  a stage of stages.yml
  --dry-run     print the commands, and run none
  --help        print this`;

const ROOT = path.join(__dirname, '..');

/** Trusts the key of the machine on which it is packaged. */
const LOCAL_STAGE = 'local';
/** What is run: the framework, and what builds the page. */
type Tool = 'sls' | 'vite';

/** One command of a deployment. */
export interface Step {
  /** What it brings about. */
  readonly title: string;
  /** The folder in which it runs, below the project's. */
  readonly folder: string;
  readonly tool: Tool;
  readonly args: readonly string[];
}

/** What a deployment is run with. */
export interface Deployment {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  /** The JavaScript of each tool. */
  readonly tools: Readonly<Record<Tool, string>>;
  /** Takes what a person shall read. */
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
    tool: 'sls',
    args: ['deploy', '--stage', stage, '--region', region],
  }));
  if (stage === LOCAL_STAGE) {
    throw new UserError(
      'STAGE_NOT_DEPLOYABLE',
      `Stage "${LOCAL_STAGE}" is for this machine alone; deploy another one.`,
    );
  }
  const page: Step = { title: 'the page', folder: '.', tool: 'vite', args: ['build', 'client'] };
  const edge: Step = { title: 'the front door', folder: 'edge', tool: 'sls', args: ['deploy', '--stage', stage] };
  return domain === undefined ? [page, ...apis, edge] : [page, edge, ...apis];
}

/** What a person would type in the project's folder. */
export function commandOf({ folder, tool, args }: Step): string {
  const command = ['npx', tool, ...args].join(' ');
  return folder === '.' ? command : `(cd ${folder} && ${command})`;
}

/**
 * Runs the steps, and stops at the first one that fails.
 * @returns whether all of them were successful
 */
export function deploy(steps: readonly Step[], { root, stage, tools, print }: Deployment): boolean {
  for (const [index, step] of steps.entries()) {
    print(`\n[${index + 1}/${steps.length}] ${step.title}: ${commandOf(step)}`);
    const { status } = spawnSync(process.execPath, [tools[step.tool], ...step.args], {
      cwd: path.join(root, step.folder),
      env: childEnvironment(emptyTemporaryFolder(path.join(root, '.build', stage))),
      stdio: 'inherit',
    });
    if (status === 0) continue;
    const left = steps.slice(index + 1).map(({ title }) => title);
    print(
      [
        `\nStopped: ${step.title} failed.${left.length === 0 ? '' : ` Not tried: ${left.join(', ')}.`}`,
        `Mend what it says above, and run "npm run deploy -- --stage ${stage}" again: what is deployed already stays as it is.`,
      ].join('\n'),
    );
    return false;
  }
  print(`\nStage "${stage}" is deployed.`);
  return true;
}

function main(): void {
  const { stage, 'dry-run': isDryRun, help } = parsed();
  if (help || stage === undefined) {
    console.info(USAGE);
    process.exitCode = help ? 0 : 1;
    return;
  }
  const steps = stepsOf(ROOT, stage);
  if (isDryRun) {
    for (const step of steps) console.info(commandOf(step));
    return;
  }
  const tools = {
    sls: require.resolve('serverless/bin/serverless.js'),
    vite: path.join(path.dirname(require.resolve('vite/package.json')), 'bin/vite.js'),
  };
  if (!deploy(steps, { root: ROOT, stage, tools, print: (line) => console.info(line) })) process.exitCode = 1;
}

function parsed() {
  try {
    return parseArgs({
      options: {
        stage: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UserError('OPTION_UNKNOWN', `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
