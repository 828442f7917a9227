// The question whether EventBridge's own calls pass the API's web ACL.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { floodOf, MOST_FLOOD } from '../../tools/deployment/test-plan';
import { stageOf } from '../../tools/stages/stage';
import { BareClient } from '../support/clients/bare-client';
import { clientConfig } from '../support/clients/backend';
import { request } from '../support/clients/http-client';
import { ROOT } from '../support/packages/templates';
import type { DeployedStage } from '../support/target';
import { metricsIn, minutesOf } from './cloud-watch';
import { authorizationFor, credentialsFor, NotAnswered, type Question } from './question';
import { stackOf } from './stacks';

const MINUTE = 60_000;
/** Milliseconds of the flood: the web ACL counts the requests of five minutes. */
const LONGEST = 4 * MINUTE;
/** Calls at the same time, and entries of each: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const CALLERS = 20;
const ENTRIES = 10;
/** Attempts of a call that is throttled. */
const ATTEMPTS = 12;
/** Milliseconds for which the metrics of the web ACL are waited for, and between two looks. */
const METRICS_PATIENCE = 6 * MINUTE;
const BETWEEN_LOOKS = 10_000;
/** Nobody else's. */
const SOURCE = 'shop.question';
const FLOODED = 'cars';
const LAST = 'music';
const NAMESPACE = 'AWS/WAFV2';

/** Of the web ACL. */
export const WEB_ACL: readonly Question[] = [
  {
    text: 'Do EventBridge’s own calls pass the API’s web ACL?',
    ask: async (stage) => {
      const { region } = stage.api();
      const metricName = await metricOfWebAcl(stage, region);
      const count = floodOf(stageOf(ROOT, stage.name));
      if (count === undefined) throw new NotAnswered(`It would take more than ${MOST_FLOOD} messages.`);
      const letters = await deadLetters(stage, region);
      const begun = Date.now();
      await ownRequest(stage);
      const put = await flood(stage, region, count);
      await lastMessage(stage, region);
      await ownRequest(stage);
      const ended = Date.now();
      const dead = (await deadLetters(stage, region)) - letters;
      const told = await requestsOf(stage, region, { metricName, from: begun, to: ended });
      return `${put} messages, two calls each: ${dead} dead letters; ${told}`;
    },
  },
];

/** The name of the web ACL's metrics. @throws NotAnswered without a web ACL */
async function metricOfWebAcl(stage: DeployedStage, region: string): Promise<string> {
  const { resources } = await stackOf(stage, region, stage.busName);
  const acl = Object.values(resources).find(({ Type }) => Type === 'AWS::WAFv2::WebACL');
  if (!acl) throw new NotAnswered('The stage has no web ACL.');
  const { MetricName } = (acl.Properties?.['VisibilityConfig'] ?? {}) as { readonly MetricName?: string };
  return MetricName ?? '';
}

/** A request that the web ACL lets through and counts, so that its metrics have a value whatever EventBridge does. */
async function ownRequest(stage: DeployedStage): Promise<void> {
  await request(stage.api(), '{ region }', {}, credentialsFor(stage));
}

/**
 * Publishes as a backend, as fast as the bus takes it: each message is let in by one call of the API, and delivered by another.
 * @returns how many the bus took
 * @throws NotAnswered when it did not take them in time
 */
async function flood(stage: DeployedStage, region: string, count: number): Promise<number> {
  const client = new EventBridgeClient({ ...clientConfig(stage, region), maxAttempts: ATTEMPTS });
  const end = performance.now() + LONGEST;
  let [left, taken] = [count, 0];
  const call = async () => {
    while (left > 0 && performance.now() < end) {
      const entries = Math.min(ENTRIES, left);
      left -= entries;
      const messages = Array.from({ length: entries }, () => randomUUID());
      const more = await put(client, stage, FLOODED, messages);
      // The other callers have gone on meanwhile.
      taken += more;
      left += entries - more;
    }
  };
  try {
    await Promise.all(Array.from({ length: CALLERS }, call));
  } finally {
    client.destroy();
  }
  if (taken >= count) return taken;
  throw new NotAnswered(
    `The bus took ${taken} of ${count} messages in ${LONGEST / MINUTE} minutes, which is not enough.`,
  );
}

/** @returns how many entries the bus took */
async function put(
  client: EventBridgeClient,
  { busName }: DeployedStage,
  name: string,
  messages: readonly string[],
): Promise<number> {
  const { FailedEntryCount = 0 } = await client.send(
    new PutEventsCommand({
      Entries: messages.map((message) => ({
        ...{ EventBusName: busName, Source: SOURCE, DetailType: 'message.published' },
        Detail: JSON.stringify({ name, message }),
      })),
    }),
  );
  return messages.length - FailedEntryCount;
}

/** Publishes one more message, and waits until it came, after most of the others if not all. */
async function lastMessage(stage: DeployedStage, region: string): Promise<void> {
  const client = new EventBridgeClient(clientConfig(stage, region));
  const socket = await BareClient.connect(stage.api(), { authorization: authorizationFor(stage) });
  try {
    const subscriber = await socket.subscribe(LAST);
    const text = `the last of many ${randomUUID()}`;
    await put(client, stage, LAST, [text]);
    await subscriber.find(({ message }) => message === text);
  } finally {
    socket.close();
    client.destroy();
  }
}

/** How many letters there are, about. */
async function deadLetters(stage: DeployedStage, region: string): Promise<number> {
  const sqs = new SQSClient(clientConfig(stage, region));
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${stage.busName}-dead-letters` }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0);
  } finally {
    sqs.destroy();
  }
}

/** A web ACL, and a time, in milliseconds since 1970. */
interface Asked {
  readonly metricName: string;
  readonly from: number;
  readonly to: number;
}

/** What the web ACL let through and what it blocked: https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html */
async function requestsOf(stage: DeployedStage, region: string, asked: Asked): Promise<string> {
  const allowed = await awaited(stage, region, asked);
  if (allowed === undefined) return 'the web ACL told CloudWatch nothing';
  const blocked = await sumOf(stage, region, 'BlockedRequests', asked);
  return `the web ACL blocked ${blocked.sum} requests and let ${allowed} through`;
}

/** The requests that were let through, when the last of our own is among them; `undefined` where none is ever told. */
async function awaited(stage: DeployedStage, region: string, asked: Asked): Promise<number | undefined> {
  for (let waited = 0; waited < METRICS_PATIENCE; waited += BETWEEN_LOOKS) {
    const { sum, last, isKnown } = await sumOf(stage, region, 'AllowedRequests', asked);
    // A web ACL that has told nothing before, in a stage that is in use, will not begin now.
    if (!isKnown) return undefined;
    if (last >= Math.floor(asked.to / MINUTE) * MINUTE) return sum;
    await pause(BETWEEN_LOOKS);
  }
  return undefined;
}

/** All requests of a kind, in the minutes of the time. */
async function sumOf(stage: DeployedStage, region: string, MetricName: string, { metricName, from, to }: Asked) {
  const dimensions = [
    { Name: 'WebACL', Value: metricName },
    { Name: 'Rule', Value: 'ALL' },
  ];
  const metrics = await metricsIn(stage, region, { Namespace: NAMESPACE, MetricName, Dimensions: dimensions });
  const times = { from: Math.floor(from / MINUTE) * MINUTE, to: to + MINUTE };
  const minutes = (await Promise.all(metrics.map(async (metric) => minutesOf(stage, region, metric, times)))).flat();
  return {
    isKnown: metrics.length > 0,
    sum: minutes.reduce((total, { sum }) => total + sum, 0),
    last: Math.max(0, ...minutes.map(({ start }) => start)),
  };
}
