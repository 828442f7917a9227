// Deploys a stage to the account of this machine's engine: by the framework's own command, and only what has changed.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { scriptOf } from '../child-process';
import { type Access, variablesOf } from '../engine/access';
import { withFramework } from '../packaging/framework';
import { hostsIn } from '../packaging/hosts';
import { filesBelow } from '../packaging/kept-package';
import type { PackagedStack } from '../packaging/packaging';
import { emptyTemporaryFolder } from '../packaging/temporary-folder';
import { writeWhole, writingTo } from '../packaging/writable-folder';
import type { StagePackages } from './stage-packages';

/** A stack of the account. */
export interface DeployedStack {
  readonly stackId: string;
  /** Milliseconds since 1970; nothing before the first update. */
  readonly updatedAt: number | undefined;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The account of an engine, as a deployment sees it. */
export interface Account {
  readonly access: Access;
  /** The stack of a name that is there. */
  stackIn(region: string, stackName: string): Promise<DeployedStack | undefined>;
}

/** A stack that is as it is to be. */
export interface DeployedTitle {
  /** A region's name, or `the front door`. */
  readonly title: string;
  /** Was there anything to deploy? */
  readonly isChanged: boolean;
}

type Tell = (stack: DeployedTitle) => void;

/** For the person at the terminal: `deployed us-west-2`. */
export function sentenceOf({ title, isChanged }: DeployedTitle): string {
  return isChanged ? `deployed ${title}` : `${title} is up to date`;
}

/** Beside the package: what the account had of it when it was deployed. */
const STAMP = 'deployed';
/** Milliseconds between two looks of the framework at a stack. AWS takes minutes; here it is there at once. */
const MONITORING_FREQUENCY = '100';
const FRONT_DOOR = 'the front door';

/**
 * Deploys the stacks of a stage, the regions at the same time. They come after the front door if its certificate is theirs, and before
 * it if it leads to their hosts. When one fails, those under way are waited for.
 * @param tell is told of each stack
 * @throws UserError `DEPLOYMENT_FAILED` with what the framework said, or what a package failed with
 */
export async function deployStage({ regions, edge }: StagePackages, account: Account, tell: Tell): Promise<void> {
  const door = typeof edge === 'function' ? undefined : deployStack(await edge, FRONT_DOOR, { account, tell });
  await allOf([
    ...(door ? [door] : []),
    ...[...regions].map(async ([region, packaged]) => {
      const stack = await packaged;
      await door;
      await deployStack(stack, region, { account, tell });
    }),
  ]);
  if (typeof edge !== 'function') return;
  await deployStack(await edge(await hostsOf(regions, account)), FRONT_DOOR, { account, tell });
}

/**
 * Deploys the stacks that another service has in the regions of a stage.
 * @param stacks by region
 * @throws UserError as above
 */
export async function deployOther(
  stacks: ReadonlyMap<string, Promise<PackagedStack>>,
  account: Account,
  tell: Tell,
): Promise<void> {
  await allOf(
    [...stacks].map(async ([region, packaged]) => {
      const stack = await packaged;
      await deployStack(stack, `${stack.stackName} in ${region}`, { account, tell });
    }),
  );
}

/** Waits for all of them. @throws what the first of them has failed with */
async function allOf(deployments: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(deployments);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** As the regions' stacks put them out. */
async function hostsOf(regions: StagePackages['regions'], account: Account) {
  const hosts = [...regions].map(async ([region, packaged]) => {
    const { outputs = {} } = (await account.stackIn(region, (await packaged).stackName)) ?? {};
    return [region, hostsIn(outputs)] as const;
  });
  return Object.fromEntries(await Promise.all(hosts));
}

async function deployStack(
  stack: PackagedStack,
  title: string,
  { account, tell }: { readonly account: Account; readonly tell: Tell },
): Promise<void> {
  const stampFile = path.join(stack.artifactFolder, '..', STAMP);
  const before = await account.stackIn(stack.region, stack.stackName);
  if (before && stampOf(stack, before) === textOf(stampFile)) {
    tell({ title, isChanged: false });
    return;
  }
  await runFramework(stack, account.access);
  const after = await account.stackIn(stack.region, stack.stackName);
  if (after) writingTo(path.dirname(stampFile), () => writeWhole(stampFile, stampOf(stack, after), {}));
  // The framework looks closer at a region, and may have found nothing to do; at the front door it has uploaded the page.
  const isUpdated = before === undefined || after?.updatedAt !== before.updatedAt;
  tell({ title, isChanged: isUpdated || title === FRONT_DOOR });
}

/** What tells that the account has this package, and nothing after it. */
function stampOf({ artifactFolder }: PackagedStack, { stackId, updatedAt }: DeployedStack): string {
  const hash = createHash('sha256');
  for (const file of [...filesBelow(artifactFolder)].sort()) {
    const content = readFileSync(file);
    hash.update(`${path.relative(artifactFolder, file)}\0${content.byteLength}\0`).update(content);
  }
  return JSON.stringify({ package: hash.digest('hex'), stackId, updatedAt });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** @throws UserError `DEPLOYMENT_FAILED` */
async function runFramework({ artifactFolder, serviceFolder, options }: PackagedStack, access: Access): Promise<void> {
  const args = ['deploy', ...options, '--package', artifactFolder];
  const { code, output } = await withFramework(async (framework) =>
    framework.run({
      ...{ script: scriptOf('sls', serviceFolder), args, cwd: serviceFolder },
      temporaryFolder: emptyTemporaryFolder(path.join(artifactFolder, '..')),
      engine: { ...variablesOf(access), SLS_AWS_MONITORING_FREQUENCY: MONITORING_FREQUENCY },
    }),
  );
  if (code === 0) return;
  throw new UserError('DEPLOYMENT_FAILED', `sls ${args.join(' ')} failed; fix what it says:\n${output}`);
}
