// A planet that loses a region when the region is down, and not because a busy machine is late with a heartbeat.
import type { JsonObject, JsonValue } from 'local-aws';
import { pause } from './attempts';
import { packagedTemplates, startTestPlanet, type TestPlanet, type TestPlanetOptions } from './planet';

/**
 * Milliseconds that a minute takes, and the pings that a region may fail, one in each sixth of it: a region that is down is
 * noticed after five seconds.
 */
const MINUTE = 3000;
const FAILED_PINGS = 10;
/** The alarm's periods without a heartbeat after which a region is lost. */
const SILENT_PERIODS = 20;

/** Starts a packaged stage, whose regions are all healthy from the first request on. */
export async function startSteadyPlanet(stage: string, options: TestPlanetOptions = {}): Promise<TestPlanet> {
  const templates = patient(options.templates ?? packagedTemplates(stage));
  const planet = await startTestPlanet(stage, { minute: MINUTE, ...options, templates });
  await everyRegionHealthy(planet);
  return planet;
}

function patient(templates: ReadonlyMap<string, JsonObject>): ReadonlyMap<string, JsonObject> {
  return new Map(
    [...templates].map(([region, template]) => [
      region,
      JSON.parse(JSON.stringify(template), (key, value: JsonValue) => {
        if (key === 'FailureThreshold') return FAILED_PINGS;
        return key === 'DeliveryAlarm' ? silentFor(SILENT_PERIODS, value as JsonObject) : value;
      }) as JsonObject,
    ]),
  );
}

function silentFor(periods: number, alarm: JsonObject): JsonObject {
  return { ...alarm, Properties: { ...(alarm['Properties'] as JsonObject), EvaluationPeriods: periods } };
}

/** Until then, the front door leads to whichever region's first heartbeat has got through. */
async function everyRegionHealthy({ regions, frontDoor }: TestPlanet): Promise<void> {
  while ([...regions.keys()].some((region) => frontDoor?.isHealthy(region) === false)) await pause();
}
