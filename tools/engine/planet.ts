// A planet: the stacks of a stage, on an engine of their own.
import {
  type ApiEndpoint,
  type Engine,
  type EngineOptions,
  type EngineRegion,
  type JsonObject,
  type Stack,
  startEngine,
} from 'local-aws';
import { type ApiHosts, type FrontDoor, type FrontDoorOptions, openEdges } from './front-door';
import { uploadPage } from './page';

/** Where stacks with CloudFront distributions are. */
const EDGE_REGION = 'us-east-1';

/** What a planet is made of. */
export interface PlanetOptions extends Omit<EngineOptions, 'regions' | 'places'> {
  /** The compiled template of each region's stack. */
  readonly templates: ReadonlyMap<string, JsonObject>;
  /** Where the artifacts of each region's stack are; needed for stacks with functions. */
  readonly artifactFolders?: ReadonlyMap<string, string>;
  readonly stackName: string;
  /** What stands before the regions; nothing unless given. */
  readonly frontDoor?: FrontDoorOptions | undefined;
  /** The port of the first region's API, the next regions follow; 0, the default, takes free ports. */
  readonly port?: number;
  /** Told when a region is up. */
  readonly onRegion?: (region: string) => void;
}

/** A region of a planet, with the stack that the stage has in it. */
export interface PlanetRegion extends Pick<EngineRegion, 'graphqlApis'> {
  readonly stack: Stack;
}

/** A planet that runs. */
export interface Planet extends Pick<Engine, 'aws' | 'certificateAuthority' | 'network' | 'stop'> {
  /** The regions, in the order of the templates. */
  readonly regions: ReadonlyMap<string, PlanetRegion>;
  /** Absent when the planet was started without one. */
  readonly frontDoor: FrontDoor | undefined;
}

/**
 * Starts a planet. What was started before a failure is stopped again.
 * @throws UserError for a template or a port that the user can fix
 */
export async function startPlanet(options: PlanetOptions): Promise<Planet> {
  const engine = await startEngine({
    ...options,
    regions: engineRegionsOf(options),
    places: options.frontDoor?.places,
  });
  try {
    const { aws, certificateAuthority, network } = engine;
    const stacks = await createAll(engine, options);
    return { aws, certificateAuthority, network, stop: () => engine.stop(), ...stacks };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

/** The stage's regions, and the one that the front door's stack needs. */
function engineRegionsOf({ templates, port = 0, frontDoor }: PlanetOptions): EngineOptions['regions'] {
  const regions = [...templates.keys()].map((name, index) => ({ name, port: port === 0 ? 0 : port + index }));
  if (!frontDoor || templates.has(EDGE_REGION)) return regions;
  return [...regions, { name: EDGE_REGION }];
}

/** Creates the stacks, and opens the front door. */
async function createAll(engine: Engine, options: PlanetOptions): Promise<Pick<Planet, 'regions' | 'frontDoor'>> {
  const { frontDoor, templates } = options;
  if (!frontDoor) return { regions: await createRegions(engine, options), frontDoor: undefined };
  const { packaged, stack, regions } = await createInOrder(engine, options, frontDoor);
  const edges = await openEdges(engine, frontDoor, [...templates.keys()]);
  const { controlKey } = engine;
  const links = uploadPage(regionOf(engine, EDGE_REGION), {
    ...{ stack, edges, controlKey, token: frontDoor.token, apis: apisOf(regions) },
    artifactFolder: packaged.artifactFolder,
  });
  return { regions, frontDoor: { stack, edges, links, controlKey, isHealthy: (region) => engine.healthOf(region) } };
}

function apisOf(regions: ReadonlyMap<string, PlanetRegion>): ReadonlyMap<string, ApiEndpoint> {
  return new Map([...regions].flatMap(([name, { graphqlApis }]) => graphqlApis.map((api) => [name, api] as const)));
}

/**
 * The stacks in the order in which they are deployed. A stage with a domain has the front door's first, since the regions' stacks
 * use its certificate; a stage without one has it last, since it names the regions' own hosts.
 */
async function createInOrder(engine: Engine, options: PlanetOptions, { edge }: FrontDoorOptions) {
  const edgeRegion = regionOf(engine, EDGE_REGION);
  if (typeof edge !== 'function') {
    const stack = await edgeRegion.createStack(edge);
    return { packaged: edge, stack, regions: await createRegions(engine, options) };
  }
  const regions = await createRegions(engine, options);
  const packaged = await edge(apiHostsOf(regions));
  return { packaged, stack: await edgeRegion.createStack(packaged), regions };
}

async function createRegions(
  engine: Engine,
  { templates, artifactFolders, stackName, onRegion }: PlanetOptions,
): Promise<ReadonlyMap<string, PlanetRegion>> {
  const regions = new Map<string, PlanetRegion>();
  for (const [name, template] of templates) {
    const region = regionOf(engine, name);
    const stack = await region.createStack({ stackName, template, artifactFolder: artifactFolders?.get(name) });
    regions.set(name, { graphqlApis: region.graphqlApis, stack });
    onRegion?.(name);
  }
  return regions;
}

/** As the regions' stacks put them out. */
function apiHostsOf(regions: ReadonlyMap<string, PlanetRegion>): Readonly<Record<string, ApiHosts>> {
  return Object.fromEntries(
    [...regions].map(([name, { stack }]) => [
      name,
      { graphql: stack.outputs['GraphQlHost'] ?? '', realtime: stack.outputs['RealtimeHost'] ?? '' },
    ]),
  );
}

function regionOf({ regions }: Engine, name: string): EngineRegion {
  const region = regions.get(name);
  if (!region) throw new Error(`Region ${name} was not started.`);
  return region;
}
