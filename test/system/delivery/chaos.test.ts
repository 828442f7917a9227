// A storm, with a seed: whatever breaks, every promise is kept; and of a client library that keeps one of them not, it is seen.
import { planOf } from '../../../tools/chaos/plan';
import { storm } from '../../../tools/chaos/storm';
import { verdictOf } from '../../../tools/chaos/verdict';
import type { Log } from '../../../tools/chaos/log';
import { BREAKAGES, brokenLibrary } from '../../support/clients/broken-library';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { endAll } from '../../support/endings';
import { startTestPlanet } from '../../support/planet';
import { tokenOf } from '../../support/tokens';

const STAGE = 'local';
const REGIONS = ['us-west-2', 'ap-southeast-2'];
const SEED = 14;
/** Milliseconds: each kind of fault comes twice. */
const DURATION = 15_000;
/** Milliseconds that a minute of heartbeats takes. */
const MINUTE = 6000;
const SECOND = 1000;

const signer = aSigner();
let log: Log;

/** Subscribers whose library is broken: steady ones, beside those of the plan. */
const broken = Object.keys(BREAKAGES).map((breakage) => ({
  name: breakage,
  door: 'GraphQL' as const,
  region: 'us-west-2',
  tokenLife: 3600,
  joinsAt: 0,
  from: 'now' as const,
}));

beforeAll(async () => {
  const builds = new Map(
    await Promise.all(
      Object.entries(BREAKAGES).map(async ([breakage, replaced]) => [breakage, await brokenLibrary(replaced)] as const),
    ),
  );
  const planet = await startTestPlanet(STAGE, { templates: templatesTrusting(signer, STAGE), minute: MINUTE });
  const plan = planOf({ seed: SEED, duration: DURATION, regions: REGIONS });
  // In the middle, so that what they miss is not the end.
  const cuts = broken.map(({ name: device }) => ({
    kind: 'sleep' as const,
    device,
    at: DURATION / 2,
    lasts: 2 * SECOND,
  }));
  // Long enough that messages surely come out of order, also where few are published because the machine is busy.
  const stutter = { kind: 'stutter' as const, region: 'us-west-2', ms: 3 * SECOND, at: 0, lasts: DURATION / 2 };
  log = await storm(
    { ...plan, subscribers: [...plan.subscribers, ...broken], faults: [stutter, ...plan.faults, ...cuts] },
    { stage: STAGE, planet, builds, token: ({ subject: sub, mayPublish, life }) => tokenFor(sub, mayPublish, life) },
  );
});

afterAll(endAll);

it('keeps every promise', () => {
  const names = new Set(broken.map(({ name }) => name));
  const listenings = log.listenings.filter(({ subscriber }) => !names.has(subscriber));

  const { broken: sentences, counts } = verdictOf({ ...log, listenings });

  expect(sentences).toEqual([]);
  expect(counts.acknowledged).toBeGreaterThan(100);
  expect(counts.refused).toBeGreaterThan(5);
});

it.each([
  ['does not drop what it had', /^does not drop what it had on \w+ was handed .*, and again at /],
  ['does not catch up', /^does not catch up on \w+ was never handed /],
  [
    'does not look at the previous message',
    /^does not look at the previous message on \w+ was handed .* published later, and was not told\.$/,
  ],
] as const)('shows that a library %s', (breakage, sentence) => {
  const listenings = log.listenings.filter(({ subscriber }) => subscriber === breakage);

  const { broken: sentences } = verdictOf({ ...log, listenings });

  expect(sentences).toContainEqual(expect.stringMatching(sentence));
});

function tokenFor(sub: string, mayPublish: boolean, life: number): string {
  const exp = Math.floor(Date.now() / SECOND) + life;
  return tokenOf(signer, { publish: mayPublish ? ['*'] : [], subscribe: ['*'] }, { claims: { sub, exp } });
}
