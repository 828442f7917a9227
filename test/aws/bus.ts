// Questions about what a region's bus does with events, and what CloudWatch tells of it.
import { randomUUID } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import { clientConfig, putEvent } from '../support/clients/backend';
import type { DeployedStage } from '../support/target';
import { byHand, NotAnswered, type Question } from './question';

/** Seconds for which SQS waits for a letter, and how often. */
const WAIT = 20;
const MOST_WAITS = 9;
const DAY = 86_400_000;
const MINUTES_OF_A_DAY = 1440;
const METRIC = 'SuccessfulInvocationAttempts';

/** Of the bus. */
export const BUS: readonly Question[] = [
  byHand(
    'How long until a region is left that answers and does not deliver?',
    'Its answer takes a region out of service for some minutes.',
  ),
  byHand('Does Route 53 see the alarm’s data stream as the alarm itself does?', 'It takes the same outage.'),
  {
    text: 'Is a GraphQL error in `admitFromBus` a failed invocation?',
    ask: async (stage) => {
      const { MessageAttributes = {} } = await deadLetterOf(stage);
      const code = MessageAttributes['ERROR_CODE']?.StringValue ?? 'no code';
      return `yes: a dead letter with \`${code}\``;
    },
  },
  byHand('Does IAM look at each event of a `PutEvents` call?', 'It needs a caller that has the policy and no other.'),
  {
    text: 'Has `SuccessfulInvocationAttempts` the dimensions `EventBusName` and `RuleName`?',
    ask: async (stage) => {
      const parameters = { Action: 'ListMetrics', Namespace: 'AWS/Events', MetricName: METRIC };
      const names = [...(await cloudWatch(stage, parameters)).matchAll(/<Name>(\w+)<\/Name>/g)].map(([, name]) => name);
      const found = [...new Set(names)].sort();
      return `${found.includes('EventBusName') && found.includes('RuleName') ? 'yes' : 'no'}: ${found.join(', ')}`;
    },
  },
  byHand('Do EventBridge’s own calls pass the API’s web ACL?', 'It takes more messages than the web ACL lets through.'),
  byHand('Which runtimes does Lambda@Edge take?', 'It takes a deployment.'),
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
      const now = Date.now();
      const answer = await cloudWatch(stage, {
        ...{ Action: 'GetMetricStatistics', Namespace: 'AWS/Events', MetricName: METRIC, Period: '60' },
        ...{ StartTime: new Date(now - DAY).toISOString(), EndTime: new Date(now).toISOString() },
        ...{ 'Statistics.member.1': 'Sum', 'Dimensions.member.1.Name': 'EventBusName' },
        ...{ 'Dimensions.member.1.Value': stage.busName, 'Dimensions.member.2.Name': 'RuleName' },
        'Dimensions.member.2.Value': 'deliver',
      });
      const minutes = [...answer.matchAll(/<Timestamp>/g)].length;
      return `${minutes} of the last ${MINUTES_OF_A_DAY} minutes have a value`;
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

/** Calls CloudWatch by its query API. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonParameters.html */
async function cloudWatch(stage: DeployedStage, parameters: Readonly<Record<string, string>>): Promise<string> {
  const { region } = stage.api();
  const { endpointUrl = `https://monitoring.${region}.amazonaws.com`, ...credentials } = stage.aws;
  const { protocol, host, hostname } = new URL(endpointUrl);
  const body = new URLSearchParams({ Version: '2010-08-01', ...parameters }).toString();
  const signer = new SignatureV4({ service: 'monitoring', region, credentials, sha256: Sha256 });
  const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
  const signed = await signer.sign({ method: 'POST', protocol, hostname, path: '/', headers, body });
  const answer = await fetch(endpointUrl, { method: 'POST', headers: signed.headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new NotAnswered(`CloudWatch answers ${answer.status}: ${text.slice(0, 200)}`);
  return text;
}
