// The question what IAM looks at when a backend puts events on the bus.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { BareClient } from '../support/clients/bare-client';
import { clientConfig } from '../support/clients/backend';
import type { KeyPair } from '../support/clients/http-client';
import { backendPolicy } from '../support/policies';
import type { DeployedStage } from '../support/target';
import { authorizationFor, NotAnswered, type Question } from './question';
import { signedCall } from './signed-call';
import { type SettledStack, type TemporaryStack, withStack } from './stacks';

const CHANNEL = 'tech';
/** Whom the policy lets publish, and who it must not let anybody pass for. */
const BACKEND = 'shop.orders';
const API = 'global-pubsub.api';
/** Seconds for which a new role, and then its policy, may not be known everywhere yet: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency */
const MOST_ATTEMPTS = 120;
const SECOND = 1_000;

/** Of IAM. */
export const BACKENDS: readonly Question[] = [
  {
    text: 'Does IAM look at each event of a `PutEvents` call?',
    ask: async (stage) => withStack(stage, stackFor(stage), async (stack) => ask(stage, stack)),
  },
];

async function ask(stage: DeployedStage, { status, outputs, events }: SettledStack): Promise<string> {
  const { RoleArn: roleArn } = outputs;
  if (roleArn === undefined)
    throw new NotAnswered(`The role is not there: ${events[0]?.ResourceStatusReason ?? status}`);
  const { region } = stage.api();
  const credentials = await known(async () => sessionOf(stage, region, roleArn));
  const client = new EventBridgeClient({ ...clientConfig(stage, region), credentials });
  const subscriber = await (
    await BareClient.connect(stage.api(), { authorization: authorizationFor(stage) })
  ).subscribe(CHANNEL);
  try {
    await known(async () => put(stage, client, [BACKEND]));
    const name = `beside ${randomUUID()}`;
    const outcome = await put(stage, client, [BACKEND, API], name).catch((error: unknown) => (error as Error).name);
    // What was delivered of the call would have come by the time that this one has.
    const last = `after ${randomUUID()}`;
    await put(stage, client, [BACKEND], last);
    await subscriber.find(({ message }) => message.startsWith(last));
    const came = subscriber.messages.filter(({ message }) => message.startsWith(name)).length;
    return `${outcome === 'AccessDeniedException' && came === 0 ? 'yes' : 'no'}: \`${outcome}\`, and ${came} of the two events came`;
  } finally {
    await subscriber.close();
    client.destroy();
  }
}

/** A role that the account may act as, with the policy of the documents and no other. */
function stackFor(stage: DeployedStage): TemporaryStack {
  const places = { PARTITION: '${AWS::Partition}', REGION: '${AWS::Region}', ACCOUNT: '${AWS::AccountId}' };
  const { Statement: statements, ...policy } = backendPolicy({ ...places, STAGE: stage.name });
  const statement = (statements as readonly { readonly Resource: string }[]).map(({ Resource, ...others }) => ({
    ...others,
    Resource: { 'Fn::Sub': Resource },
  }));
  const Version = '2012-10-17';
  const trust = { Effect: 'Allow', Principal: { AWS: { Ref: 'AWS::AccountId' } }, Action: 'sts:AssumeRole' };
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version, Statement: [trust] },
      Policies: [{ PolicyName: 'put-events', PolicyDocument: { ...policy, Statement: statement } }],
    },
  };
  return {
    ...{ region: stage.api().region, name: 'backend' },
    template: { Resources: { Role }, Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } } },
  };
}

/** A session of a role, for a quarter of an hour. @throws Error with what STS says */
async function sessionOf(stage: DeployedStage, region: string, RoleArn: string): Promise<KeyPair> {
  const { isGood, summary, text } = await signedCall(stage, {
    ...{ service: 'sts', region, host: `sts.${region}.amazonaws.com` },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      ...{ Action: 'AssumeRole', Version: '2011-06-15', RoleArn, RoleSessionName: 'question', DurationSeconds: '900' },
    }).toString(),
  });
  if (!isGood) throw new Error(`STS answers ${summary}`);
  const of = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  return { accessKeyId: of('AccessKeyId'), secretAccessKey: of('SecretAccessKey'), sessionToken: of('SessionToken') };
}

/** Puts one event for each source. @returns what became of them. @throws Error when the call is refused as a whole */
async function put(
  { busName }: DeployedStage,
  client: EventBridgeClient,
  sources: readonly string[],
  message = 'a question',
): Promise<string> {
  const { FailedEntryCount, Entries = [] } = await client.send(
    new PutEventsCommand({
      Entries: sources.map((Source) => ({
        ...{ EventBusName: busName, Source, DetailType: 'message.published' },
        Detail: JSON.stringify({ name: CHANNEL, message: `${message} of ${Source}` }),
      })),
    }),
  );
  return `${FailedEntryCount} of ${Entries.length} entries failed ${Entries.map(({ ErrorCode }) => ErrorCode ?? '').join(' ')}`.trim();
}

/** Tries until the role and its policy are known. @throws NotAnswered with the last reason */
async function known<Result>(attempt: () => Promise<Result>): Promise<Result> {
  let reason = '';
  for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      reason = (error as Error).message;
    }
    await pause(SECOND);
  }
  throw new NotAnswered(`The role could not be used within ${MOST_ATTEMPTS} seconds: ${reason}`);
}
