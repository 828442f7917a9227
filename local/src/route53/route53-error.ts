// How Route 53 refuses a request.
import { AwsError } from '../foundation/errors';

/** A record set that goes against the others, or whose values are wrong. AWS lists all such sentences; the engine stops at one. */
export function invalidChangeBatch(sentence: string): AwsError {
  return new AwsError('InvalidChangeBatch', `[${sentence}]`);
}

/** A request whose parts do not go together. */
export function invalidInput(sentence: string): AwsError {
  return new AwsError('InvalidInput', sentence);
}

/** @param id of a health check that does not exist */
export function noSuchHealthCheck(id: string): AwsError {
  return new AwsError('NoSuchHealthCheck', `No health check exists with the specified ID ${id}`, 404);
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHealthCheck.html */
export function healthCheckInUse(id: string): AwsError {
  return new AwsError('HealthCheckInUse', `The health check ${id} is in use.`);
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html, where the sentence is not given */
export function notObserved(id: string): AwsError {
  return invalidInput(`The health check ${id} is a calculated one, whose status cannot be got.`);
}
