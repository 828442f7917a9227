// A planet: the stacks of a stage, on an engine of their own.
import { type Engine, type EngineOptions, type EngineRegion, type Stack, startEngine } from 'local-aws';
import { EDGE_REGION } from '../stages/names';
import { type FrontDoor, type FrontDoorOptions, openEdges } from './front-door';
import { addressPage, inviteTo, type PageBucket, pageBucketIn } from './page';

/** What a planet is made of. */
export interface PlanetOptions extends Omit<EngineOptions, 'regions' | 'places'> {
  readonly regions: readonly string[];
  /** Of the stack that the stage has in each region. */
  readonly stackName: string;
  /** What stands before the regions; nothing unless given. */
  readonly frontDoor?: FrontDoorOptions | undefined;
  /** The port of the first region's API, the next regions follow; 0, the default, takes free ports. */
  readonly port?: number;
  /** Deploys to the account what is not there yet. */
  readonly deploy: (engine: Engine) => Promise<void>;
}

/** A region of a planet, with the stack that the stage has in it. */
export interface PlanetRegion extends Pick<EngineRegion, 'graphqlApis' | 'eventApis'> {
  readonly stack: Stack;
}

/** A planet that runs. */
export interface Planet extends Pick<Engine, 'aws' | 'certificateAuthority' | 'network' | 'stop'> {
  /** In the order of the options. */
  readonly regions: ReadonlyMap<string, PlanetRegion>;
  /** Absent when the planet was started without one. */
  readonly frontDoor: FrontDoor | undefined;
  /**
   * Deploys to the account again, while everything runs.
   * @throws what the deployment throws
   */
  deploy(deployment: PlanetOptions['deploy']): Promise<void>;
}

/**
 * Starts a planet. What was started before a failure is stopped again.
 * @throws UserError for a port that the user can fix, or what the deployment throws
 */
export async function startPlanet(options: PlanetOptions): Promise<Planet> {
  const engine = await startEngine({
    ...options,
    regions: engineRegionsOf(options),
    places: options.frontDoor?.places,
  });
  try {
    const { aws, certificateAuthority, network } = engine;
    await options.deploy(engine);
    const found = await planetIn(engine, options);
    const deploy: Planet['deploy'] = async (deployment) => {
      await deployment(engine);
      if (found.frontDoor) await addressPage(pageOf(engine, found.frontDoor.stack), graphqlUrlsOf(found.regions));
    };
    return { aws, certificateAuthority, network, stop: () => engine.stop(), ...found, deploy };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

/** The stage's regions, and the one that the front door's stack needs. */
function engineRegionsOf({ regions: names, port = 0, frontDoor }: PlanetOptions): EngineOptions['regions'] {
  const regions = names.map((name, index) => ({ name, port: port === 0 ? 0 : port + index }));
  if (!frontDoor || names.includes(EDGE_REGION)) return regions;
  return [...regions, { name: EDGE_REGION }];
}

/** Finds what was deployed, and opens the front door. */
async function planetIn(engine: Engine, options: PlanetOptions): Promise<Pick<Planet, 'regions' | 'frontDoor'>> {
  const { frontDoor, regions: names, stackName } = options;
  const regions = new Map(
    names.map((name) => {
      const region = regionOf(engine, name);
      const { graphqlApis, eventApis } = region;
      return [name, { graphqlApis, eventApis, stack: stackIn(region, stackName) }] as const;
    }),
  );
  return { regions, frontDoor: frontDoor && (await openFrontDoor(engine, frontDoor, regions)) };
}

async function openFrontDoor(
  engine: Engine,
  options: FrontDoorOptions,
  regions: ReadonlyMap<string, PlanetRegion>,
): Promise<FrontDoor> {
  const { controlKey } = engine;
  const region = regionOf(engine, EDGE_REGION);
  const stack = stackIn(region, options.stackName);
  const edges = await openEdges(engine, options, [...regions.keys()]);
  await addressPage(pageOf(engine, stack), graphqlUrlsOf(regions));
  const links = inviteTo(region, bucketNameOf(stack), { edges, controlKey, token: options.token });
  return { stack, edges, links, controlKey, isHealthy: (name) => engine.healthOf(name) };
}

function pageOf(engine: Engine, stack: Stack): PageBucket {
  return pageBucketIn(regionOf(engine, EDGE_REGION), bucketNameOf(stack));
}

function bucketNameOf({ outputs }: Stack): string {
  return outputs['PageBucketName'] ?? '';
}

function graphqlUrlsOf(regions: ReadonlyMap<string, PlanetRegion>): ReadonlyMap<string, string> {
  return new Map(
    [...regions].flatMap(([name, { graphqlApis }]) => graphqlApis.map((api) => [name, api.graphqlUrl] as const)),
  );
}

function stackIn(region: EngineRegion, stackName: string): Stack {
  const stack = region.stack(stackName);
  if (!stack) throw new Error(`Stack ${stackName} was not deployed to ${region.name}.`);
  return stack;
}

function regionOf({ regions }: Engine, name: string): EngineRegion {
  const region = regions.get(name);
  if (!region) throw new Error(`Region ${name} was not started.`);
  return region;
}
