// What CloudFormation refuses to do, in its words.
import { AwsError } from '../foundation/errors';
import { MAX_STACK_NAME, STACK_NAME } from './limits';
import type { Stack } from './stack';

/** https://github.com/serverless/serverless/issues/5630 */
export function notUpdatable({ stackId, status }: Stack): AwsError {
  return validationError(`Stack:${stackId} is in ${status} state and can not be updated.`);
}

/** The sentence is chosen, after that of updates. */
export function notRollable({ stackId, status }: Stack): AwsError {
  return validationError(`Stack:${stackId} is in ${status} state and can not be rolled back.`);
}

/** Only resources whose way back failed can be skipped. The sentence is chosen. */
export function notSkippable(logicalIds: readonly string[]): AwsError {
  return validationError(`Only resources in the UPDATE_FAILED state can be skipped, not [${logicalIds.join(', ')}].`);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export function alreadyExists(stackName: string): AwsError {
  return new AwsError('AlreadyExistsException', `Stack [${stackName}] already exists`);
}

/** https://github.com/serverless/serverless/issues/4341 */
export function doesNotExist(stackName: string): AwsError {
  return validationError(`Stack with id ${stackName} does not exist`);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html */
export function nothingToUpdate(): AwsError {
  return validationError('No updates are to be performed.');
}

/** https://github.com/aws/aws-sam-cli/issues/6786 */
export function typeChanged(logicalIds: readonly string[]): AwsError {
  return validationError(
    'Update of resource type is not permitted. The new template modifies resource type of the following resources: ' +
      `[${logicalIds.join(', ')}]`,
  );
}

/** https://github.com/rackspace/runway/pull/199 */
export function isProtected(stackName: string): AwsError {
  return validationError(`Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`);
}

/** https://github.com/aws-amplify/amplify-backend/pull/2366 */
export function notDeletable({ stackName, status }: Stack): AwsError {
  return validationError(`Stack [${stackName}] cannot be deleted while in status ${status}`);
}

/** Resources are retained only after a deletion that failed: https://github.com/rebuy-de/aws-nuke/pull/244. The sentence is chosen. */
export function notRetainable(stackName: string): AwsError {
  return validationError(
    `Invalid operation on stack [${stackName}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
  );
}

/** https://github.com/aws-amplify/amplify-cli/issues/2467 */
export function tooManyStacks(): AwsError {
  return new AwsError('LimitExceededException', 'Limit for stack has been exceeded');
}

/** https://github.com/awslabs/seed-farmer/issues/441 */
export function tooManyChangeSets({ stackId }: Stack): AwsError {
  return new AwsError('LimitExceededException', `ChangeSet limit exceeded for stack ${stackId}`);
}

/**
 * Stacks and change sets have names of one form.
 * @param member such as `stackName`
 * @throws AwsError `ValidationError`: https://github.com/hashicorp/terraform-provider-aws/issues/42668
 */
export function requireName(name: string, member: string): void {
  if (name.length > MAX_STACK_NAME) {
    throw constraint(name, member, `Member must have length less than or equal to ${MAX_STACK_NAME}`);
  }
  if (STACK_NAME.test(name)) return;
  throw constraint(name, member, 'Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*');
}

function constraint(name: string, member: string, sentence: string): AwsError {
  return validationError(
    `1 validation error detected: Value '${name.slice(0, MAX_STACK_NAME)}' at '${member}' failed to satisfy constraint: ${sentence}`,
  );
}

export function validationError(sentence: string): AwsError {
  return new AwsError('ValidationError', sentence);
}
