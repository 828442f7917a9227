// Stacks of a stage, and stacks that are there only for a question.
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from 'local-aws';
import { clientConfig } from '../support/clients/backend';
import type { DeployedStage } from '../support/target';
import { NotAnswered } from './question';

/** Milliseconds between two looks at a stack, and how many there are: half an hour. */
const BETWEEN_LOOKS = 1_000;
const MOST_LOOKS = 1_800;

/** A resource of a compiled template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
}

/** A stack when nothing is done to it any more. */
export interface SettledStack {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string | undefined>>;
  /** What happened, the last first. */
  readonly events: readonly StackEvent[];
}

/** A stack that is created for a question. */
export interface TemporaryStack {
  readonly region: string;
  /** What its name ends with. */
  readonly name: string;
  readonly template: { readonly Resources: Readonly<Record<string, TemplateResource>>; readonly Outputs?: JsonObject };
}

/** The physical id of a stack's resource; `undefined` where there is no such resource. */
export async function resourceOf(
  stage: DeployedStage,
  region: string,
  LogicalResourceId: string,
): Promise<string | undefined> {
  return withClient(stage, region, async (client) => {
    const command = new DescribeStackResourceCommand({ StackName: stage.busName, LogicalResourceId });
    try {
      return (await client.send(command)).StackResourceDetail?.PhysicalResourceId;
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  });
}

/** The resources of a stack's template, and its outputs. @throws NotAnswered when there is no such stack */
export async function stackOf(stage: DeployedStage, region: string, StackName: string) {
  return withClient(stage, region, async (client) => {
    const stack = await find(client, StackName);
    if (!stack) throw new NotAnswered(`There is no stack ${StackName} in ${region}.`);
    const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName }));
    const { Resources } = JSON.parse(TemplateBody) as TemporaryStack['template'];
    return { outputs: stack.outputs, resources: Resources };
  });
}

/**
 * Creates a stack, whether that succeeds or not, and deletes it when the task has ended, however it ended. One that was left
 * behind, by a process that was killed, is deleted first.
 * @throws NotAnswered when it takes longer than half an hour
 */
export async function withStack<Result>(
  stage: DeployedStage,
  { region, name, template }: TemporaryStack,
  task: (stack: SettledStack) => Promise<Result> | Result,
): Promise<Result> {
  const StackName = `${stage.busName}-${name}`;
  return withClient(stage, region, async (client) => {
    await remove(client, StackName);
    try {
      await client.send(
        new CreateStackCommand({
          ...{ StackName, TemplateBody: JSON.stringify(template), Capabilities: ['CAPABILITY_IAM'] },
        }),
      );
      const { status, outputs } = await settled(client, StackName);
      const { StackEvents: events = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
      return await task({ status, outputs, events });
    } finally {
      await remove(client, StackName);
    }
  });
}

/** @throws Error when something of it cannot be deleted, which somebody has to know */
async function remove(client: CloudFormationClient, StackName: string): Promise<void> {
  if (!(await find(client, StackName))) return;
  await client.send(new DeleteStackCommand({ StackName }));
  const { status } = await settled(client, StackName);
  if (status !== GONE) throw new Error(`Stack ${StackName} is ${status}: delete it by hand.`);
}

const GONE = 'DELETE_COMPLETE';

async function settled(client: CloudFormationClient, name: string): Promise<Omit<SettledStack, 'events'>> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const stack = await find(client, name);
    if (!stack) return { status: GONE, outputs: {} };
    if (!stack.status.endsWith('_IN_PROGRESS')) return stack;
    await pause(BETWEEN_LOOKS);
  }
  throw new NotAnswered(
    `Stack ${name} was still being changed after ${(MOST_LOOKS * BETWEEN_LOOKS) / 60_000} minutes.`,
  );
}

async function find(
  client: CloudFormationClient,
  StackName: string,
): Promise<Omit<SettledStack, 'events'> | undefined> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    if (!stack || stack.StackStatus === GONE) return undefined;
    const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue] as const);
    return { status: stack.StackStatus ?? '', outputs: Object.fromEntries(outputs) };
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** CloudFormation has no error of its own for a stack, or a resource of it, that is not there. */
function isAbsence(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist');
}

async function withClient<Result>(
  stage: DeployedStage,
  region: string,
  task: (client: CloudFormationClient) => Promise<Result>,
): Promise<Result> {
  const client = new CloudFormationClient(clientConfig(stage, region));
  try {
    return await task(client);
  } finally {
    client.destroy();
  }
}
