// Functions as they are created, and who may call them.
import type { Principal } from '../../src/iam/iam';
import { lambdaFunction } from '../../src/lambda/resources/function';
import { AwsError } from '../../src/foundation/errors';
import type { S3, StoredObject } from '../../src/s3/s3';
import { anIam, aRole, aTrustPolicy } from '../support/iam';
import { aFunction, lambdaBench, type LambdaBench } from '../support/lambda';
import { serviceWith } from '../support/region';

const API = 'arn:aws:appsync:us-west-2:123456789012:apis/one';
const APP_SYNC: Principal = {
  kind: 'service',
  service: 'appsync.amazonaws.com',
  sourceArn: API,
  accountId: '123456789012',
};
const CODE = 'exports.handler = async () => "called";';

let bench: LambdaBench;

beforeEach(() => {
  const iam = anIam();
  const trust = aTrustPolicy({ Principal: { Service: 'lambda.amazonaws.com' } });
  iam.createRole(aRole({ roleName: 'subject', assumeRolePolicyDocument: trust }));
  bench = lambdaBench(CODE, { iam });
});

afterEach(async () => bench.lambda.stop());

function allow(statement: { readonly principal?: string; readonly sourceArn?: string }): void {
  const action = 'lambda:InvokeFunction';
  bench.lambda.addPermission('subject', {
    statementId: 'one',
    action,
    principal: 'appsync.amazonaws.com',
    ...statement,
  });
}

it('refuses a caller without a permission', async () => {
  await expect(bench.invoke({}, APP_SYNC)).rejects.toMatchObject({
    code: 'AccessDeniedException',
    message:
      'User: appsync.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ' +
      'arn:aws:lambda:us-west-2:123456789012:function:subject because no resource-based policy allows the ' +
      'lambda:InvokeFunction action',
  });
});

it('lets a service call with a permission', async () => {
  allow({ sourceArn: API });

  expect(await bench.invoke({}, APP_SYNC)).toMatchObject({ payload: 'called' });
});

it.each([
  ['another service', { principal: 'events.amazonaws.com' }],
  ['another API', { sourceArn: 'arn:aws:appsync:us-west-2:123456789012:apis/two' }],
])('does not let a service call with a permission for %s', async (_, statement) => {
  allow(statement);

  await expect(bench.invoke({}, APP_SYNC)).rejects.toMatchObject({ code: 'AccessDeniedException' });
});

it('refuses a second statement of the same id', () => {
  allow({});

  expect(() => allow({})).toThrow('The statement id (one) provided already exists.');
});

it('refuses a second function of the same name', () => {
  expect(() => bench.lambda.createFunction(aFunction(CODE))).toThrow('Function already exist: subject');
});

it('refuses a role that does not trust Lambda', () => {
  const definition = aFunction(CODE, { functionName: 'other', roleArn: 'arn:aws:iam::123456789012:role/other' });

  expect(() => bench.lambda.createFunction(definition)).toThrow(
    'The role defined for the function cannot be assumed by Lambda.',
  );
});

it('refuses code that is not a zip', () => {
  const definition = aFunction('', { functionName: 'other', zip: Buffer.from('no zip') });

  expect(() => bench.lambda.createFunction(definition)).toThrow('Could not unzip uploaded file');
});

it('refuses a version of other code', () => {
  expect(() => bench.lambda.publishVersion('subject', 'x')).toThrow(
    /^CodeSHA256 \(x\) is different from current CodeSHA256 in \$LATEST/,
  );
});

it('creates a function with a runtime of its own, says so, and does not run it', async () => {
  const { invoke, printed } = lambdaBench(aFunction('', { runtime: 'provided.al2023' }));

  expect(await invoke()).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorMessage: 'The engine runs Node.js only, and not the runtime provided.al2023.' },
  });
  expect(printed.items).toEqual([expect.stringContaining('provided.al2023, which the engine does not run')]);
});

describe('AWS::Lambda::Function', () => {
  const properties = {
    Handler: 'index.handler',
    Role: 'arn:aws:iam::123456789012:role/one',
    Runtime: 'nodejs22.x',
    Code: { S3Bucket: 'bucket', S3Key: 'serverless/one.zip' },
  };
  const objectOf = (_: string, key: string): StoredObject => {
    if (key !== 'serverless/one.zip') throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    return { body: Buffer.from('zip'), contentType: 'application/zip', etag: '""', lastModified: 0 };
  };
  const create = (changed: object) =>
    lambdaFunction.create(
      {
        ...{ logicalId: 'One', stackName: 'stack', region: bench.region },
        properties: { ...properties, ...changed },
      },
      { lambda: bench.lambda, s3: serviceWith<S3>('S3', { objectOf }) },
    );

  it.each([
    [
      'another runtime',
      { Runtime: 'python3.13' },
      'Resource One: property Runtime must be one of Node.js, not python3.13',
    ],
    ['a long timeout', { Timeout: 901 }, 'Resource One: property Timeout must be from 1 to 900, not 901'],
    ['little memory', { MemorySize: 64 }, 'Resource One: property MemorySize must be from 128 to 10240, not 64'],
    ['inline code', { Code: { ZipFile: 'x' } }, 'Resource One: property Code must be an S3Bucket and an S3Key'],
    [
      'code that was not uploaded',
      { Code: { S3Bucket: 'bucket', S3Key: 'other.zip' } },
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    ],
    ['an image', { PackageType: 'Image' }, 'Resource One: property PackageType must be Zip'],
    [
      'a reserved variable',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'Environment.Variables.AWS_REGION is reserved by Lambda',
    ],
    [
      'another one',
      { Environment: { Variables: { _HANDLER: 'x' } } },
      'Environment.Variables._HANDLER is reserved by Lambda',
    ],
    [
      'a wrapper, which it would not run',
      { Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' } } },
      'Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER is not supported: the engine starts functions itself',
    ],
    [
      'too many variables',
      { Environment: { Variables: { X: 'x'.repeat(4096) } } },
      'Environment must have at most 4096 bytes, not 4097',
    ],
  ])('refuses %s', (_, changed, sentence) => {
    expect(() => create(changed)).toThrow(sentence);
  });

  it('takes variables for the SDK that Lambda does not set', () => {
    const environment = { Variables: { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1', AWS_MAX_ATTEMPTS: '5' } };

    expect(() => create({ Environment: environment })).not.toThrow('reserved');
  });
});
