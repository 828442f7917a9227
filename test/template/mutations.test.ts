// Breaks the templates on purpose: every mutation is caught, by the very checks that the templates themselves must pass.
import { createAuthority, type TlsIdentity } from 'local-aws';
import { type ResourceSchemas, resourceSchemasOf } from 'local-aws/specification';
import { endAll } from '../support/endings';
import { startTestPlanet, type TestPlanet } from '../support/planet';
import { packagedRegions, templateOf, type Template } from '../support/packages/templates';
import { BEHAVIOURS } from './requirements/behaviours';
import { hopsOf, PASSES } from './requirements/hops';
import { mutated, mutations } from './requirements/mutation';
import { REQUIREMENTS } from './requirements/requirements';

const STAGE = 'local';
const REGION = 'us-west-2';
const FEWEST_MUTATIONS = 20;
const ALL_PASS = { publish: PASSES, admit: PASSES, deliver: PASSES, replicate: PASSES, close: PASSES };

const original = templateOf(STAGE, REGION);
const all = mutations();
let schemas: ResourceSchemas;
let authority: TlsIdentity;

beforeAll(async () => {
  schemas = await resourceSchemasOf(new Set(Object.values(original.Resources).map(({ Type }) => Type)));
  authority = await createAuthority();
});

it('has many mutations, each with something that catches it', () => {
  const uncaught = all.filter(
    ({ requirements = [], behaviour, hops }) => requirements.length === 0 && !behaviour && !hops,
  );

  expect(all.length).toBeGreaterThanOrEqual(FEWEST_MUTATIONS);
  expect(uncaught).toEqual([]);
});

describe('without a mutation', () => {
  let planet: TestPlanet;

  beforeAll(async () => {
    planet = await startWith(original);
  });

  afterAll(endAll);

  it.each(BEHAVIOURS)('a planet must $must ($id)', async ({ check }) => {
    await expect(check({ planet, region: REGION, template: original })).resolves.toBeUndefined();
  });

  it('every hop passes', async () => {
    expect(await hopsOf(planet, REGION)).toEqual(ALL_PASS);
  });
});

describe('the requirements', () => {
  it.each(all)('catch $id', (mutation) => {
    const template = mutated(original, mutation);

    const failing = REQUIREMENTS.filter(({ check }) =>
      fails(() => check({ stage: STAGE, region: REGION, template, schemas })),
    );

    expect(failing.map(({ id }) => id)).toEqual(mutation.requirements ?? []);
  });
});

describe('a planet', () => {
  afterEach(endAll);

  it.each(all.filter(({ behaviour }) => behaviour))('shows $id', async (mutation) => {
    const template = mutated(original, mutation);
    const behaviour = BEHAVIOURS.find(({ id }) => id === mutation.behaviour);
    const planet = await startWith(template);

    const check = behaviour?.check({ planet, region: REGION, template });

    await expect(check).rejects.toThrow('expect(');
  });

  it.each(all.filter(({ hops }) => hops))(
    'IA-11 fails with AWS’s error at exactly the hop of $id',
    async (mutation) => {
      const planet = await startWith(mutated(original, mutation));

      const hops = await hopsOf(planet, REGION);

      const failing = Object.entries(mutation.hops ?? {}).map(([hop, error]) => [
        hop,
        expect.stringMatching(error) as unknown,
      ]);
      expect(hops).toEqual({ ...ALL_PASS, ...Object.fromEntries(failing) });
    },
  );
});

/** A planet whose one region is created from this template; the others are as they were packaged. */
async function startWith(template: Template): Promise<TestPlanet> {
  const regions = packagedRegions(STAGE).map((region): [string, Template] => [region, templateOf(STAGE, region)]);
  return startTestPlanet(STAGE, { authority, templates: new Map([...regions, [REGION, template]]) });
}

function fails(check: () => void): boolean {
  try {
    check();
    return false;
  } catch {
    return true;
  }
}
