// The environment variables of an API, as AppSync allows them.
import { AwsError } from '../foundation/errors';
import { ENVIRONMENT_NAME, MAX_ENVIRONMENT_VALUE_LENGTH, MAX_ENVIRONMENT_VARIABLES } from './limits';

/**
 * https://docs.aws.amazon.com/appsync/latest/APIReference/API_PutGraphqlApiEnvironmentVariables.html
 * @throws AwsError `BadRequestException`
 */
export function checkEnvironment(environment: Readonly<Record<string, string>>): void {
  const entries = Object.entries(environment);
  if (entries.length > MAX_ENVIRONMENT_VARIABLES) {
    throw refused(`An API has at most ${MAX_ENVIRONMENT_VARIABLES} environment variables, not ${entries.length}.`);
  }
  for (const [name, value] of entries) {
    if (!ENVIRONMENT_NAME.test(name)) {
      throw refused(`The environment variable "${name}" needs a name of two or more letters, digits and _.`);
    }
    if (value.length > MAX_ENVIRONMENT_VALUE_LENGTH) {
      throw refused(
        `The environment variable ${name} has ${value.length} characters; ${MAX_ENVIRONMENT_VALUE_LENGTH} is the most.`,
      );
    }
  }
}

function refused(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}
