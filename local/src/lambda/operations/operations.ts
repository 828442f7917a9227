// Lambda's own API, which tells of the region's functions and invokes them: https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
import type { JsonObject } from '../../foundation/json';
import type { ServiceApi } from '../../foundation/service-api';
import type { Iam } from '../../iam/iam';
import type { Lambda } from '../lambda';
import type { LambdaFunction } from '../lambda-function';
import { invoke } from './invoke';

/** What the operations need. */
export interface LambdaOperations {
  readonly iam: Iam;
  /** @throws AwsError `ResourceNotFoundException` */
  readonly find: (functionName: string) => LambdaFunction;
  /** In the order of their names. */
  readonly all: () => readonly LambdaFunction[];
  readonly lambda: Pick<Lambda, 'invoke' | 'invokeAsync' | 'requireInvocable'>;
}

const ROUTES = {
  'GET /2015-03-31/functions': 'ListFunctions',
  'GET /2015-03-31/functions/': 'ListFunctions',
  'GET /2015-03-31/functions/{FunctionName}': 'GetFunction',
  'GET /2015-03-31/functions/{FunctionName}/configuration': 'GetFunctionConfiguration',
};

/** Lambda as SDK clients read it. */
export function lambdaApi({ iam, find, all, lambda }: LambdaOperations): ServiceApi {
  const named = (name: JsonObject[string] | undefined) => find(typeof name === 'string' ? name : '');
  return {
    signingName: 'lambda',
    protocol: { kind: 'rest-json', routes: ROUTES },
    wholeOperations: { 'POST /2015-03-31/functions/{FunctionName}/invocations': invoke(lambda) },
    operations: {
      // All in one page: a region of the engine has as many functions as its templates.
      ListFunctions: async (_, caller) => {
        iam.authorize(caller, { action: 'lambda:ListFunctions', resource: '*' });
        return Promise.resolve({ Functions: all().map(describe) });
      },
      GetFunction: async ({ FunctionName: name }, caller) => {
        const found = named(name);
        iam.authorize(caller, { action: 'lambda:GetFunction', resource: found.arn });
        return Promise.resolve({ Configuration: describe(found), Code: { RepositoryType: 'S3' }, Tags: {} });
      },
      GetFunctionConfiguration: async ({ FunctionName: name }, caller) => {
        const found = named(name);
        iam.authorize(caller, { action: 'lambda:GetFunctionConfiguration', resource: found.arn });
        return Promise.resolve(describe(found));
      },
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
function describe({ arn, codeSha256, definition, name, updatedAt }: LambdaFunction): JsonObject {
  const { architecture = 'x86_64', environment, handler, memorySize, roleArn, runtime, timeout, zip } = definition;
  return {
    FunctionName: name,
    FunctionArn: arn,
    Role: roleArn,
    Handler: handler,
    ...(runtime !== undefined && { Runtime: runtime }),
    CodeSize: zip.byteLength,
    CodeSha256: codeSha256,
    Timeout: timeout,
    MemorySize: memorySize,
    // As AWS writes it, which is not quite ISO 8601.
    LastModified: new Date(updatedAt).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: [architecture],
    State: 'Active',
    LastUpdateStatus: 'Successful',
    ...(Object.keys(environment).length > 0 && { Environment: { Variables: environment } }),
  };
}
