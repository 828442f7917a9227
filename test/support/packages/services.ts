// Services of other people's making, packaged as their owners would and run by the engine.
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from 'local-aws';
import { packageFolder, packageRegions } from '../../../tools/packaging/packaging';
import { type Api, startTestPlanet, type TestPlanet } from '../planet';
import { ROOT } from './templates';

const STAGE = 'test';
const REGION = 'us-west-2';

/** A service that runs in one region. */
export interface TestService extends TestPlanet {
  readonly service: Api;
  /** An output of its stack. */
  output(name: string): string;
}

export interface PackagedService {
  readonly name: string;
  readonly template: JsonObject;
  readonly folder: string;
}

/** Packages a service of test/cases/services. */
export async function packageService(name: string): Promise<PackagedService> {
  const root = copyOfService(name, 'test/cases/services');
  const request = { root, stage: STAGE, regions: [REGION] };
  const template = (await packageRegions(request)).get(REGION);
  if (!template) throw new Error(`${name} was not packaged.`);
  return { name, template, folder: packageFolder(request, REGION) };
}

/**
 * Copies a service to where it can be packaged.
 * @param parent of its folder, below the project's
 * @returns the folder of the copy
 */
export function copyOfService(name: string, parent: string): string {
  const root = path.join(ROOT, '.build/test-services', name);
  rmSync(root, { recursive: true, force: true });
  cpSync(path.join(ROOT, parent, name), root, { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  return root;
}

/**
 * Runs a service.
 * @param template what is run instead of the template that was packaged
 */
export async function startService(
  { name, folder, ...packaged }: PackagedService,
  template = packaged.template,
): Promise<TestService> {
  const planet = await startTestPlanet(STAGE, {
    templates: new Map([[REGION, template]]),
    artifactFolders: new Map([[REGION, folder]]),
    stackName: `${name}-${STAGE}`,
  });
  const outputs = planet.regions.get(REGION)?.stack.outputs ?? {};
  return {
    ...planet,
    service: planet.api(REGION),
    output: (wanted) => {
      const value = outputs[wanted];
      if (value === undefined) throw new Error(`${name} has no output ${wanted}.`);
      return value;
    },
  };
}
