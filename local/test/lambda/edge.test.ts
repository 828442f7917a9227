// Versions that CloudFront takes, and how they run at an edge.
import type { EdgeFunction, FunctionDefinition } from '../../src/lambda/lambda';
import { lambdaFunction } from '../../src/lambda/resources/function';
import { type CloudFrontBench, cloudFrontBench, publishFunction, VERSION_ARN } from '../support/cloudfront';
import { aRole, aTrustPolicy } from '../support/iam';
import { aFunction } from '../support/lambda';
import { endAll, endLater } from '../support/endings';

const CODE = 'exports.handler = async () => "called";';

let bench: CloudFrontBench;

beforeEach(() => {
  bench = cloudFrontBench();
  endLater(async () => bench.stop());
});

afterEach(endAll);

/** What CloudFront is told about a version of the function. */
function association(overrides: Partial<FunctionDefinition> = {}, versionArn = VERSION_ARN): () => unknown {
  publishFunction(bench, CODE, overrides);
  return () => bench.lambda.edgeVersion(versionArn);
}

it('CDN-17 takes a version that keeps the rules', () => {
  expect(association({ runtime: 'nodejs24.x', timeout: 30 })()).toMatchObject({ arn: VERSION_ARN });
});

it.each([
  ['the function without a version', VERSION_ARN.replace(/:1$/, '')],
  ['$LATEST', VERSION_ARN.replace(/1$/, '$LATEST')],
  ['an alias', VERSION_ARN.replace(/1$/, 'live')],
])('CDN-17 refuses %s', (_, arn) => {
  expect(association({}, arn)).toThrow(
    `The function ARN must reference a specific function version. (The ARN must end with the version number.) ARN: ${arn}`,
  );
});

it('CDN-17 refuses a version of another region', () => {
  const arn = VERSION_ARN.replace('us-east-1', 'us-west-2');

  expect(association({}, arn)).toThrow(`The function must be in region 'us-east-1'. ARN: ${arn}`);
});

it.each([
  ['a version that was not published', VERSION_ARN.replace(/1$/, '2')],
  ['another function', VERSION_ARN.replace('subject', 'other')],
])('CDN-17 refuses %s', (_, arn) => {
  expect(association({}, arn)).toThrow(`Lambda@Edge cannot retrieve the specified Lambda function. ARN: ${arn}`);
});

it.each<[string, Partial<FunctionDefinition>, string]>([
  [
    'environment variables',
    { environment: { A: '1' } },
    `The function cannot have environment variables. Function: ${VERSION_ARN}`,
  ],
  ['arm64', { architecture: 'arm64' }, 'Lambda@Edge does not support functions with an architecture of arm64.'],
  ['X-Ray', { isTraced: true }, 'The function cannot use AWS X-Ray.'],
  [
    'an old runtime',
    { runtime: 'nodejs20.x' },
    `The function has a runtime that is not supported by Lambda@Edge: nodejs20.x Function: ${VERSION_ARN} Supported runtimes: [nodejs22.x, nodejs24.x]`,
  ],
  ['a runtime of its own', { runtime: 'provided.al2023' }, 'not supported by Lambda@Edge: provided.al2023 Function: '],
  ['31 seconds', { timeout: 31 }, '31 Max allowed timeout in seconds: 30'],
  ['much storage', { ephemeralStorage: 1024 }, '1024 Max allowed ephemeral storage in MB: 512'],
])('CDN-17 refuses %s', (_, overrides, sentence) => {
  expect(association(overrides)).toThrow(
    expect.objectContaining({ code: 'InvalidLambdaFunctionAssociation' }) as Error,
  );
  expect(() => bench.lambda.edgeVersion(VERSION_ARN)).toThrow(sentence);
});

it('CDN-17 refuses a role that Lambda@Edge cannot assume', () => {
  const trust = aTrustPolicy({ Principal: { Service: 'lambda.amazonaws.com' } });
  bench.iam.createRole(aRole({ roleName: 'subject', assumeRolePolicyDocument: trust }));
  bench.lambda.createFunction(aFunction(CODE));
  bench.lambda.publishVersion('subject');

  expect(() => bench.lambda.edgeVersion(VERSION_ARN)).toThrow(
    'The function execution role must be assumable with edgelambda.amazonaws.com as well as lambda.amazonaws.com principals. ' +
      'Update the IAM role and try again. Role: arn:aws:iam::123456789012:role/subject',
  );
});

it('CDN-17 reads the rules from the template', async () => {
  const created: FunctionDefinition[] = [];
  const createFunction = (definition: FunctionDefinition) => ({ arn: String(created.push(definition)) });
  await bench.home.s3.createBucket('code');
  bench.home.s3.putObject('code', 'one.zip', { body: Buffer.from('zip'), contentType: 'application/zip' });
  await lambdaFunction.create(
    {
      ...{ logicalId: 'One', stackName: 'stack', region: bench.home.region },
      properties: {
        ...{ Handler: 'index.handler', Role: 'role', Runtime: 'nodejs22.x', Architectures: ['arm64'] },
        ...{ EphemeralStorage: { Size: 600 }, TracingConfig: { Mode: 'Active' } },
        Code: { S3Bucket: 'code', S3Key: 'one.zip' },
      },
    },
    { lambda: { ...bench.lambda, createFunction }, s3: bench.home.s3 },
  );

  expect(created).toMatchObject([
    { runtime: 'nodejs22.x', architecture: 'arm64', ephemeralStorage: 600, isTraced: true },
  ]);
});

describe('CDN-16 requests that come at once', () => {
  let replica: EdgeFunction;

  beforeEach(() => {
    publishFunction(
      bench,
      `exports.handler = async ({ name }) => {
         console.log('begun ' + name);
         if (name === 'slow') await new Promise(() => setInterval(() => {}, 1000));
         return name;
       };`,
    );
    replica = bench.lambda.edgeVersion(VERSION_ARN).replicate({ location: 'us-west-2', dnsPort: 9 });
    endLater(async () => replica.stop());
  });

  it('do not wait for a slow one for long', async () => {
    const slow = replica.invoke({ name: 'slow' });
    await bench.lines.find((line) => line.endsWith('begun slow'));
    const quick = replica.invoke({ name: 'quick' });
    await bench.clock.advance(250);

    expect(await quick).toMatchObject({ payload: 'quick' });
    await bench.clock.advance(3000);
    expect(await slow).toMatchObject({ payload: { errorType: 'Sandbox.Timedout' } });
  });
});
