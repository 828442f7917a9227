// A rule of a stack that somebody turned off: the stack does not notice.
import { DescribeRuleCommand, DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { JsonObject } from '../../src/foundation/json';
import { type AccountBench, accountBench } from '../support/account';

const RULE = { EventBusName: 'chat', Name: 'deliver' };

let bench: AccountBench;
let events: EventBridgeClient;

beforeAll(async () => {
  bench = await accountBench();
  events = new EventBridgeClient(bench.options);
});

afterAll(async () => {
  events.destroy();
  await bench.stop();
});

function template(source: string, delay: number): { readonly Resources: JsonObject } {
  return {
    Resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: RULE.EventBusName } },
      Letters: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: delay } },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          ...{ Name: RULE.Name, EventBusName: { Ref: 'Bus' }, EventPattern: { source: [source] } },
          Targets: [{ Id: 'letters', Arn: { 'Fn::GetAtt': ['Letters', 'Arn'] } }],
        },
      },
    },
  };
}

async function stateOfRule(): Promise<string | undefined> {
  return (await events.send(new DescribeRuleCommand(RULE))).State;
}

test('EB-75 An update that does not touch the rule leaves it off, one that changes it turns it on, and it can be deleted', async () => {
  const region = [...bench.engine.regions.values()][0];
  await region?.createStack({ stackName: 'chat', template: template('shop', 0) });

  await events.send(new DisableRuleCommand(RULE));
  await region?.updateStack({ stackName: 'chat', template: template('shop', 1) });
  const untouched = await stateOfRule();
  await region?.updateStack({ stackName: 'chat', template: template('other', 1) });
  const changed = await stateOfRule();
  await events.send(new DisableRuleCommand(RULE));
  await region?.deleteStack('chat');

  expect([untouched, changed]).toEqual(['DISABLED', 'ENABLED']);
  await expect(stateOfRule()).rejects.toThrow('Event bus chat does not exist.');
});
