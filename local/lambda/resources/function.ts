// AWS::Lambda::Function: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf, type Properties } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import { isJsonObject } from '../../json';
import type { FunctionDefinition } from '../lambda';
import {
  DEFAULT_MEMORY_SIZE,
  DEFAULT_TIMEOUT,
  MAX_ENVIRONMENT_BYTES,
  MAX_FUNCTION_NAME,
  MAX_TIMEOUT,
  MEMORY_SIZE,
} from '../limits';

/** Node.js alone: the engine runs functions in the Node.js that runs it, whichever of these is asked for. */
const RUNTIME = /^nodejs\d+\.x$/;

/** `Ref` is the function's name; `Fn::GetAtt` knows `Arn`. */
export const lambdaFunction: ResourceType = {
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
    // Without a meaning on one machine, but for the rules of Lambda@Edge.
    'Architectures',
    'EphemeralStorage',
    'TracingConfig',
    'Description',
    'LoggingConfig',
    'Tags',
  ],
  create: (request, region) => {
    const properties = propertiesOf(request);
    requireNode(properties);
    const functionName = properties.text('FunctionName') ?? physicalNameOf(request, region, MAX_FUNCTION_NAME);
    const { arn } = region.services.lambda.createFunction({
      functionName,
      handler: properties.required('Handler', properties.text('Handler')),
      roleArn: properties.required('Role', properties.text('Role')),
      timeout: within(properties, 'Timeout', { min: 1, max: MAX_TIMEOUT }) ?? DEFAULT_TIMEOUT,
      memorySize: within(properties, 'MemorySize', MEMORY_SIZE) ?? DEFAULT_MEMORY_SIZE,
      environment: environmentOf(properties),
      zip: zipOf(properties, request),
      ...edgeTraitsOf(properties),
    });
    return { physicalId: functionName, attributes: { Arn: arn } };
  },
};

function requireNode(properties: Properties): void {
  const packageType = properties.text('PackageType') ?? 'Zip';
  if (packageType !== 'Zip') throw properties.invalid('PackageType', 'must be Zip: the engine runs no images');
  const runtime = properties.required('Runtime', properties.text('Runtime'));
  if (!RUNTIME.test(runtime)) {
    throw properties.invalid('Runtime', `must be one of Node.js, not ${runtime}: the engine has no other`);
  }
}

/** What makes a difference at the edge alone. */
function edgeTraitsOf(properties: Properties): Partial<FunctionDefinition> {
  const [architecture] = properties.list('Architectures') ?? [];
  const size = properties.object('EphemeralStorage')?.['Size'];
  return {
    runtime: properties.text('Runtime'),
    architecture: typeof architecture === 'string' ? architecture : undefined,
    ephemeralStorage: size === undefined ? undefined : Number(size),
    isTraced: properties.object('TracingConfig')?.['Mode'] === 'Active',
  };
}

function within(properties: Properties, name: string, { min, max }: { readonly min: number; readonly max: number }) {
  const value = properties.integer(name);
  if (value === undefined || (value >= min && value <= max)) return value;
  throw properties.invalid(name, `must be from ${min} to ${max}, not ${value}`);
}

function environmentOf(properties: Properties): Readonly<Record<string, string>> {
  const variables = properties.object('Environment')?.['Variables'] ?? {};
  if (!isJsonObject(variables)) throw properties.invalid('Environment', 'must have an object of Variables');
  const entries = Object.entries(variables).map(([name, value]) => {
    if (typeof value === 'object') throw properties.invalid(`Environment.Variables.${name}`, 'must be a string');
    if (name.startsWith('AWS_')) throw properties.invalid(`Environment.Variables.${name}`, 'is reserved by Lambda');
    return [name, String(value)] as const;
  });
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > MAX_ENVIRONMENT_BYTES) {
    throw properties.invalid('Environment', `must have at most ${MAX_ENVIRONMENT_BYTES} bytes, not ${bytes}`);
  }
  return Object.fromEntries(entries);
}

/** The zip that a deployment would upload to S3: it is beside the template, under the last part of its key. */
function zipOf(properties: Properties, { artifactFolder }: ResourceRequest): Uint8Array {
  const { S3Key: key, S3Bucket: bucket, ...others } = properties.required('Code', properties.object('Code'));
  if (typeof key !== 'string' || bucket === undefined || Object.keys(others).length > 0) {
    throw properties.invalid('Code', 'must be an S3Bucket and an S3Key: the engine takes code as it was packaged');
  }
  if (artifactFolder === undefined) throw properties.invalid('Code', 'needs a package, and there is none');
  try {
    return readFileSync(path.join(artifactFolder, path.posix.basename(key)));
  } catch {
    throw properties.invalid('Code', `names ${path.posix.basename(key)}, which is not in the package`);
  }
}
