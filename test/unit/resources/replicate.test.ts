// Which other regions a region replicates to.
import replicate from '../../../resources/bus/replicate';

const SETTINGS: Readonly<Record<string, unknown>> = {
  'self:custom.regions': ['us-west-2', 'ap-southeast-2', 'eu-west-1'],
  'self:provider.region': 'us-west-2',
  'self:custom.busName': 'bus',
  'self:custom.apiSource': 'api',
  'self:custom.heartbeatSource': 'heartbeat',
  'self:custom.closeSources': [],
};

/** The rules of the region, when it is packaged with `--param replicateTo=…`. */
async function rulesWith(replicateTo: string): Promise<readonly string[]> {
  const settings = { ...SETTINGS, "param:replicateTo, ''": replicateTo };
  const resolveVariable = async (name: string) => Promise.resolve(settings[name as keyof typeof settings]);
  const { Resources } = await replicate({ resolveVariable });
  return Object.keys(Resources).filter((id) => id.startsWith('ReplicateRule'));
}

it.each([
  ['', ['ReplicateRuleApSoutheast2', 'ReplicateRuleEuWest1']],
  ['none', []],
  ['eu-west-1', ['ReplicateRuleEuWest1']],
  ['ap-southeast-2,eu-west-1', ['ReplicateRuleApSoutheast2', 'ReplicateRuleEuWest1']],
])('has, with "%s", the rules %j', async (replicateTo, rules) => {
  expect(await rulesWith(replicateTo)).toEqual(rules);
});
