// What the person who deploys must have acknowledged.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
import { AwsError } from '../foundation/errors';
import type { Plan } from './blueprint';

const IAM = 'AWS::IAM::';
const ANY = 'CAPABILITY_IAM';
const NAMED = 'CAPABILITY_NAMED_IAM';
/** Properties that give a resource of IAM its name. */
const NAMES: readonly string[] = ['RoleName', 'UserName', 'GroupName', 'ManagedPolicyName', 'InstanceProfileName'];

/** The capability that the resources need, if they need one. */
export function capabilityOf<Services>(plans: readonly Plan<Services>[]): string | undefined {
  const resources = plans.filter(({ resourceType: { type } }) => type.startsWith(IAM));
  if (resources.length === 0) return undefined;
  const isNamed = resources.some(({ declaration: { properties } }) => NAMES.some((name) => name in properties));
  return isNamed ? NAMED : ANY;
}

/** @throws AwsError `InsufficientCapabilitiesException` */
export function requireCapability<Services>(plans: readonly Plan<Services>[], given: readonly string[]): void {
  const needed = capabilityOf(plans);
  if (needed === undefined || given.includes(needed) || given.includes(NAMED)) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`);
}
