// Tables, as CloudFormation creates them and SDK clients see them.
import { table } from '../../src/dynamodb/resources/table';
import { ROLE } from '../support/appsync';
import { aTable, dynamoDbBench, type DynamoDbBench } from '../support/dynamodb';
import { endAll, endLater } from '../support/endings';

const ARN = 'arn:aws:dynamodb:us-west-2:123456789012:table/things';

let bench: DynamoDbBench;

beforeAll(async () => {
  bench = await dynamoDbBench();
  endLater(async () => bench.dynamoDb.stop());
});

afterAll(endAll);

it('are active as soon as they are created, and know where they are', async () => {
  const { Table: described } = await bench.dynamoDb.call('DescribeTable', { TableName: 'things' }, ROLE);

  expect(described).toMatchObject({
    TableArn: ARN,
    TableStatus: 'ACTIVE',
    GlobalSecondaryIndexes: [{ IndexArn: `${ARN}/index/byList`, IndexStatus: 'ACTIVE' }],
  });
});

it('are listed', async () => {
  expect(await bench.dynamoDb.call('ListTables', {}, ROLE)).toEqual({ TableNames: ['things'] });
});

it('of another region are not seen', async () => {
  const other = await dynamoDbBench();
  const item = { id: { S: 'here' } };

  await bench.dynamoDb.call('PutItem', { TableName: 'things', Item: item }, ROLE);

  expect(await other.dynamoDb.call('GetItem', { TableName: 'things', Key: item }, ROLE)).toEqual({});
  await other.dynamoDb.stop();
});

it('take and give items in batches, table by table', async () => {
  const items = ['b1', 'b2'].map((id) => ({ id: { S: id } }));
  const puts = items.map((Item) => ({ PutRequest: { Item } }));

  await bench.dynamoDb.call('BatchWriteItem', { RequestItems: { things: puts } }, ROLE);
  const { Responses: found } = await bench.dynamoDb.call(
    'BatchGetItem',
    { RequestItems: { things: { Keys: items } } },
    ROLE,
  );

  expect(found).toEqual({ things: expect.arrayContaining(items) });
  expect(bench.asked.at(-1)).toEqual({ action: 'dynamodb:BatchGetItem', resource: ARN });
});

it('that exist are not created again', async () => {
  await expect(bench.dynamoDb.createTable(aTable())).rejects.toMatchObject({ code: 'ResourceInUseException' });
});

it('are created from a template, numbers as text', async () => {
  const created = await table.create(
    {
      logicalId: 'Things',
      stackName: 'stack',
      region: bench.region,
      properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        ProvisionedThroughput: { ReadCapacityUnits: '1', WriteCapacityUnits: '2' },
      },
    },
    { dynamoDb: bench.dynamoDb },
  );

  expect(created.physicalId).toMatch(/^stack-Things-[A-Z2-7]{12}$/);
  expect(created.attributes).toEqual({ Arn: ARN.replace('things', created.physicalId) });
});
