// Why something that was asked of a stack was not done.
import { randomUUID } from 'node:crypto';
import { AwsError, UserError } from '../foundation/errors';
import { HandlerError } from './resource-type';
import { invalidResources, type PropertyProblem } from './specification/resource-problems';

/** What is done to a resource. */
export type Verb = 'create' | 'update' | 'delete';

/** A resource could not be created, updated or deleted. */
export class ResourceFailure extends Error {
  /** @param reason as the resource's event has it */
  constructor(
    readonly logicalId: string,
    readonly type: string,
    readonly verb: Verb,
    readonly reason: string,
    options: { readonly cause: unknown },
  ) {
    super(reason, options);
    this.name = 'ResourceFailure';
  }

  /** What whoever asked in this process is told: the fault itself, or a sentence with the resource's name. */
  get error(): unknown {
    const { cause, logicalId, type, verb } = this;
    // The engine's own sentences name the resource, and CloudFormation's do not.
    const code = cause instanceof UserError ? cause.code : 'RESOURCE_FAILED';
    if (!(cause instanceof AwsError) && !(cause instanceof UserError && code === 'RESOURCE_INVALID')) return cause;
    const sentence = `Resource ${logicalId} (${type}) could not be ${verb}d: ${cause.message}`;
    return new UserError(code, sentence, { cause });
  }
}

/** CloudFormation's sentence, which names no resource: https://github.com/serverless/serverless/issues/13248 */
export const INVALID_PROPERTIES =
  'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. ' +
  'To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.';

/** CloudFormation's validation found something wrong, before anything was created. */
export class ValidationFailure extends Error {
  constructor(readonly problems: readonly PropertyProblem[]) {
    super(INVALID_PROPERTIES);
    this.name = 'ValidationFailure';
  }

  /** What whoever asked in this process is told: a sentence for each problem, with its resource. */
  get error(): UserError {
    return invalidResources(this.problems);
  }
}

/**
 * The reason of a resource whose properties were not looked at before: https://github.com/NomadBlacky/cdk-datadog-resources/issues/86.
 * Chosen: a line for each problem.
 */
export function invalidProperties(logicalId: string, problems: readonly PropertyProblem[]): UserError {
  const reasons = problems.map(({ reason }) => reason).join('\n');
  return new UserError(
    'RESOURCE_INVALID',
    `Properties validation failed for resource ${logicalId} with message:\n${reasons}`,
  );
}

/** The names of services in CloudFormation's reasons, where they are not those of the resource types. */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  CertificateManager: 'Acm',
  DynamoDB: 'DynamoDb',
  Events: 'EventBridge',
  IAM: 'Iam',
  Logs: 'CloudWatchLogs',
  SQS: 'Sqs',
};

/**
 * The reason of a resource's event: CloudFormation's own words around the service's sentence.
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html
 */
export function reasonOf(error: unknown, type: string): string {
  if (error instanceof UserError) return error.message;
  if (!(error instanceof AwsError)) return 'Internal Failure';
  const [, service = ''] = type.split('::');
  const { message, status } = error;
  if (error instanceof HandlerError) {
    return `Resource handler returned message: "${message}" (RequestToken: ${randomUUID()}, HandlerErrorCode: ${error.handlerErrorCode})`;
  }
  const call = `Service: ${SERVICE_NAMES[service] ?? service}, Status Code: ${status}, Request ID: ${randomUUID()}`;
  const handler = `RequestToken: ${randomUUID()}, HandlerErrorCode: ${handlerErrorCodeOf(error)}`;
  return `Resource handler returned message: "${message} (${call})" (${handler})`;
}

function handlerErrorCodeOf({ code, status }: AwsError): string {
  if (/Exist/.test(code) && !/NotExist|NonExistent/.test(code)) return 'AlreadyExists';
  if (isGone({ code })) return 'NotFound';
  if (/AccessDenied|Unauthorized/.test(code)) return 'AccessDenied';
  if (/Limit/.test(code)) return 'ServiceLimitExceeded';
  if (/Conflict|InUse/.test(code)) return 'ResourceConflict';
  return status < 500 ? 'InvalidRequest' : 'ServiceInternalError';
}

/** Does the service say that there is nothing to delete? CloudFormation takes that for a deletion. */
export function isGone({ code }: Pick<AwsError, 'code'>): boolean {
  return /NotFound|NoSuch|DoesNotExist|NonExistent/.test(code);
}

/** CloudFormation's sentence about the resources that failed: https://github.com/serverless/serverless/issues/1745 */
export function failedTo(verb: Verb, logicalIds: readonly string[]): string {
  return `The following resource(s) failed to ${verb}: [${logicalIds.join(', ')}]. `;
}
