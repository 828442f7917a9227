// What CloudFormation has of a stage.
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { UserError } from 'local-aws/terms';
import type { Access } from '../engine/access';
import { EDGE_REGION, EDGE_SERVICE, SERVICE } from '../stages/names';

/** Where the stacks of a stage are, and which there are. */
export interface StageStacks {
  /** The regions that have the stage's bus. */
  readonly buses: ReadonlySet<string>;
  /** What has a stack: regions, and `edge` for the front door. */
  readonly stacks: ReadonlySet<string>;
}

/** A stack that was only announced, by a change set: there is nothing in it. */
const ANNOUNCED = 'REVIEW_IN_PROGRESS';
/** Logical id, resources/bus/event-bus.yml. */
const BUS = 'EventBus';
/** Attempts of a question, the first included: the machine may have no way to AWS at all. */
const ATTEMPTS = 2;

/**
 * Asks CloudFormation for the stacks of a stage, in all its regions at once.
 * @throws UserError `STAGE_BUSY` if one of them is being changed, or `AWS_NOT_ASKED` with AWS's reason
 */
export async function stacksOf(stage: string, regions: readonly string[], access: Access = {}): Promise<StageStacks> {
  const stackName = `${SERVICE}-${stage}`;
  try {
    const [edge, ...found] = await Promise.all([
      stackIn(EDGE_REGION, `${EDGE_SERVICE}-${stage}`, access),
      ...regions.map(async (region) => stackIn(region, stackName, access)),
    ]);
    const withStack = regions.filter((_, index) => found[index]?.isThere);
    const withBus = regions.filter((_, index) => found[index]?.hasBus);
    return { buses: new Set(withBus), stacks: new Set([...withStack, ...(edge.isThere ? ['edge'] : [])]) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { name, message } = error as Error;
    const sentence = `AWS cannot be asked for the stacks of stage "${stage}": ${name}: ${message}`;
    throw new UserError('AWS_NOT_ASKED', sentence, { cause: error });
  }
}

async function stackIn(region: string, stackName: string, access: Access) {
  const client = new CloudFormationClient({ region, maxAttempts: ATTEMPTS, ...access });
  try {
    const status = await statusOf(client, stackName);
    if (status === undefined || status === ANNOUNCED) return { isThere: status !== undefined, hasBus: false };
    if (!status.endsWith('_IN_PROGRESS')) return { isThere: true, hasBus: await hasResource(client, stackName, BUS) };
    throw new UserError(
      'STAGE_BUSY',
      `Stack ${stackName} in ${region} is ${status}: somebody else changes it. Wait until that has ended, and try again.`,
    );
  } finally {
    client.destroy();
  }
}

async function statusOf(client: CloudFormationClient, stackName: string): Promise<string | undefined> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return stack?.StackStatus;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function hasResource(client: CloudFormationClient, stackName: string, logicalId: string): Promise<boolean> {
  const names = { StackName: stackName, LogicalResourceId: logicalId };
  try {
    const { StackResourceDetail } = await client.send(new DescribeStackResourceCommand(names));
    return /^(?:CREATE|UPDATE)_COMPLETE$/.test(StackResourceDetail?.ResourceStatus ?? '');
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** `Stack with id x does not exist`, `Resource x does not exist for stack x`. */
function isMissing(error: unknown): boolean {
  const { name, message } = error as Error;
  return name === 'ValidationError' && message.includes('does not exist');
}
