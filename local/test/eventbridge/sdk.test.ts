// What EventBridge answers, in the eyes of AWS's own client.
import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  ResourceNotFoundException,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { anAppSyncTarget, anEvent, anEventBridge, aRule, BUS_NAME } from '../support/eventbridge';
import { directConfig } from '../support/operations';
import { ACCOUNT_ID } from '../support/region';

const BUS_ARN = `arn:aws:events:us-west-2:${ACCOUNT_ID}:event-bus/${BUS_NAME}`;

test('The client puts events, with the time of a date', async () => {
  const { client, eventBridge, api, clock } = aClient();
  eventBridge.putRule(aRule());
  const entry = { Source: 's', DetailType: 'message.published', Detail: '{}', EventBusName: BUS_NAME };

  const result = await client.send(
    new PutEventsCommand({ Entries: [{ ...entry, Time: new Date('2025-05-05T05:05:05.5Z') }] }),
  );
  await clock.advance(0);

  expect(result).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: api.calls[0]?.variables['id'] }] });
  expect(api.calls[0]?.variables['time']).toBe('2025-05-05T05:05:05Z');
});

test.each([
  { source: ['chat'], Result: true },
  { source: ['other'], Result: false },
])('EB-13 The client tests the pattern $source', async ({ source, Result }) => {
  const { client } = aClient();
  const command = new TestEventPatternCommand({
    EventPattern: JSON.stringify({ source }),
    Event: JSON.stringify(anEvent()),
  });

  expect(await client.send(command)).toMatchObject({ Result });
});

test('EB-13 An event that is tested needs no resources', async () => {
  const { client } = aClient();
  const Event = JSON.stringify({ ...anEvent(), resources: undefined });

  const tested = await client.send(new TestEventPatternCommand({ EventPattern: '{"source":["chat"]}', Event }));

  expect(tested).toMatchObject({ Result: true });
});

test.each(['id', 'account', 'source', 'time', 'region', 'detail-type'])('EB-13 It needs %s', async (name) => {
  const { client } = aClient();
  const Event = JSON.stringify({ ...anEvent(), [name]: undefined });
  const command = new TestEventPatternCommand({ EventPattern: '{"source":["chat"]}', Event });

  await expect(client.send(command)).rejects.toMatchObject({ message: 'Parameter Event is not valid.' });
});

test.each([
  { EventPattern: '{"source":', Event: JSON.stringify(anEvent()), name: 'InvalidEventPatternException' },
  { EventPattern: '["a"]', Event: JSON.stringify(anEvent()), name: 'InvalidEventPatternException' },
  { EventPattern: '{"source":["a"]}', Event: '["a"]', name: 'ValidationException' },
  { EventPattern: '{"source":["a"]}', Event: '{"source":"a"}', name: 'ValidationException' },
])('EB-13 The client learns that it tested nonsense: $EventPattern $Event', async ({ name, ...input }) => {
  const { client } = aClient();

  await expect(client.send(new TestEventPatternCommand(input))).rejects.toMatchObject({ name });
});

test('EB-14 The client lists rules, page by page', async () => {
  const { client, eventBridge } = aClient();
  for (const name of ['b', 'a', 'c']) eventBridge.putRule(aRule({ name }));

  const first = await client.send(new ListRulesCommand({ EventBusName: BUS_ARN, Limit: 2 }));
  const second = await client.send(
    new ListRulesCommand({ EventBusName: BUS_NAME, Limit: 2, NextToken: first.NextToken }),
  );

  expect(first.Rules).toMatchObject([{ Name: 'a', State: 'ENABLED', EventBusName: BUS_NAME }, { Name: 'b' }]);
  expect(second).toMatchObject({ Rules: [{ Name: 'c', EventPattern: '{"detail-type":["message.published"]}' }] });
  expect(second.NextToken).toBeUndefined();
});

test('EB-14 The client lists the targets of a rule as they were defined', async () => {
  const { client, eventBridge } = aClient();
  eventBridge.putRule(aRule());

  const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: 'deliver', EventBusName: BUS_NAME }));

  expect(Targets).toEqual([anAppSyncTarget()]);
});

test('The client learns that there is no such rule', async () => {
  const { client } = aClient();

  const listing = client.send(new ListTargetsByRuleCommand({ Rule: 'none', EventBusName: BUS_NAME }));

  await expect(listing).rejects.toMatchObject({ message: 'Rule none does not exist on EventBus chat.' });
  await expect(listing).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('EB-14 The client describes a bus', async () => {
  const { client, clock } = aClient();

  expect(await client.send(new DescribeEventBusCommand({ Name: BUS_NAME }))).toMatchObject({
    Name: BUS_NAME,
    Arn: BUS_ARN,
    CreationTime: new Date(clock.now()),
  });
});

test('EB-14 The client lists the buses', async () => {
  const { client } = aClient();

  const { EventBuses } = await client.send(new ListEventBusesCommand({}));

  expect(EventBuses).toMatchObject([{ Name: 'chat', Arn: BUS_ARN }, { Name: 'default' }]);
});

test('EB-75 A rule that the client disables delivers nothing until it is enabled', async () => {
  const { client, eventBridge, api, deliver } = aClient();
  eventBridge.putRule(aRule());
  const rule = { Name: 'deliver', EventBusName: BUS_ARN };

  await client.send(new DisableRuleCommand(rule));
  await deliver({ Detail: '{"name":"lost"}' });
  const disabled = await client.send(new DescribeRuleCommand(rule));
  await client.send(new EnableRuleCommand(rule));
  await deliver({ Detail: '{"name":"cars"}' });

  expect(disabled).toMatchObject({ Name: 'deliver', State: 'DISABLED', EventBusName: BUS_NAME });
  expect(api.calls).toHaveLength(1);
  expect(await client.send(new DescribeRuleCommand(rule))).toMatchObject({ State: 'ENABLED' });
});

test('EB-75 A schedule that is disabled goes off no more', async () => {
  const { client, eventBridge, api, clock } = aClient();
  eventBridge.putRule(
    aRule({ eventBusName: 'default', eventPattern: undefined, scheduleExpression: 'rate(1 minute)' }),
  );

  await client.send(new DisableRuleCommand({ Name: 'deliver' }));
  await clock.advance(150_000);
  await client.send(new EnableRuleCommand({ Name: 'deliver' }));
  await clock.advance(60_000);

  expect(api.calls).toHaveLength(1);
});

test.each([
  ['describe', new DescribeRuleCommand({ Name: 'none', EventBusName: BUS_NAME })],
  ['disable', new DisableRuleCommand({ Name: 'none', EventBusName: BUS_NAME })],
  ['enable', new EnableRuleCommand({ Name: 'none', EventBusName: BUS_NAME })],
])('EB-75 The client cannot %s a rule that is not there', async (_, command) => {
  const { client } = aClient();

  await expect(client.send(command)).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test.each(['DescribeRule', 'DisableRule', 'EnableRule'])('EB-75 %s needs its permission on the rule', async (name) => {
  const { call, iam, eventBridge } = anEventBridge();
  eventBridge.putRule(aRule());
  iam.deny(({ action, resource }) => action === `events:${name}` && resource.endsWith(`:rule/${BUS_NAME}/deliver`));

  const calling = call(name, { Name: 'deliver', EventBusName: BUS_NAME });

  await expect(calling).rejects.toMatchObject({ code: 'AccessDeniedException' });
});

/** A client whose requests go straight to the operations. */
function aClient() {
  const bench = anEventBridge();
  return { client: new EventBridgeClient(directConfig(bench.eventBridge.api, bench.call)), ...bench };
}
