// The commands that deploy a stage or remove it, in their order.
import type { Program } from '../child-process';
import { stageOf } from '../stages/stage';

/** One command of a deployment or a removal. */
export interface Step {
  readonly kind: 'page' | 'front door' | 'region';
  /** What it is about. */
  readonly title: string;
  /** The folder in which it runs, below the project's. */
  readonly folder: string;
  readonly program: Program;
  readonly args: readonly string[];
}

/**
 * The commands that deploy a stage. The regions need the front door's certificate if the stage has a domain, and the front door
 * needs the regions' addresses if it has none.
 *
 * AWS does not say whether EventBridge takes a rule whose target is the bus of another region that is not there yet. So a region
 * that is new replicates at first only to those that are there, and is deployed once more when all of them are.
 * @param root the project's folder
 * @param there the regions that have the stage's bus
 * @throws UserError for a stage that is not in stages.yml, or is wrong there
 */
export function deploymentOf(root: string, stage: string, there: ReadonlySet<string>): readonly Step[] {
  const { regions, domain } = stageOf(root, stage);
  const apis = regionsInOrder(stage, regions, there);
  const page: Step = { kind: 'page', title: 'the page', folder: '.', program: 'vite', args: ['build', 'client'] };
  const edge = edgeStep('deploy', stage);
  return domain === undefined ? [page, ...apis, edge] : [page, edge, ...apis];
}

/**
 * The commands that remove a stage: what needs something goes before what it needs.
 * @param root the project's folder
 * @param there what has a stack: the stage's regions, and `edge` for the front door
 * @throws UserError as above
 */
export function removalOf(root: string, stage: string, there: ReadonlySet<string>): readonly Step[] {
  const { regions, domain } = stageOf(root, stage);
  const apis = regions.filter((region) => there.has(region)).map((region) => regionStep('remove', stage, region));
  const edge = there.has('edge') ? [edgeStep('remove', stage)] : [];
  return domain === undefined ? [...edge, ...apis] : [...apis, ...edge];
}

/** What a person would type in the project's folder. */
export function commandOf({ folder, program, args }: Step): string {
  const command = ['npx', program, ...args].join(' ');
  return folder === '.' ? command : `(cd ${folder} && ${command})`;
}

/** Those that are new, each with rules to those before it, and then whatever lacks a rule or may have changed. */
function regionsInOrder(stage: string, regions: readonly string[], there: ReadonlySet<string>): readonly Step[] {
  const known = regions.filter((region) => there.has(region));
  const complete = new Set<string>();
  const first = regions.flatMap((region) => {
    if (there.has(region)) return [];
    const step = regionStep('deploy', stage, region, known.length < regions.length - 1 ? [...known] : undefined);
    if (known.length === regions.length - 1) complete.add(region);
    known.push(region);
    return [step];
  });
  const second = regions.filter((region) => !complete.has(region));
  return [...first, ...second.map((region) => regionStep('deploy', stage, region))];
}

/** @param replicateTo the other regions that it replicates to, if these are not all of the stage */
function regionStep(verb: 'deploy' | 'remove', stage: string, region: string, replicateTo?: readonly string[]): Step {
  const args = [verb, '--stage', stage, '--region', region];
  const title = `region ${region}`;
  if (!replicateTo) return { kind: 'region', title, folder: '.', program: 'sls', args };
  const others = replicateTo.join(',') || 'none';
  return {
    kind: 'region',
    title: `${title}, which replicates to ${others === 'none' ? 'no other one' : replicateTo.join(' and ')} at first`,
    folder: '.',
    program: 'sls',
    args: [...args, '--param', `replicateTo=${others}`],
  };
}

function edgeStep(verb: 'deploy' | 'remove', stage: string): Step {
  return {
    kind: 'front door',
    title: 'the front door',
    folder: 'edge',
    program: 'sls',
    args: [verb, '--stage', stage],
  };
}
