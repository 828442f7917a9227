// A region that is down.
import { AwsError } from '../../src/foundation/errors';
import { Unreachable } from '../../src/foundation/errors';
import type { RuleDefinition } from '../../src/eventbridge/eventbridge';
import { PlanetNetwork } from '../../src/foundation/network';
import { fakeClock } from '../support/clock';
import {
  aBusTarget,
  anAppSyncTarget,
  anEventBridge,
  aQueueTarget,
  aRule,
  type EventBridgeBench,
  ROLE_ARN,
} from '../support/eventbridge';

const REGION = 'us-west-2';
const OTHER = 'ap-southeast-2';
const MINUTE = 60_000;
/** Milliseconds: a way that is slow. */
const SLOW = 400;

let network: PlanetNetwork;
let bench: EventBridgeBench;

beforeEach(() => {
  network = new PlanetNetwork();
  bench = anEventBridge({ network });
});

afterEach(async () => bench.eventBridge.stop());

/** The names in the events that arrived. */
function arrived() {
  return bench.api.calls.map(({ variables }) => variables['detail']);
}

test('EB-81 A region that is down takes no events', async () => {
  network.takeDown(REGION);

  await expect(bench.put()).rejects.toThrow(Unreachable);
});

test('EB-81 What a bus had taken when its region went down is delivered when the region is up, in its order', async () => {
  bench.eventBridge.putRule(aRule());

  await bench.put({ Detail: '{"name":"one"}' });
  await bench.put({ Detail: '{"name":"two"}' });
  network.takeDown(REGION);
  await bench.clock.advance(MINUTE);
  const meanwhile = arrived();
  network.restore(REGION);
  await bench.clock.advance(0);

  expect(meanwhile).toEqual([]);
  expect(arrived()).toEqual([{ name: 'one' }, { name: 'two' }]);
});

test('EB-81 A retry that falls due while the region is down waits for the region, and counts only then', async () => {
  const targets = [anAppSyncTarget({ RetryPolicy: { MaximumRetryAttempts: 1 } })];
  bench.eventBridge.putRule(aRule({ targets }));
  bench.api.respond(() => {
    throw new AwsError('ThrottlingException', 'Slow down.', 429);
  });
  await bench.deliver();

  network.takeDown(REGION);
  await bench.clock.advance(10 * MINUTE);
  bench.api.respond(() => ({ data: {} }));
  network.restore(REGION);
  await bench.clock.advance(0);

  expect(bench.api.calls).toHaveLength(2);
  expect(bench.log.lines).toEqual([]);
});

test('EB-81 What is meant for a region that is down arrives soon after its return', async () => {
  const clock = fakeClock();
  bench = anEventBridge({ network, clock });
  const other = anEventBridge({ network, clock, region: OTHER });
  bench.eventBridge.putRule(aRule({ targets: [aBusTarget(OTHER)] }));
  other.eventBridge.putRule(aRule({ targets: [aQueueTarget(other.queueArn)] }));

  network.takeDown(OTHER);
  await bench.deliver({ Detail: '{"name":"cars"}' });
  await clock.advance(8_000);
  network.restore(OTHER);
  await clock.advance(2_500);
  await other.eventBridge.stop();

  expect(await other.letters()).toMatchObject([{ body: { detail: { name: 'cars' } } }]);
});

/** A rule to the bus of the other region, whose own rule has a queue. The other region is down, and an event waits for it. */
async function anEventThatWaits() {
  const clock = fakeClock();
  bench = anEventBridge({ network, clock });
  const other = anEventBridge({ network, clock, region: OTHER });
  const rule = aRule({ targets: [aBusTarget(OTHER, { DeadLetterConfig: { Arn: bench.queueArn } })] });
  bench.eventBridge.putRule(rule);
  other.eventBridge.putRule(aRule({ targets: [aQueueTarget(other.queueArn)] }));
  network.takeDown(OTHER);
  await bench.deliver({ Detail: '{"name":"cars"}' });
  await clock.advance(8_000);
  return {
    ...{ rule, other },
    restore: async () => {
      network.restore(OTHER);
      await clock.advance(2_500);
      await other.eventBridge.stop();
    },
  };
}

test.each<[string, (rule: RuleDefinition) => void]>([
  ['deleted', ({ eventBusName, name }) => bench.eventBridge.deleteRule(eventBusName, name)],
  ['turned off', (rule) => bench.eventBridge.putRule({ ...rule, state: 'DISABLED' })],
  [
    'made to match nothing of it',
    (rule) => bench.eventBridge.putRule({ ...rule, eventPattern: { source: ['other'] } }),
  ],
  ['given another target', (rule) => bench.eventBridge.putRule({ ...rule, targets: [anAppSyncTarget()] })],
])(
  'EB-75 An event that waits for a region goes to the target that it was matched for, though the rule is %s',
  async (_, change) => {
    const { rule, other, restore } = await anEventThatWaits();

    change(rule);
    await restore();

    expect(await other.letters()).toMatchObject([{ body: { detail: { name: 'cars' } } }]);
    expect([bench.api.calls, await bench.letters()]).toEqual([[], []]);
  },
);

test('EB-74 An event that waits for a region is a dead letter if the role of its target is gone meanwhile', async () => {
  const { restore } = await anEventThatWaits();

  bench.iam.denyRole(ROLE_ARN);
  await restore();

  expect(await bench.letters()).toMatchObject([{ attributes: { ERROR_CODE: 'FAILED_TO_ASSUME_ROLE' } }]);
});

test('EB-73 An event that is on its way when the way is mended arrives without a retry', async () => {
  const clock = fakeClock();
  network = new PlanetNetwork(clock);
  bench = anEventBridge({ network, clock });
  const other = anEventBridge({ network, clock, region: OTHER });
  bench.eventBridge.putRule(aRule({ targets: [aBusTarget(OTHER)] }));
  other.eventBridge.putRule(aRule({ targets: [aQueueTarget(other.queueArn)] }));
  network.slowDown(OTHER, SLOW);
  network.cut(REGION, OTHER);

  await bench.deliver();
  await clock.advance(SLOW / 2);
  network.heal(REGION, OTHER);
  await clock.advance(SLOW / 2);
  await other.eventBridge.stop();

  expect(await other.letters()).toHaveLength(1);
  expect(bench.metrics.map(({ metricName }) => metricName)).not.toContain('RetryInvocationAttempts');
});

test('EB-81 No scheduled rule fires while the region is down', async () => {
  bench.eventBridge.putRule(
    aRule({ eventBusName: 'default', eventPattern: undefined, scheduleExpression: 'rate(1 minute)' }),
  );

  network.takeDown(REGION);
  await bench.clock.advance(3 * MINUTE);
  network.restore(REGION);
  const missed = bench.api.calls.length;
  await bench.clock.advance(MINUTE);

  expect([missed, bench.api.calls.length]).toEqual([0, 1]);
});

test('A stopped region delivers nothing when it is up again', async () => {
  bench.eventBridge.putRule(aRule());
  await bench.put();
  network.takeDown(REGION);
  await bench.clock.advance(0);

  await bench.eventBridge.stop();
  network.restore(REGION);
  await bench.clock.advance(0);

  expect(arrived()).toEqual([]);
});

test('EB-80 A region that is down counts no attempts', async () => {
  bench.eventBridge.putRule(aRule());
  await bench.put();
  network.takeDown(REGION);

  await bench.clock.advance(MINUTE);

  expect(bench.metrics).toEqual([]);
});

test('Buses that stutter deliver each event twice, late, until they do no longer', async () => {
  bench.eventBridge.putRule(aRule());

  network.stutter(REGION, 1000);
  await bench.deliver({ Detail: '{"name":"one"}' });
  const atOnce = arrived();
  await bench.clock.advance(1000);
  network.stutter(REGION, 0);
  await bench.deliver({ Detail: '{"name":"two"}' });

  expect(atOnce).toEqual([]);
  expect(arrived()).toEqual([{ name: 'one' }, { name: 'one' }, { name: 'two' }]);
});
