// What CloudFormation refuses to do, in its words.
import { AwsError } from '../foundation/errors';
import type { Stack } from './stack';

/** https://github.com/serverless/serverless/issues/5630 */
export function notUpdatable({ stackId, status }: Stack): AwsError {
  return validationError(`Stack:${stackId} is in ${status} state and can not be updated.`);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export function alreadyExists(stackName: string): AwsError {
  return new AwsError('AlreadyExistsException', `Stack [${stackName}] already exists`);
}

/** https://github.com/serverless/serverless/issues/5342 */
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

export function isProtected(stackName: string): AwsError {
  return validationError(`Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`);
}

export function notDeletable({ stackName, status }: Stack): AwsError {
  return validationError(`Stack [${stackName}] cannot be deleted while in status ${status}`);
}

export function notRetainable(stackName: string): AwsError {
  return validationError(
    `Invalid operation on stack [${stackName}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
  );
}

export function validationError(sentence: string): AwsError {
  return new AwsError('ValidationError', sentence);
}
