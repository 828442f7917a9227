// Planets that are started for a moment. Their stacks come as by a deployment, but in this process and without the framework: by the
// operations of CloudFormation and S3 that are behind the engine's API.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { contentOf, readManifest } from '../../edge/page/files';
import { type Engine, type EngineRegion, isJsonObject, type JsonObject, type Stack } from 'local-aws';
import { EDGE_REGION } from '../stages/names';
import { type HostsByRegion, hostsIn } from '../packaging/hosts';
import type { FrontDoorOptions } from './front-door';
import { type Planet, type PlanetOptions, startPlanet } from './planet';

/** A stack as it was packaged. */
export interface StackPackage {
  readonly stackName: string;
  /** The compiled template. */
  readonly template: JsonObject;
  /** Where its artifacts are: the zips of its functions, and the page; needed for stacks that have such. */
  readonly artifactFolder?: string | undefined;
}

/** A front door, with the edge stack as it was packaged. */
export interface PackagedFrontDoor extends FrontDoorOptions {
  /** For a stage without a domain, what packages it when the hosts of the regions are known. */
  readonly edge: StackPackage | ((hosts: HostsByRegion) => Promise<StackPackage>);
}

/** What such a planet is made of. */
export interface PackagedPlanetOptions extends Omit<PlanetOptions, 'regions' | 'frontDoor' | 'deploy'> {
  /** The compiled template of each region's stack. */
  readonly templates: ReadonlyMap<string, JsonObject>;
  /** Where the artifacts of each region's stack are. */
  readonly artifactFolders?: ReadonlyMap<string, string> | undefined;
  readonly frontDoor?: PackagedFrontDoor | undefined;
}

const MANIFEST = 'page.json';

/**
 * Starts a planet of packaged stacks. What was started before a failure is stopped again.
 * @throws UserError for a template or a port that the user can fix
 */
export async function startPackagedPlanet(options: PackagedPlanetOptions): Promise<Planet> {
  const regions = [...options.templates.keys()];
  return startPlanet({ ...options, regions, deploy: async (engine) => deployPackages(engine, options) });
}

/**
 * A stage with a domain has the front door's stack first, since the regions' stacks use its certificate; a stage
 * without one has it last, since it names the regions' own hosts.
 */
async function deployPackages(engine: Engine, stage: PackagedPlanetOptions): Promise<void> {
  const edge = stage.frontDoor?.edge;
  if (typeof edge === 'object') await deployEdge(engine, edge);
  for (const [name, template] of stage.templates) {
    const artifactFolder = stage.artifactFolders?.get(name);
    await deployPackage(regionOf(engine, name), { stackName: stage.stackName, template, artifactFolder });
  }
  if (typeof edge === 'function') await deployEdge(engine, await edge(hostsOf(engine, stage)));
}

/** As the regions' stacks put them out. */
function hostsOf(engine: Engine, { stackName, templates }: PackagedPlanetOptions): HostsByRegion {
  const hosts = [...templates.keys()].map((name) => {
    const { outputs = {} } = regionOf(engine, name).stack(stackName) ?? {};
    return [name, hostsIn(outputs)] as const;
  });
  return Object.fromEntries(hosts);
}

/** The front door's stack, and the page in its bucket. */
async function deployEdge(engine: Engine, edge: StackPackage): Promise<void> {
  const region = regionOf(engine, EDGE_REGION);
  const { outputs } = await deployPackage(region, edge);
  const { artifactFolder } = edge;
  if (artifactFolder === undefined || !existsSync(path.join(artifactFolder, MANIFEST))) return;
  for (const [key, served] of Object.entries(readManifest(artifactFolder))) {
    region.s3.putObject(outputs['PageBucketName'] ?? '', key, { body: contentOf(artifactFolder, key), ...served });
  }
}

/**
 * Deploys a stack that is not there yet. The buckets of the code come first, as in a deployment: a function is created from what is in them.
 * @throws what makes it fail
 */
export async function deployPackage(region: EngineRegion, { artifactFolder, ...stack }: StackPackage): Promise<Stack> {
  const codes = codesIn(stack.template);
  if (codes.length === 0 || artifactFolder === undefined) return region.createStack(stack);
  const { resources } = await region.createStack({ ...stack, template: bucketsOf(codes, stack.template) });
  for (const { bucket, key } of codes) {
    const body = readFileSync(path.join(artifactFolder, path.posix.basename(key)));
    region.s3.putObject(resources.get(bucket)?.physicalId ?? '', key, { body, contentType: 'application/zip' });
  }
  return region.updateStack(stack);
}

interface Code {
  /** A logical id. */
  readonly bucket: string;
  readonly key: string;
}

/** Where the functions of a template have their code, in buckets of the template itself. */
function codesIn(template: JsonObject): readonly Code[] {
  return Object.values(objectAt(template, 'Resources')).flatMap((resource) => {
    const { S3Bucket: bucket, S3Key: key } = objectAt(objectAt(resource, 'Properties'), 'Code');
    const name = objectAt({ bucket: bucket ?? null }, 'bucket')['Ref'];
    return typeof name === 'string' && typeof key === 'string' ? [{ bucket: name, key }] : [];
  });
}

function bucketsOf(codes: readonly Code[], template: JsonObject): JsonObject {
  const resources = objectAt(template, 'Resources');
  const buckets = new Set(codes.map(({ bucket }) => bucket));
  return { Resources: Object.fromEntries(Object.entries(resources).filter(([logicalId]) => buckets.has(logicalId))) };
}

function objectAt(value: unknown, name: string): JsonObject {
  const found = isJsonObject(value) ? value[name] : undefined;
  return isJsonObject(found) ? found : {};
}

function regionOf({ regions }: Engine, name: string): EngineRegion {
  const region = regions.get(name);
  if (!region) throw new Error(`Region ${name} was not started.`);
  return region;
}
