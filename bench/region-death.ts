// A region dies, and its clients come to another one through the front door.
import { setTimeout as pause } from 'node:timers/promises';
import { trustAuthority } from '../test/support/browser/browser-globals';
import { BareClient } from '../test/support/clients/bare-client';
import { endAll } from '../test/support/endings';
import { packageStages } from '../test/support/packages/packages';
import { type Api, startTestPlanet } from '../test/support/planet';
import { aSigner, templatesTrusting } from '../test/support/clients/signer';
import { settingsOf } from '../test/support/packages/templates';
import { tokenOf } from '../test/support/tokens';

const STAGE = 'local';
const DEAD = 'us-west-2';
const CLIENTS = 100;
const SECOND = 1000;
/** Milliseconds that a minute of heartbeats takes. */
const MINUTE = SECOND;
/** Milliseconds that a client waits before it tries again. */
const BACK_OFF = 250;
/** Times as long as the settings allow: what it may take, with the attempts of a hundred clients. */
const RATIO_LIMIT = 1.7;

/** Prints how long its clients were away. The exit code is 1 if that is longer than it may be. */
export async function measureFailover(): Promise<void> {
  await packageStages([STAGE]);
  const signer = aSigner();
  const token = tokenOf(signer, { publish: ['*'], subscribe: ['*'] });
  const planet = await startTestPlanet(STAGE, { templates: templatesTrusting(signer, STAGE), minute: MINUTE });
  trustAuthority(planet.certificateAuthority);
  for (const { region } of planet.apis) while (planet.frontDoor?.isHealthy(region) !== true) await pause(BACK_OFF);
  const edge = planet.edge(DEAD);
  const clients = await all(async () => connected(edge, token));

  const died = performance.now();
  planet.network.takeDown(DEAD);
  await Promise.all(clients.map(async ({ closed }) => closed));
  await all(async () => connected(edge, token));
  const took = performance.now() - died;

  await endAll();
  report(took);
}

/** What a person reads. @param took milliseconds */
function report(took: number): void {
  const { missedHeartbeats, ttl } = settingsOf(STAGE).health;
  // CloudWatch looks at two minutes more before it takes silence for a breach, and the last minute may have just begun.
  const allowed = (missedHeartbeats + 3) * MINUTE + ttl * SECOND;
  const ratio = took / allowed;
  console.log(`${CLIENTS} clients were connected again ${(took / SECOND).toFixed(1)} s after their region died.`);
  console.log(
    `The settings allow ${(allowed / SECOND).toFixed(1)} s: a ratio of ${ratio.toFixed(2)}, of ${RATIO_LIMIT}.`,
  );
  if (ratio > RATIO_LIMIT) process.exitCode = 1;
}

async function all<Result>(make: () => Promise<Result>): Promise<readonly Result[]> {
  return Promise.all(Array.from({ length: CLIENTS }, make));
}

/** Connects as soon as the front door lets it. */
async function connected(edge: Api, token: string): Promise<BareClient> {
  const authorization = { host: new URL(edge.graphqlUrl).host, Authorization: token };
  for (;;) {
    try {
      const client = await BareClient.connect(edge, { authorization });
      await client.subscribe('tech');
      return client;
    } catch {
      await pause();
    }
  }
}
