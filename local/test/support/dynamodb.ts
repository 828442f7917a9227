// Builds tables for tests.
import type { DataSource, DataSourceAnswer } from '../../src/appsync/data-sources/data-source';
import { dynamoDbDataSource } from '../../src/appsync/data-sources/dynamodb';
import type { DynamoDb } from '../../src/dynamodb/dynamodb';
import { createDynamoDb } from '../../src/dynamodb/service';
import type { AccessRequest } from '../../src/iam/iam';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import type { Region } from '../../src/foundation/region';
import { aNeighbourhood } from './appsync';

/** A table with the key `id`, and an index by `list`. */
export function aTable(overrides: JsonObject = {}): JsonObject {
  return {
    TableName: 'things',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'list', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byList',
        KeySchema: [{ AttributeName: 'list', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    ...overrides,
  };
}

/** Tables, and what is around them. */
export interface DynamoDbBench {
  readonly dynamoDb: DynamoDb;
  readonly region: Region;
  readonly dataSource: DataSource;
  /** What IAM was asked. */
  readonly asked: readonly AccessRequest[];
  /** What a resolver's request is answered with. */
  readonly invoke: (request: JsonValue) => Promise<DataSourceAnswer>;
}

/** A region with the table `things`. */
export async function dynamoDbBench(allows?: (request: AccessRequest) => boolean): Promise<DynamoDbBench> {
  const region = aNeighbourhood(allows ? { allows } : {});
  const { iam } = region;
  const dynamoDb = createDynamoDb(region, { iam });
  await dynamoDb.createTable(aTable());
  const target = { tableName: 'things', serviceRoleArn: 'arn:aws:iam::123456789012:role/things' };
  const dataSource = dynamoDbDataSource('things', target, { iam, dynamoDb });
  return { dynamoDb, region, dataSource, asked: region.asked, invoke: async (request) => dataSource.invoke(request) };
}
