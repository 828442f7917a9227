// The parameters that only GraphQL APIs have.
import { validationError } from '../validation-error';
import type { TargetDefinition } from './target-kind';

/** @throws AwsError `ValidationException` for a target that is not a GraphQL API */
export function refuseAppSyncParameters({ id, arn, properties }: TargetDefinition): void {
  if (properties['AppSyncParameters'] === undefined) return;
  throw validationError(`Target ${id}: AppSyncParameters do not belong to ${arn}.`);
}
