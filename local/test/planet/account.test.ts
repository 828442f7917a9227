import { DescribeLogGroupsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { aTrustPolicy } from '../support/iam';
import { type AccountBench, accountBench } from '../support/account';

let bench: AccountBench;

beforeEach(async () => {
  bench = await accountBench();
});

afterEach(async () => {
  await bench.stop();
});

it('AC-02 says who calls', async () => {
  const sts = new STSClient(bench.options);

  expect(await sts.send(new GetCallerIdentityCommand())).toMatchObject({
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:user/administrator',
  });
  sts.destroy();
});

it('AC-03 a function has the code that was uploaded, and its log group is listed', async () => {
  const zip = (code: string) => zipSync({ 'index.js': Buffer.from(`exports.handler = async () => ${code};`) });
  await bench.s3.send(new CreateBucketCommand({ Bucket: 'code' }));
  for (const version of ['1', '2']) {
    await bench.s3.send(new PutObjectCommand({ Bucket: 'code', Key: `${version}.zip`, Body: zip(version) }));
  }
  const template = (version: string) => ({
    Resources: {
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/one', RetentionInDays: 7 } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: aTrustPolicy({ Principal: { Service: 'lambda.amazonaws.com' } }) },
      },
      One: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          ...{ FunctionName: 'one', Handler: 'index.handler', Runtime: 'nodejs22.x' },
          Role: { 'Fn::GetAtt': 'Role.Arn' },
          Code: { S3Bucket: 'code', S3Key: `${version}.zip` },
        },
      },
    },
  });
  const region = [...bench.engine.regions.values()][0];
  const [lambda, logs] = [new LambdaClient(bench.options), new CloudWatchLogsClient(bench.options)];
  const digest = async () =>
    (await lambda.send(new GetFunctionCommand({ FunctionName: 'one' }))).Configuration?.CodeSha256;

  await region?.createStack({ stackName: 'functions', template: template('1') });
  const first = await digest();
  await region?.updateStack({ stackName: 'functions', template: template('2') });

  expect(await digest()).not.toBe(first);
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/' }));
  expect(logGroups).toMatchObject([{ logGroupName: '/aws/lambda/one', retentionInDays: 7 }]);
  await expect(region?.updateStack({ stackName: 'functions', template: template('3') })).rejects.toThrow(
    'S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
  );
  expect(await digest()).not.toBe(first);
  await region?.deleteStack('functions');
  const { Functions } = await lambda.send(new ListFunctionsCommand());
  expect(Functions).toEqual([]);
  for (const client of [lambda, logs]) client.destroy();
});

it('tells when a region was last deployed to', async () => {
  const region = [...bench.engine.regions.values()][0];
  const template = (delay: number) => ({
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: delay } } },
  });
  const before = region?.deployedAt;

  await region?.createStack({ stackName: 'queues', template: template(1) });
  const created = region?.deployedAt ?? 0;
  const stack = await region?.updateStack({ stackName: 'queues', template: template(2) });

  expect(before).toBeUndefined();
  expect(created).toBeGreaterThan(0);
  expect(region?.deployedAt).toBe(stack?.updatedAt);
  await region?.deleteStack('queues');
  expect(region?.deployedAt).toBeUndefined();
});
