// The front door: the stack of the edge, and an edge location near each region of the stage.
import type { EdgeLocation, Engine, Stack } from 'local-aws';
import type { Place } from '../stages/settings';

/** What a front door is made of. */
export interface FrontDoorOptions {
  /** Of the edge stack. */
  readonly stackName: string;
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
  /** The page's link at each edge location. Whoever has it is this machine's user. */
  readonly links: ReadonlyMap<string, string>;
  /** What the engine's own paths must be called with. */
  readonly controlKey: string;
  /** Does Route 53 send viewers to the region? `undefined` for a stage without a domain, which has no health checks. */
  isHealthy(region: string): boolean | undefined;
}

/**
 * Opens an edge location near each region.
 * @throws UserError `PORT_TAKEN`
 */
export async function openEdges(
  engine: Engine,
  { places, port = 0 }: FrontDoorOptions,
  regions: readonly string[],
): Promise<ReadonlyMap<string, EdgeLocation>> {
  const edges = new Map<string, EdgeLocation>();
  for (const location of regions) {
    const edge = await engine.openEdge({
      location,
      airport: places.get(location)?.airport ?? '',
      port: port === 0 ? 0 : port + edges.size,
      controlled: regions,
    });
    edges.set(location, edge);
  }
  return edges;
}
