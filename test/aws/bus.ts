// Questions about what a region's bus does with events, and what CloudWatch tells of it.
import { randomUUID } from 'node:crypto';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientConfig, putEvent } from '../support/clients/backend';
import type { DeployedStage } from '../support/target';
import { metricsIn, minutesOf } from './cloud-watch';
import { NotAnswered, type Question } from './question';

/** Seconds for which SQS waits for a letter, and how often. */
const WAIT = 20;
const MOST_WAITS = 9;
const DAY = 86_400_000;
const MINUTE = 60_000;
const NAMESPACE = 'AWS/Events';
const METRIC = 'SuccessfulInvocationAttempts';

/** Of the bus. */
export const BUS: readonly Question[] = [
  {
    text: 'Is a GraphQL error in `admitFromBus` a failed invocation?',
    ask: async (stage) => {
      const { MessageAttributes = {} } = await deadLetterOf(stage);
      const code = MessageAttributes['ERROR_CODE']?.StringValue ?? 'no code';
      return `yes: a dead letter with \`${code}\``;
    },
  },
  {
    text: 'Has `SuccessfulInvocationAttempts` the dimensions `EventBusName` and `RuleName`?',
    ask: async (stage) => {
      const { region } = stage.api();
      const metrics = await metricsIn(stage, region, { Namespace: NAMESPACE, MetricName: METRIC });
      const names = metrics.flatMap(({ Dimensions = [] }) => Dimensions.map(({ Name }) => Name));
      const found = [...new Set(names)].sort();
      return `${found.includes('EventBusName') && found.includes('RuleName') ? 'yes' : 'no'}: ${found.join(', ')}`;
    },
  },
  {
    text: 'Is a dead letter’s body the event itself, although its rule has an input transformer?',
    ask: async (stage) => {
      const { Body = '' } = await deadLetterOf(stage);
      return `${'detail-type' in (JSON.parse(Body) as object) ? 'yes' : 'no'}: \`${Body.slice(0, 60)}…\``;
    },
  },
  {
    text: 'Do EventBridge’s metrics arrive every minute?',
    ask: async (stage) => {
      const { region } = stage.api();
      const Dimensions = [
        { Name: 'EventBusName', Value: stage.busName },
        { Name: 'RuleName', Value: 'deliver' },
      ];
      const metric = { Namespace: NAMESPACE, MetricName: METRIC, Dimensions };
      const now = Math.floor(Date.now() / MINUTE) * MINUTE;
      // The clock of an engine whose minutes are short is ahead: what AWS has not got yet it may have.
      const days = [
        { from: now - DAY, to: now },
        { from: now, to: now + DAY },
      ];
      const minutes = (await Promise.all(days.map(async (day) => minutesOf(stage, region, metric, day)))).flat();
      const [first, last] = [minutes.at(0), minutes.at(-1)];
      if (!first || !last) throw new NotAnswered('Nothing was delivered in the last day.');
      const gaps = minutes.slice(1).map(({ start }, index) => (start - (minutes[index]?.start ?? 0)) / MINUTE - 1);
      const whole = (last.start - first.start) / MINUTE + 1;
      return `${minutes.length} of ${whole} minutes have a value; at most ${Math.max(0, ...gaps)} in a row have none`;
    },
  },
];

/** Puts an event on the first region's bus that is not let in, and waits for its dead letter. */
async function deadLetterOf(stage: DeployedStage): Promise<Message> {
  const { region } = stage.api();
  const name = `not-allowed-${randomUUID()}`;
  await putEvent(stage, region, { type: 'message.published', detail: { name, message: 'a question' } });
  const sqs = new SQSClient(clientConfig(stage, region));
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${stage.busName}-dead-letters` }));
    for (let waits = 0; waits < MOST_WAITS; waits += 1) {
      const { Messages: letters = [] } = await sqs.send(
        new ReceiveMessageCommand({
          ...{ QueueUrl, WaitTimeSeconds: WAIT, VisibilityTimeout: 1, MaxNumberOfMessages: 10 },
          MessageAttributeNames: ['All'],
        }),
      );
      const letter = letters.find(({ Body = '' }) => Body.includes(name));
      if (!letter) continue;
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: letter.ReceiptHandle }));
      return letter;
    }
    throw new NotAnswered(`No dead letter came within ${(MOST_WAITS * WAIT) / 60} minutes.`);
  } finally {
    sqs.destroy();
  }
}
