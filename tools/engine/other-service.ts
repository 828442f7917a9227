// Another service on top of a stage, `npm start -- --with FOLDER`: deployed after the stage, to each of its regions, and its page, if
// it has one, put beside the stage's at the front door.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from 'local-aws';
import { UserError } from 'local-aws/terms';
import { filesBelow, servedAs } from '../../edge/page/files';
import { type DeployedTitle, deployOther } from '../deployment/account-deployment';
import { buildPageIn, packageOther } from '../packaging/packaging';
import { EDGE_REGION, EDGE_SERVICE } from '../stages/names';
import { accountOf } from './account';
import { pageBucketIn } from './page';

/** A service, and the stage that it stands on. */
export interface OtherService {
  /** The project's folder. */
  readonly root: string;
  /** The service's, below it. */
  readonly folder: string;
  readonly stage: string;
  readonly regions: readonly string[];
}

const CONFIGURATION = 'serverless.yml';
/** In the service's folder. */
const SCREEN = 'screen';
const BUILT = path.join(SCREEN, 'dist');
const INDEX = 'index.html';
/** What the front door finds in the page's bucket: edge/resources/distribution.yml. */
const ASSETS = 'assets';

/**
 * The folder of a service, below the project's.
 * @param given by the user
 * @throws UserError `SERVICE_NOT_FOUND`
 */
export function serviceFolderIn(root: string, given: string): string {
  const folder = path.relative(root, path.resolve(root, given));
  const isInside = folder !== '' && !folder.startsWith('..') && !path.isAbsolute(folder);
  if (isInside && existsSync(path.join(root, folder, CONFIGURATION))) return folder;
  throw new UserError(
    'SERVICE_NOT_FOUND',
    `--with takes the folder of a service in this project, which has a ${CONFIGURATION}, such as examples/second-screen, not "${given}".`,
  );
}

/**
 * Deploys a service to the account in which its stage is.
 * @param tell is told of each stack
 * @throws UserError `PACKAGING_FAILED` or `DEPLOYMENT_FAILED` with what the framework said
 */
export async function deployService(
  { root, folder, stage, regions }: OtherService,
  engine: Engine,
  tell: (stack: DeployedTitle) => void,
): Promise<void> {
  const request = { root, stage, service: folder };
  const stacks = regions.map((region) => [region, packageOther(request, region)] as const);
  // Whoever deploys hears of a failure, which may be later than it happens.
  for (const [, packaged] of stacks) packaged.catch(() => undefined);
  await buildPageIn(root, path.join(folder, SCREEN));
  await deployOther(new Map(stacks), accountOf(engine), tell);
  await putServicePage(path.join(root, folder), stage, engine);
}

/** Where the page of a service is at the front door; nothing if it has none. */
export function pagePathOf({ root, folder }: Pick<OtherService, 'folder' | 'root'>): string | undefined {
  return existsSync(path.join(root, folder, BUILT, INDEX)) ? `/${ASSETS}/${path.basename(folder)}/${INDEX}` : undefined;
}

/**
 * Puts the built page of a service beside that of its stage: its own origin is the front door's, so that nothing else has to be trusted,
 * and nobody to be let in.
 * @param service its folder
 */
export async function putServicePage(service: string, stage: string, engine: Pick<Engine, 'regions'>): Promise<void> {
  const region = engine.regions.get(EDGE_REGION);
  const bucketName = region?.stack(`${EDGE_SERVICE}-${stage}`)?.outputs['PageBucketName'];
  const built = path.join(service, BUILT);
  if (!region || bucketName === undefined || !existsSync(built)) return;
  const bucket = pageBucketIn(region, bucketName);
  for (const file of filesBelow(built)) {
    const { contentType, cacheControl } = servedAs(file);
    await bucket.write(`${ASSETS}/${path.basename(service)}/${file}`, {
      ...{ body: readFileSync(path.join(built, file)), contentType, cacheControl },
    });
  }
}
