// What every kind of target is made of.
import { AwsError } from '../../foundation/errors';
import type { AssumedRole, Iam, Principal } from '../../iam/iam';
import type { JsonObject } from '../../foundation/json';
import type { Lambda } from '../../lambda/lambda';
import type { Network } from '../../foundation/network';
import type { Region } from '../../foundation/region';
import type { Sqs } from '../../sqs/sqs';
import type { Arn } from '../arn';
import { DeliveryFailure } from '../delivery/delivery-failure';
import type { TargetInput } from '../inputs/input';
import type { MutationTarget } from '../eventbridge';
import type { TakenEvent } from '../buses/taken-event';
import { validationError } from '../validation-error';

/** A target as it was defined. */
export interface TargetDefinition {
  readonly id: string;
  readonly arn: string;
  readonly parsed: Arn;
  readonly roleArn: string | undefined;
  readonly properties: JsonObject;
}

/** One event for one target. */
export interface Invocation {
  readonly taken: TakenEvent;
  readonly input: TargetInput;
  /** The rule that matched. */
  readonly ruleArn: string;
}

/**
 * Hands an event to a target.
 * @returns undefined when that took no time; the failure of an attempt that was in vain from the start
 * @throws DeliveryFailure, AwsError or Unreachable when the target has not taken it
 */
export type Invoke = (invocation: Invocation) => Promise<void> | DeliveryFailure | undefined;

/** Where targets are, and whom they call. */
export interface TargetSurroundings {
  readonly region: Region;
  readonly iam: Iam;
  readonly sqs: Sqs;
  readonly lambda: Pick<Lambda, 'invokeAsync'>;
  /** The way to buses, of this region and of others. */
  readonly network: Network;
  /** Is there a bus of this name in the region? Not asked when it is absent. */
  readonly isBusThere?: ((region: string, eventBusName: string) => boolean) | undefined;
  /** Asked when a target is invoked, since it is there later than EventBridge. */
  readonly appSync: () => MutationTarget;
}

export interface TargetKind {
  /** Is this the ARN of such a target? */
  takes(arn: Arn): boolean;
  /** @throws AwsError `ValidationException` when the definition is not one of such a target */
  create(definition: TargetDefinition, surroundings: TargetSurroundings): Invoke;
}

/** The service as which EventBridge assumes roles and calls targets. */
const EVENTS_SERVICE = 'events.amazonaws.com';

/** @throws AwsError `ValidationException` when the target has no role */
export function requiredRole({ arn, roleArn }: TargetDefinition): string {
  if (roleArn === undefined) throw validationError(`RoleArn is required for target ${arn}.`);
  return roleArn;
}

/**
 * Lets EventBridge act as a target's role, on behalf of a rule.
 * @throws DeliveryFailure `FAILED_TO_ASSUME_ROLE`
 */
export function assume(roleArn: string, ruleArn: string, iam: Iam): AssumedRole {
  try {
    return iam.assumeRole(roleArn, EVENTS_SERVICE, ruleArn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new DeliveryFailure('FAILED_TO_ASSUME_ROLE', error.message, { cause: error });
  }
}

/** @throws AwsError `ValidationException` when the target is somewhere else */
export function requireSameRegion({ id, arn, parsed }: TargetDefinition, region: Region): void {
  if (parsed.region === region.name && parsed.accountId === region.accountId) return;
  throw validationError(
    `Target ${id}: ${arn} is not in ${region.name} of account ${region.accountId}; only an event bus may be in another region.`,
  );
}

/** EventBridge itself, on behalf of a rule. */
export function eventBridgeFor(ruleArn: string, region: Region): Principal {
  return { kind: 'service', service: EVENTS_SERVICE, sourceArn: ruleArn, accountId: region.accountId };
}
