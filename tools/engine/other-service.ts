// Other services on top of a stage, `npm start -- --with FOLDER`: deployed after the stage, to each of its regions, and their pages, if
// they have some, put beside the stage's at the front door.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from 'local-aws';
import { UserError } from 'local-aws/terms';
import { filesBelow, servedAs } from '../../edge/page/files';
import { type DeployedTitle, deployOther } from '../deployment/account-deployment';
import {
  buildPageIn,
  type PackagedStack,
  packageOther,
  SCREEN,
  SERVICE_FILE,
  type ServicePackagingRequest,
} from '../packaging/packaging';
import { EDGE_REGION, EDGE_SERVICE, SERVICE } from '../stages/names';
import { accountOf } from './account';
import { pageBucketIn } from './page';

/** Services, and the stage that they stand on. */
export interface OtherServices {
  /** The project's folder. */
  readonly root: string;
  /** The services', below it. */
  readonly folders: readonly string[];
  readonly stage: string;
  readonly regions: readonly string[];
}

/** A service while it is packaged. */
export interface OtherPackages {
  readonly folder: string;
  /** By region. */
  readonly stacks: ReadonlyMap<string, Promise<PackagedStack>>;
  /** Is built by then. */
  readonly page: Promise<void>;
}

/** In the service's folder. */
const BUILT = path.join(SCREEN, 'dist');
const INDEX = 'index.html';
/** What the front door finds in the page's bucket: edge/resources/distribution.yml. */
const ASSETS = 'assets';

/**
 * The folders of services, below the project's, each once.
 * @param given by the user
 * @throws UserError `SERVICE_NOT_FOUND` or `SERVICES_ALIKE`
 */
export function serviceFoldersIn(root: string, given: readonly string[]): readonly string[] {
  const folders = [...new Set(given.map((each) => serviceFolderIn(root, each)))];
  for (const [index, folder] of folders.entries()) {
    const other = folders.slice(0, index).find((before) => path.basename(before) === path.basename(folder));
    if (other !== undefined) {
      throw new UserError(
        'SERVICES_ALIKE',
        `${other} and ${folder} would have their pages at one address: call one of the folders something else.`,
      );
    }
  }
  return folders;
}

/** @throws UserError `SERVICE_NOT_FOUND` */
function serviceFolderIn(root: string, given: string): string {
  const folder = path.relative(root, path.resolve(root, given));
  const isInside = folder !== '' && !folder.startsWith('..') && !path.isAbsolute(folder);
  if (isInside && existsSync(path.join(root, folder, SERVICE_FILE))) return folder;
  throw new UserError(
    'SERVICE_NOT_FOUND',
    `--with takes the folder of a service in this project, which has a ${SERVICE_FILE}, such as examples/second-screen, not "${given}".`,
  );
}

/**
 * Begins to package services; what did not change is there already. Each fails by itself, with UserError `PACKAGING_FAILED`,
 * `FOLDER_NOT_WRITABLE` or, if it is not there any more, `SERVICE_NOT_FOUND`.
 */
export function packageServices({ root, folders, stage, regions }: OtherServices): readonly OtherPackages[] {
  return folders.map((folder) => {
    const request = { root, stage, service: folder };
    const stacks = new Map(regions.map((region) => [region, packageThere(request, region)] as const));
    const page = buildPageIn(root, path.join(folder, SCREEN));
    // Whoever deploys hears of a failure, which may be later than it happens.
    for (const each of [...stacks.values(), page]) each.catch(() => undefined);
    return { folder, stacks, page };
  });
}

async function packageThere(request: ServicePackagingRequest, region: string): Promise<PackagedStack> {
  const { root, service } = request;
  if (existsSync(path.join(root, service, SERVICE_FILE))) return packageOther(request, region);
  throw new UserError(
    'SERVICE_NOT_FOUND',
    `${service}, which --with names, has no ${SERVICE_FILE} any more: put it back, or start again without the service.`,
  );
}

/**
 * Deploys services to the account in which their stage is.
 * @param tell is told of each stack, and of a page that is another than before
 * @throws UserError `DEPLOYMENT_FAILED` with what the framework said, `SERVICES_ALIKE`, or what packaging has failed with
 */
export async function deployServices(
  { root, stage }: Pick<OtherServices, 'root' | 'stage'>,
  packages: readonly OtherPackages[],
  { engine, tell }: { readonly engine: Engine; readonly tell: (stack: DeployedTitle) => void },
): Promise<void> {
  await requireOwnStacks(stage, packages);
  for (const { folder, stacks, page } of packages) {
    await page;
    await deployOther(stacks, accountOf(engine), tell);
    const isChanged = await putServicePage(path.join(root, folder), stage, engine);
    if (isChanged) tell({ title: `the page of ${path.basename(folder)}`, isChanged });
  }
}

/**
 * One of two services that have a stack of one name would replace the other.
 * @throws UserError `SERVICES_ALIKE`, or what packaging has failed with
 */
async function requireOwnStacks(stage: string, packages: readonly OtherPackages[]): Promise<void> {
  const owners = new Map([SERVICE, EDGE_SERVICE].map((service) => [`${service}-${stage}`, 'the planet']));
  for (const { folder, stacks } of packages) {
    const [{ stackName } = { stackName: '' }] = await Promise.all(stacks.values());
    const owner = owners.get(stackName);
    if (owner !== undefined) {
      throw new UserError(
        'SERVICES_ALIKE',
        `${folder} has a stack ${stackName}, and so has ${owner}: change "service" in ${path.join(folder, SERVICE_FILE)}.`,
      );
    }
    owners.set(stackName, folder);
  }
}

/** Where the pages of services are at the front door. */
export function pagePathsOf({ root, folders }: Pick<OtherServices, 'folders' | 'root'>): readonly string[] {
  return folders
    .filter((folder) => existsSync(path.join(root, folder, BUILT, INDEX)))
    .map((folder) => `/${ASSETS}/${path.basename(folder)}/${INDEX}`);
}

/**
 * Puts the built page of a service beside that of its stage: its own origin is the front door's, so that nothing else has to be trusted,
 * and nobody to be let in.
 * @param service its folder
 * @returns is it another than before?
 */
export async function putServicePage(
  service: string,
  stage: string,
  engine: Pick<Engine, 'regions'>,
): Promise<boolean> {
  const region = engine.regions.get(EDGE_REGION);
  const bucketName = region?.stack(`${EDGE_SERVICE}-${stage}`)?.outputs['PageBucketName'];
  const built = path.join(service, BUILT);
  if (!region || bucketName === undefined || !existsSync(built)) return false;
  const bucket = pageBucketIn(region, bucketName);
  let isChanged = false;
  for (const file of filesBelow(built)) {
    const key = `${ASSETS}/${path.basename(service)}/${file}`;
    const body = readFileSync(path.join(built, file));
    if ((await bucket.read(key))?.body.equals(body) === true) continue;
    await bucket.write(key, { body, ...servedAs(file) });
    isChanged = true;
  }
  return isChanged;
}
