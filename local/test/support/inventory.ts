// What there is in a region of an account.
import { AppSyncClient, ListApisCommand, ListGraphqlApisCommand } from '@aws-sdk/client-appsync';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListEventBusesCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Engine } from '../../src';

/** Everything that an account lists in a region, by service. */
export type Inventory = Readonly<Record<string, readonly (string | undefined)[]>>;

/** Asks every service of a region what it has. */
export async function inventoryOf({ aws }: Pick<Engine, 'aws'>, region: string): Promise<Inventory> {
  const { endpointUrl: endpoint, ...credentials } = aws;
  const options = { endpoint, region, credentials };
  const cloudFormation = new CloudFormationClient(options);
  const [appSync, dynamoDb, eventBridge] = [
    new AppSyncClient(options),
    new DynamoDBClient(options),
    new EventBridgeClient(options),
  ];
  const [lambda, logs, s3, sqs] = [
    new LambdaClient(options),
    new CloudWatchLogsClient(options),
    new S3Client(options),
    new SQSClient(options),
  ];
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand());
  const { graphqlApis = [] } = await appSync.send(new ListGraphqlApisCommand());
  const { apis: eventApis = [] } = await appSync.send(new ListApisCommand());
  const { TableNames = [] } = await dynamoDb.send(new ListTablesCommand());
  const { EventBuses = [] } = await eventBridge.send(new ListEventBusesCommand());
  const { Rules = [] } = await eventBridge.send(new ListRulesCommand());
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand());
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand());
  const { Buckets = [] } = await s3.send(new ListBucketsCommand());
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand());
  for (const client of [cloudFormation, appSync, dynamoDb, eventBridge, lambda, logs, s3, sqs]) client.destroy();
  return {
    stacks: Stacks.map(({ StackName }) => StackName),
    apis: graphqlApis.map(({ name }) => name),
    eventApis: eventApis.map(({ name }) => name),
    tables: TableNames,
    buses: EventBuses.map(({ Name }) => Name),
    rules: Rules.map(({ Name }) => Name),
    functions: Functions.map(({ FunctionName }) => FunctionName),
    logGroups: logGroups.map(({ logGroupName }) => logGroupName),
    buckets: Buckets.map(({ Name }) => Name),
    queues: QueueUrls,
  };
}
