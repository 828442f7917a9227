// The front door: the edge stack, and an edge location near each region of the stage.
import type { Stack } from '../cloudformation/stack';
import type { EdgeLocation } from '../cloudfront/cloudfront';
import { controlListener } from './control';
import type { PlanetNetwork } from '../foundation/network';
import { uploadPage } from './page';
import type { Place } from './place';
import type { PlanetRegion } from './planet';
import type { GlobalServices } from '../foundation/region';
import type { RunningRegion, StackPackage } from './running-region';
import type { TlsIdentity } from '../foundation/http/server';

/** The host names of a region's API: what a stage without a domain has instead. */
export interface ApiHosts {
  readonly graphql: string;
  readonly realtime: string;
}

/** The edge stack as it was packaged. */
export interface EdgePackage extends StackPackage {
  readonly artifactFolder: string;
}

/** What a front door is made of. */
export interface FrontDoorOptions {
  /**
   * The edge stack. A stage with a domain has it first, since the regions' stacks use its certificate; a stage without one has
   * it last, since it names the regions' own hosts.
   */
  readonly edge: EdgePackage | ((hosts: Readonly<Record<string, ApiHosts>>) => Promise<EdgePackage>);
  /** Where regions are. */
  readonly places: ReadonlyMap<string, Place>;
  /** The port of the first edge location, the next ones follow; 0, the default, takes free ports. */
  readonly port?: number;
  /** What the page's visitors are signed in with. */
  readonly token?: string | undefined;
}

/** A front door that is open. */
export interface FrontDoor {
  readonly stack: Stack;
  /** The edge locations, by the region they are near, in the order of the stage. */
  readonly edges: ReadonlyMap<string, EdgeLocation>;
  /** What the engine's own paths must be called with. */
  readonly controlKey: string;
  /** Does Route 53 send anybody to the region? `undefined` for a stage without a domain, which has no health checks. */
  isHealthy(region: string): boolean | undefined;
}

/** What the front door is opened with, besides what it is made of. */
export interface Opening extends FrontDoorOptions {
  /** Creates the regions' stacks. */
  readonly createStacks: () => Promise<ReadonlyMap<string, PlanetRegion>>;
  /** Where the edge stack is created. */
  readonly edgeRegion: RunningRegion;
  readonly globalServices: GlobalServices;
  readonly network: PlanetNetwork;
  readonly tls: TlsIdentity;
  readonly controlKey: string;
  /** Takes what must be stopped. */
  readonly running: { stop(): Promise<void> | void }[];
}

/**
 * Creates the stacks in the order in which they are deployed, and opens the edge locations.
 * @throws UserError for a template or a port that the user can mend
 */
export async function openFrontDoor(
  opening: Opening,
): Promise<{ readonly regions: ReadonlyMap<string, PlanetRegion>; readonly frontDoor: FrontDoor }> {
  const { regions, stack, artifactFolder } = await createAllStacks(opening);
  const edges = await openEdges(opening, [...regions.keys()]);
  uploadPage(opening, { artifactFolder, stack, edges });
  const { controlKey, globalServices } = opening;
  return {
    regions,
    frontDoor: { stack, edges, controlKey, isHealthy: (region) => globalServices.route53.healthOf(region) },
  };
}

async function createAllStacks({ edge, edgeRegion, createStacks }: Opening) {
  if (typeof edge !== 'function') {
    const stack = await edgeRegion.createStack(edge);
    return { stack, regions: await createStacks(), artifactFolder: edge.artifactFolder };
  }
  const regions = await createStacks();
  const packaged = await edge(apiHostsOf(regions));
  const stack = await edgeRegion.createStack(packaged);
  return { stack, regions, artifactFolder: packaged.artifactFolder };
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

async function openEdges(
  { globalServices, places, port = 0, tls, network, controlKey, running }: Opening,
  regions: readonly string[],
): Promise<ReadonlyMap<string, EdgeLocation>> {
  const edges = new Map<string, EdgeLocation>();
  const { cloudFront, route53 } = globalServices;
  const control = controlListener({
    network,
    regions,
    key: controlKey,
    isHealthy: (region) => route53.healthOf(region) ?? network.stateOf(region).isUp,
  });
  for (const location of regions) {
    const edge = await cloudFront.startEdge({
      ...{ location, tls, control },
      airport: places.get(location)?.airport ?? '',
      port: port === 0 ? 0 : port + edges.size,
    });
    running.push(edge);
    edges.set(location, edge);
  }
  return edges;
}
