// What the tests of a deployed stage say before they begin.
import { floodOf, MOST_FLOOD, testPlanOf } from '../../../tools/deployment/test-plan';
import { stageOf, type Stage } from '../../../tools/stages/stage';
import { ROOT } from '../../support/packages/templates';

function aPlan(overrides: Partial<Stage> = {}): string {
  return testPlanOf('local', { ...stageOf(ROOT, 'local'), ...overrides });
}

const aWebAcl = (serverRateLimit: number, enabled = true) => ({ enabled, serverRateLimit, rateLimit: 100 });

it('says for how long a region is out of service', () => {
  expect(aPlan()).toContain('the region to which the front door leads from here out of service, for about 12 minutes:');
});

it.each([
  ['one region', { regions: ['us-west-2'] }],
  ['no domain', { domain: undefined }],
])('takes no region out of a stage with %s', (_, overrides) => {
  expect(aPlan(overrides)).not.toContain('out of service');
});

it('says how many messages it publishes, and what that costs', () => {
  const plan = aPlan({ waf: aWebAcl(1000) });

  expect(plan).toContain(
    "  - publish 550 messages to the channel cars within four minutes, more than the web ACL's limit;",
  );
  expect(plan).toMatch(/It costs about USD 0\.\d\d\.$/);
  expect(aPlan()).toMatch(/It costs about USD 1\.\d\d\.$/);
});

it.each([
  ['no web ACL', aWebAcl(1000, false)],
  ['a limit that would take too many', aWebAcl(2 * MOST_FLOOD)],
])('publishes no more to a stage with %s', (_, waf) => {
  expect(aPlan({ waf })).not.toContain('more than the web ACL');
});

it('has a limit of its own', () => {
  expect(floodOf({ waf: aWebAcl(2 * MOST_FLOOD) })).toBeUndefined();
});
