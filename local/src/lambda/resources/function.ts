// AWS::Lambda::Function: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf, type Properties } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import { AwsError } from '../../foundation/errors';
import type { S3 } from '../../s3/s3';
import type { Lambda, FunctionDefinition } from '../lambda';
import {
  DEFAULT_MEMORY_SIZE,
  DEFAULT_TIMEOUT,
  MAX_ENVIRONMENT_BYTES,
  MAX_FUNCTION_NAME,
  MAX_RESERVED_CONCURRENCY,
  MAX_TIMEOUT,
  MEMORY_SIZE,
} from '../limits';

/**
 * Node.js, for functions run in the engine's own version of it, whichever of these is asked for; and runtimes that a function brings along,
 * which the engine creates and does not run, so that others can refuse it.
 */
const RUNTIME = /^(?:nodejs\d+\.x|provided(?:\.al2|\.al2023)?)$/;

/** A queue's ARN. */
const SQS_ARN = /^arn:[^:]+:sqs:/;

/** What Lambda sets itself: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** A script that starts the runtime: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper */
const WRAPPER = 'AWS_LAMBDA_EXEC_WRAPPER';

/** `Ref` is the function's name; `Fn::GetAtt` knows `Arn`. */
export const lambdaFunction: ResourceType<{ readonly lambda: Lambda; readonly s3: S3 }> = {
  type: 'AWS::Lambda::Function',
  properties: [
    'FunctionName',
    'Handler',
    'Role',
    'Runtime',
    'Code',
    'Timeout',
    'MemorySize',
    'Environment',
    'PackageType',
    'ReservedConcurrentExecutions',
    'DeadLetterConfig',
    // Without a meaning on one machine, but for the rules of Lambda@Edge.
    'Architectures',
    'EphemeralStorage',
    'TracingConfig',
    'Description',
    'LoggingConfig',
    'Tags',
  ],
  nameProperty: 'FunctionName',
  create: (request, { lambda, s3 }) => {
    const functionName = propertiesOf(request).text('FunctionName') ?? physicalNameOf(request, MAX_FUNCTION_NAME);
    const { arn } = lambda.createFunction(definitionOf(functionName, request, s3));
    return { physicalId: functionName, attributes: { Arn: arn } };
  },
  update: ({ physicalId, attributes, ...request }, { lambda, s3 }) => {
    lambda.updateFunction(definitionOf(physicalId, request, s3));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { lambda }) => lambda.deleteFunction(physicalId),
};

function definitionOf(functionName: string, request: ResourceRequest, s3: S3): FunctionDefinition {
  const properties = propertiesOf(request);
  requireNode(properties);
  return {
    functionName,
    handler: properties.required.text('Handler'),
    roleArn: properties.required.text('Role'),
    timeout: properties.integer('Timeout', { min: 1, max: MAX_TIMEOUT }) ?? DEFAULT_TIMEOUT,
    memorySize: properties.integer('MemorySize', MEMORY_SIZE) ?? DEFAULT_MEMORY_SIZE,
    environment: environmentOf(properties),
    zip: zipOf(properties, s3),
    reservedConcurrency: properties.integer('ReservedConcurrentExecutions', { min: 0, max: MAX_RESERVED_CONCURRENCY }),
    deadLetterArn: deadLetterArnOf(properties),
    ...edgeTraitsOf(properties),
  };
}

function requireNode(properties: Properties): void {
  const packageType = properties.text('PackageType') ?? 'Zip';
  if (packageType !== 'Zip') throw properties.invalid('PackageType', 'must be Zip: the engine runs no images');
  const runtime = properties.required.text('Runtime');
  if (!RUNTIME.test(runtime)) {
    throw properties.invalid('Runtime', `must be one of Node.js, not ${runtime}: the engine has no other`);
  }
}

/** What makes a difference only at the edge. */
function edgeTraitsOf(properties: Properties): Partial<FunctionDefinition> {
  const [architecture] = properties.texts('Architectures') ?? [];
  return {
    runtime: properties.text('Runtime'),
    architecture,
    ephemeralStorage: properties.inside('EphemeralStorage', ['Size'])?.integer('Size'),
    isTraced: properties.inside('TracingConfig', ['Mode'])?.text('Mode') === 'Active',
  };
}

/** AWS takes topics as well. */
function deadLetterArnOf(properties: Properties): string | undefined {
  const config = properties.inside('DeadLetterConfig', ['TargetArn']);
  const arn = config?.text('TargetArn');
  if (config && arn !== undefined && !SQS_ARN.test(arn)) {
    throw config.unsupported(
      'TargetArn',
      `must be an SQS queue, not ${arn}: the engine has no other dead-letter queues`,
    );
  }
  return arn;
}

function environmentOf(properties: Properties): Readonly<Record<string, string>> {
  const environment = properties.inside('Environment', ['Variables'])?.textMap('Variables') ?? {};
  const entries = Object.entries(environment);
  const reserved = entries.find(([name]) => RESERVED.has(name));
  if (reserved) throw properties.invalid(`Environment.Variables.${reserved[0]}`, 'is reserved by Lambda');
  if (WRAPPER in environment) {
    throw properties.unsupported(
      `Environment.Variables.${WRAPPER}`,
      'is not supported: the engine starts functions itself',
    );
  }
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > MAX_ENVIRONMENT_BYTES) {
    throw properties.invalid('Environment', `must have at most ${MAX_ENVIRONMENT_BYTES} bytes, not ${bytes}`);
  }
  return environment;
}

/** The zip that was uploaded to S3. https://github.com/serverless/serverless/issues/2853 */
function zipOf(properties: Properties, s3: S3): Uint8Array {
  const { S3Key: key, S3Bucket: bucket, ...others } = properties.required.object('Code');
  if (typeof key !== 'string' || bucket === undefined || Object.keys(others).length > 0) {
    throw properties.invalid('Code', 'must be an S3Bucket and an S3Key: the engine takes code as it was packaged');
  }
  const { required } = properties.required.inside('Code', ['S3Bucket', 'S3Key']);
  try {
    return s3.objectOf(required.text('S3Bucket'), required.text('S3Key')).body;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const sentence = `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`;
    throw new AwsError('InvalidParameterValueException', sentence);
  }
}
