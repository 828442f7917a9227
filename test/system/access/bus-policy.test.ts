// The resource policy of an event bus, which has a word in who may put events on it.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { JsonObject } from 'local-aws';
import { clientConfig } from '../../support/clients/backend';
import { endAll } from '../../support/endings';
import { publish } from '../../support/clients/http-client';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import { nextMessage } from '../../support/queue';
import { packagedRegions, templateOf } from '../../support/packages/templates';

const DENY_ALL = {
  Effect: 'Deny',
  Principal: '*',
  Action: 'events:PutEvents',
  Resource: { 'Fn::GetAtt': ['EventBus', 'Arn'] },
};

let planet: TestPlanet;

beforeAll(async () => {
  const templates = packagedRegions('local').map((region): [string, JsonObject] => [
    region,
    region === 'ap-southeast-2' ? withBusPolicy(DENY_ALL) : templateOf('local', region),
  ]);
  planet = await startTestPlanet('local', { templates: new Map(templates) });
});

afterAll(endAll);

it('EB-77 denies what other regions send', async () => {
  const { id } = await publish(planet.api('us-west-2'), { name: 'tech', message: 'to Sydney' });
  const letter = await nextMessage(planet, 'us-west-2');

  expect(JSON.parse(letter.Body ?? '')).toMatchObject({ detail: { id } });
  expect(letter.MessageAttributes).toMatchObject({
    ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
    TARGET_ARN: { StringValue: outputOf('ap-southeast-2', 'EventBusArn') },
  });
});

it('EB-77 denies also an administrator of its own region', async () => {
  const client = new EventBridgeClient(clientConfig(planet, 'ap-southeast-2'));
  const entry = {
    EventBusName: outputOf('ap-southeast-2', 'EventBusName'),
    Source: 'a',
    DetailType: 'b',
    Detail: '{}',
  };

  const putting = client.send(new PutEventsCommand({ Entries: [entry] }));

  await expect(putting).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('with an explicit deny in a resource-based policy'),
  });
  client.destroy();
});

function withBusPolicy(statement: JsonObject): JsonObject {
  const template = templateOf('local', 'ap-southeast-2');
  const policy = {
    Type: 'AWS::Events::EventBusPolicy',
    Properties: { EventBusName: { Ref: 'EventBus' }, StatementId: 'closed-to-all', Statement: statement },
  };
  return { ...template, Resources: { ...template.Resources, BusPolicy: policy } };
}

function outputOf(region: string, name: string): string | undefined {
  return planet.regions.get(region)?.stack.outputs[name];
}
