// Planets for tests: any packaged stage, on free ports, with every fault of the engine kept.
import type { ApiEndpoint, JsonObject } from 'local-aws';
import type { LoggedSubscription } from 'local-aws/terms';
import { Inbox } from '../../local/test/support/messages';
import {
  type PackagedFrontDoor,
  type PackagedPlanetOptions,
  startPackagedPlanet,
} from '../../tools/engine/packaged-planet';
import type { Planet } from '../../tools/engine/planet';
import { placesOf } from '../../tools/stages/stage';
import { endLater } from './endings';
import {
  artifactFolder,
  edgeArtifactFolder,
  edgeTemplateOf,
  hasEdge,
  packagedRegions,
  ROOT,
  templateOf,
} from './packages/templates';

/** The same ids at each start, so that what the engine keeps of code with ids in it is found again. */
const SEED = Buffer.alloc(32, 'planet');

/** One region's API, as a client needs it. */
export interface Api extends ApiEndpoint {
  readonly region: string;
  readonly apiKey: string;
  /** The authorities to trust, PEM. */
  readonly ca: string;
}

/** What a planet is started with; `templates` replaces those that were packaged. */
export type TestPlanetOptions = Partial<PackagedPlanetOptions>;

/** A planet under test. */
export interface TestPlanet extends Planet {
  /** The API of each region. */
  readonly apis: readonly Api[];
  /** The API of one region; the first one's by default. */
  api(region?: string): Api;
  /** The API as viewers near a region see it: the front door. Its key is of no use, since it may lead to any region. */
  edge(location?: string): Api;
  /** The name of each region's bus. */
  readonly busName: string;
  /** What the engine told the person at the terminal. */
  readonly lines: readonly string[];
  /** Who was let in to subscriptions. */
  readonly listeners: Inbox<LoggedSubscription>;
  /**
   * Stops the planet.
   * @throws the first fault of the engine that was logged
   */
  stop(): Promise<void>;
}

/** Starts a packaged stage, which `endAll` stops if it still runs. */
export async function startTestPlanet(stage: string, options: TestPlanetOptions = {}): Promise<TestPlanet> {
  const lines: string[] = [];
  const faults: unknown[] = [];
  const listeners = new Inbox<LoggedSubscription>();
  const templates = options.templates ?? packagedTemplates(stage);
  // The stack's name as well.
  const busName = `global-pubsub-${stage}`;
  const planet = await startPackagedPlanet({
    templates,
    frontDoor: testFrontDoor(stage),
    artifactFolders: new Map([...templates.keys()].map((region) => [region, artifactFolder(stage, region)])),
    stackName: busName,
    seed: SEED,
    log: {
      info: (line) => void lines.push(line),
      fault: (error) => void faults.push(error),
      subscribed: (subscription) => listeners.push(subscription),
    },
    ...options,
  });
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopped ??= planet.stop();
    await stopped;
    if (faults.length > 0) throw new Error('The engine logged a fault.', { cause: faults[0] });
  };
  endLater(stop);
  const apis = apisOf(planet);
  return {
    ...planet,
    apis,
    busName,
    lines,
    listeners,
    api: (region) => theApi(apis, region),
    edge: (location) => theApi(edgesOf(planet, apis), location),
    stop,
  };
}

/** The front door of a packaged stage; none for a stage without a domain, whose front door is packaged when its regions run. */
export function testFrontDoor(stage: string): PackagedFrontDoor | undefined {
  if (!hasEdge(stage)) return undefined;
  const stackName = `global-pubsub-edge-${stage}`;
  return {
    stackName,
    edge: {
      stackName,
      template: edgeTemplateOf(stage),
      artifactFolder: edgeArtifactFolder(stage),
    },
    places: placesOf(ROOT),
  };
}

function edgesOf({ frontDoor, certificateAuthority: ca }: Planet, apis: readonly Api[]): readonly Api[] {
  return [...(frontDoor?.edges ?? [])].map(([region, { url }]) => ({
    ...theApi(apis, region),
    ca,
    apiKey: '',
    graphqlUrl: `${url}/graphql`,
    realtimeUrl: `${url.replace('https:', 'wss:')}/graphql/realtime`,
  }));
}

/** The templates of a packaged stage, by region. */
export function packagedTemplates(stage: string): ReadonlyMap<string, JsonObject> {
  return new Map(packagedRegions(stage).map((region) => [region, templateOf(stage, region)]));
}

function apisOf({ regions, certificateAuthority: ca }: Planet): readonly Api[] {
  return [...regions].flatMap(([region, { graphqlApis }]) =>
    graphqlApis.map((api) => ({ ...api, region, ca, apiKey: api.apiKeys[0] ?? '' })),
  );
}

/** The API of a region, of the first one by default. @throws Error when there is none */
export function theApi(apis: readonly Api[], region: string | undefined): Api {
  const api = region === undefined ? apis[0] : apis.find((candidate) => candidate.region === region);
  if (!api) throw new Error(`No API in ${region ?? 'any region'}.`);
  return api;
}
