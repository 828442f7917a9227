// How EventBridge refuses a request as a whole.
import { AwsError } from '../foundation/errors';

/** A request that does not hold to the rules; `message` is the whole sentence. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/**
 * A member that is out of the bounds of its shape.
 * @param at the member, such as `targets.1.member.id`
 * @param constraint such as `Member must have length less than or equal to 64`
 */
export function outOfBounds(value: string, at: string, constraint: string): AwsError {
  return validationError(
    `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: ${constraint}`,
  );
}

/** There is one too many. */
export function limitExceeded(): AwsError {
  return new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
}

/** There is no such bus or rule. */
export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

/** A member is not of the type that its shape has. */
export function wrongType(name: string, type: string): AwsError {
  return new AwsError('SerializationException', `The member ${name} is not of type ${type}.`);
}
