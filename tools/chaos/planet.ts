// The planet of a storm: the project's own stage for this machine, with as many regions as are asked for.
import '../engine/production-mode';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Log } from 'local-aws/terms';
import { parseDocument } from 'yaml';
import { startPackagedPlanet } from '../engine/packaged-planet';
import type { Planet } from '../engine/planet';
import { packageEdge, packageFolder, packageRegions, stackNameIn } from '../packaging/packaging';
import { copyProject } from '../packaging/project-copy';
import { LOCAL_STAGE } from '../stages/names';
import { placesOf, stageOf } from '../stages/stage';

/** Milliseconds that a minute of heartbeats takes: a region that is down is noticed within seconds. */
const MINUTE = 6000;

/** What a planet is made of. */
export interface StormPlanetOptions {
  /** The project's folder. */
  readonly root: string;
  readonly regions: readonly string[];
  readonly log: Log;
}

/** The regions of a storm: those of the stage first, then others in the order of regions.yml. @param count how many */
export function regionsFor(root: string, count: number): readonly string[] {
  const all = new Set([...stageOf(root, LOCAL_STAGE).regions, ...placesOf(root).keys()]);
  return [...all].slice(0, count);
}

/**
 * Packages a copy of the project with these regions, and starts it.
 * @returns the planet, and the copy's folder
 * @throws UserError `PACKAGING_FAILED` or `FOLDER_NOT_WRITABLE`
 */
export async function startStormPlanet(options: StormPlanetOptions): Promise<{ planet: Planet; copy: string }> {
  const { root, regions, log } = options;
  const copy = path.join(root, '.build/chaos');
  copyProject({ root, to: copy, isKept: true, hasPage: true });
  const file = path.join(copy, 'stages.yml');
  const stages = parseDocument(readFileSync(file, 'utf8'));
  stages.setIn([LOCAL_STAGE, 'regions'], regions);
  writeFileSync(file, stages.toString());
  const request = { root: copy, stage: LOCAL_STAGE };
  const { domain } = stageOf(copy, LOCAL_STAGE);
  const [templates, edge] = await Promise.all([packageRegions({ ...request, regions, domain }), packageEdge(request)]);
  const planet = await startPackagedPlanet({
    ...{ templates, log, minute: MINUTE },
    artifactFolders: new Map(regions.map((region) => [region, packageFolder(request, region)])),
    stackName: stackNameIn(packageFolder(request, regions[0] ?? ''), LOCAL_STAGE),
    frontDoor: { stackName: edge.stackName, edge, places: placesOf(copy) },
  });
  return { planet, copy };
}
