// The benchmark measures no planet whose rules lead nowhere.
import { UserError } from 'local-aws/terms';
import { requireBuses } from '../../../bench/rules';

const [OREGON, SYDNEY] = ['us-west-2', 'ap-southeast-2'].map(
  (region) => `arn:aws:events:${region}:000000000000:event-bus/global-pubsub-two`,
) as [string, string];
const API = 'arn:aws:appsync:us-west-2:000000000000:endpoints/graphql-api/abc';

it('takes a planet whose rules lead to its own buses, and to what is no bus', () => {
  expect(() => requireBuses([API, SYDNEY, OREGON], [OREGON, SYDNEY])).not.toThrow();
});

it('refuses a planet with a rule that leads to a region which does not run', () => {
  expect(() => requireBuses([API, SYDNEY], [OREGON])).toThrow(
    expect.objectContaining({ code: 'RULE_LEADS_NOWHERE' }) as UserError,
  );
});
