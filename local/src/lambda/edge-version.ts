// Versions that CloudFront runs at its edge locations: Lambda@Edge.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
import { randomUUID } from 'node:crypto';
import { CLOUDFRONT_REGION } from '../foundation/account';
import { AwsError } from '../foundation/errors';
import type { JsonObject } from '../foundation/json';
import type { Region } from '../foundation/region';
import type { Iam } from '../iam/iam';
import { EnvironmentPool } from './environment-pool';
import { ExecutionEnvironment } from './execution-environment';
import type { EdgeFunction, EdgePlace, EdgeVersion, FunctionDefinition, InvocationContext } from './lambda';
import type { Replicas } from './replicas';
import { EDGE_PATIENCE, EDGE_RUNTIMES, MAX_EDGE_STORAGE, MAX_EDGE_TIMEOUT, MAX_EDGE_ZIP_BYTES } from './limits';

/** Who copies functions to the edges. */
const REPLICATOR = 'edgelambda.amazonaws.com';

/** A version of a function, as it was published. */
export interface PublishedVersion {
  /** The function's ARN with the version's number. */
  readonly arn: string;
  readonly version: string;
  readonly definition: FunctionDefinition;
  /** Where the code is. */
  readonly folder: string;
  readonly replicas: Replicas;
}

/**
 * Refuses a version that CloudFront would not take. The sentences are AWS's as far as users have quoted them.
 * @throws AwsError `InvalidLambdaFunctionAssociation`
 */
export function requireReplicable({ arn, definition }: PublishedVersion, region: Region, iam: Iam): void {
  const { architecture = 'x86_64', ephemeralStorage = 0, environment, runtime, roleArn, timeout } = definition;
  if (region.name !== CLOUDFRONT_REGION)
    throw refused(`The function must be in region '${CLOUDFRONT_REGION}'. ARN: ${arn}`);
  if (Object.keys(environment).length > 0) {
    throw refused(`The function cannot have environment variables. Function: ${arn}`);
  }
  if (architecture !== 'x86_64') {
    throw refused(`Lambda@Edge does not support functions with an architecture of ${architecture}. Function: ${arn}`);
  }
  if (definition.isTraced === true) throw refused(`The function cannot use AWS X-Ray. Function: ${arn}`);
  if (runtime !== undefined && !EDGE_RUNTIMES.includes(runtime)) {
    // https://github.com/Widen/cloudfront-auth/issues/59, https://github.com/serverless-nextjs/serverless-next.js/issues/915
    throw refused(
      `The function has a runtime that is not supported by Lambda@Edge: ${runtime} Function: ${arn} ` +
        `Supported runtimes: [${EDGE_RUNTIMES.join(', ')}]`,
    );
  }
  requireAtMost(timeout, MAX_EDGE_TIMEOUT, { what: 'timeout', unit: 'timeout in seconds', arn });
  requireAtMost(ephemeralStorage, MAX_EDGE_STORAGE, { what: 'storage', unit: 'ephemeral storage in MB', arn });
  requireAtMost(definition.zip.byteLength, MAX_EDGE_ZIP_BYTES, { what: 'code size', unit: 'size in bytes', arn });
  requireTrust(roleArn, iam);
}

function requireAtMost(
  value: number,
  limit: number,
  { what, unit, arn }: { readonly what: string; readonly unit: string; readonly arn: string },
): void {
  if (value <= limit) return;
  throw refused(
    `The function ${what} is larger than the maximum allowed for functions that are triggered by a CloudFront event: ` +
      `${value} Max allowed ${unit}: ${limit} Function: ${arn}`,
  );
}

function requireTrust(roleArn: string, iam: Iam): void {
  try {
    iam.assumeRole(roleArn, REPLICATOR);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw refused(
      `The function execution role must be assumable with ${REPLICATOR} as well as lambda.amazonaws.com principals. ` +
        `Update the IAM role and try again. Role: ${roleArn}`,
    );
  }
}

/** Lambda@Edge would not take the function. */
export function refused(sentence: string): AwsError {
  return new AwsError('InvalidLambdaFunctionAssociation', sentence);
}

/** A version that CloudFront takes. */
export function edgeVersionOf(published: PublishedVersion, region: Region): EdgeVersion {
  return {
    arn: published.arn,
    replicate: (place) => replicaOf(published, region, place),
    associate: () => published.replicas.add(),
    release: () => published.replicas.remove(),
  };
}

function replicaOf(published: PublishedVersion, { clock, log }: Region, place: EdgePlace): EdgeFunction {
  const { definition, folder } = published;
  const context = contextOf(published, place);
  const pool = new EnvironmentPool({
    clock,
    patience: EDGE_PATIENCE,
    start: () =>
      new ExecutionEnvironment({
        handler: definition.handler,
        folder,
        // Where the function runs, and nothing else: an edge function has no variables of its own.
        variables: { AWS_REGION: place.location },
        memorySize: definition.memorySize,
        dnsPort: place.dnsPort,
        clock,
        printed: (line) => log.info(`${place.location} ${nameAtEdge(definition)} ${line}`),
      }),
  });
  return {
    invoke: (event: JsonObject) =>
      pool.use((environment) =>
        environment.invoke({ event, context: { ...context, awsRequestId: randomUUID() } }, definition.timeout),
      ),
    retire: () => pool.retire(),
    stop: () => pool.stop(),
  };
}

/** In the region where it runs the function's name begins with its home. */
function nameAtEdge({ functionName }: FunctionDefinition): string {
  return `${CLOUDFRONT_REGION}.${functionName}`;
}

function contextOf(
  { arn, version, definition }: PublishedVersion,
  { location }: EdgePlace,
): Omit<InvocationContext, 'awsRequestId'> {
  const functionName = nameAtEdge(definition);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: version,
    invokedFunctionArn: arn
      .replace(`:${CLOUDFRONT_REGION}:`, `:${location}:`)
      .replace(definition.functionName, functionName),
    logGroupName: `/aws/lambda/${functionName}`,
    memoryLimitInMB: String(definition.memorySize),
  };
}
