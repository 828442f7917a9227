// The packages of a stage's stacks, while they are made.
import type { HostsByRegion } from '../packaging/hosts';
import { packageEdge, packageRegion, type PackagedStack } from '../packaging/packaging';
import { stageOf } from '../stages/stage';

/** The stacks of a stage, as they are packaged. */
export interface StagePackages {
  readonly regions: ReadonlyMap<string, Promise<PackagedStack>>;
  /** The front door's; for a stage without a domain, what packages it when the hosts of the regions are known. */
  readonly edge: Promise<PackagedStack> | ((hosts: HostsByRegion) => Promise<PackagedStack>);
}

/**
 * Begins to package every stack of a stage, as many at a time as there are cores; what did not change is there already. Each fails by
 * itself, with UserError `PACKAGING_FAILED` or `FOLDER_NOT_WRITABLE`.
 * @param root the project's folder
 */
export function packageStage(root: string, stage: string): StagePackages {
  const { regions, domain } = stageOf(root, stage);
  // The regions of a stage with a domain wait for its front door.
  const edge = domain === undefined ? undefined : packageEdge({ root, stage });
  const packages = regions.map((region) => [region, packageRegion({ root, stage, domain }, region)] as const);
  // Whoever deploys hears of a failure, which may be later than it happens.
  for (const each of [...packages.map(([, promise]) => promise), edge]) each?.catch(() => undefined);
  return { regions: new Map(packages), edge: edge ?? (async (hosts) => packageEdge({ root, stage, hosts })) };
}
