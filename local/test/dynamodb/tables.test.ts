// Tables, as CloudFormation creates them and SDK clients see them.
import { table } from '../../src/dynamodb/resources/table';
import { createDynamoDb } from '../../src/dynamodb/service';
import type { Tables } from '../../src/dynamodb/tables';
import { TimeToLive } from '../../src/dynamodb/time-to-live';
import { MINUTE } from '../../src/foundation/clock';
import type { JsonObject } from '../../src/foundation/json';
import { aNeighbourhood, ROLE } from '../support/appsync';
import { fakeClock } from '../support/clock';
import { aTable, dynamoDbBench, type DynamoDbBench } from '../support/dynamodb';
import { endAll, endLater } from '../support/endings';
import { aRegion } from '../support/region';

const SECOND = 1000;
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

describe('DY-05 with another index', () => {
  const BY_LIST = aTable()['GlobalSecondaryIndexes'] as readonly JsonObject[];
  const withIndexes = (TableName: string, ...indexes: readonly JsonObject[]) => ({
    ...aTable({ TableName }),
    ...{ AttributeDefinitions: ['id', 'list'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })) },
    GlobalSecondaryIndexes: [...BY_LIST, ...indexes],
  });
  const BY_LIST_AND_ID = {
    IndexName: 'byListAndId',
    KeySchema: [
      { AttributeName: 'list', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'ALL' },
  };
  const request = { logicalId: 'Indexed', stackName: 'stack' };

  async function updated(TableName: string, index: JsonObject) {
    const [before, after] = [withIndexes(TableName), withIndexes(TableName, index)];
    const { dynamoDb, region } = bench;
    const created = await table.create({ ...request, region, properties: before }, { dynamoDb });
    for (const id of ['one', 'two'])
      await dynamoDb.call('PutItem', { TableName, Item: { id: { S: id }, list: { S: 'all' } } }, ROLE);
    return table.update?.({ ...request, region, ...created, previous: before, properties: after }, { dynamoDb });
  }

  async function countIn(TableName: string, IndexName: string) {
    const values = { ExpressionAttributeNames: { '#l': 'list' }, ExpressionAttributeValues: { ':l': { S: 'all' } } };
    const query = { TableName, IndexName, KeyConditionExpression: '#l = :l', ...values };
    return (await bench.dynamoDb.call('Query', query, ROLE))['Count'];
  }

  it('have their items in it', async () => {
    await updated('indexed', BY_LIST_AND_ID);

    expect(await countIn('indexed', 'byListAndId')).toBe(2);
    expect(await countIn('indexed', 'byList')).toBe(2);
  });

  it('have what is written meanwhile', async () => {
    const { dynamoDb } = bench;
    const ids = Array.from({ length: 100 }, (_, index) => String(index));
    const write = async () => {
      for (const id of ids)
        await dynamoDb.call('PutItem', { TableName: 'indexed', Item: { id: { S: id }, list: { S: 'all' } } }, ROLE);
    };

    await Promise.all([dynamoDb.remakeTable(withIndexes('indexed', BY_LIST_AND_ID)), write()]);

    expect(await countIn('indexed', 'byListAndId')).toBe(2 + ids.length);
  });

  it('stay as they were if DynamoDB refuses it', async () => {
    const wrong = { ...BY_LIST_AND_ID, KeySchema: [{ AttributeName: 'unknown', KeyType: 'HASH' }] };

    await expect(updated('kept', wrong)).rejects.toMatchObject({ code: 'ValidationException' });

    expect(await countIn('kept', 'byList')).toBe(2);
  });
});

it('DY-04 forget an item that has had its time, and no other', async () => {
  const { clock, dynamoDb } = await benchOf('timed', 'expires');
  const now = clock.now() / SECOND;
  for (const [id, expires] of [
    ['old', now + 59],
    ['young', now + 61],
    ['ageless', undefined],
  ] as const) {
    const time = expires === undefined ? {} : { expires: { N: String(expires) } };
    await dynamoDb.call('PutItem', { TableName: 'timed', Item: { id: { S: id }, ...time } }, ROLE);
  }

  await clock.advance(MINUTE);
  let ids: readonly unknown[];
  do {
    const { Items: items } = await dynamoDb.call('Scan', { TableName: 'timed' }, ROLE);
    ids = (items as readonly JsonObject[]).map(({ id }) => id);
  } while (ids.length === 3);
  await dynamoDb.stop();

  expect(ids).toHaveLength(2);
  expect(ids).toEqual(expect.arrayContaining([{ S: 'young' }, { S: 'ageless' }]));
});

it('DY-04 keep an item that gets more time while others go', async () => {
  const { dynamoDb } = bench;
  const clock = fakeClock();
  const put = async (id: string, expires: number) =>
    dynamoDb.call('PutItem', { TableName: 'things', Item: { id: { S: id }, expires: { N: String(expires) } } }, ROLE);
  const swept: unknown[] = [];
  const call: Tables['call'] = async (operation, input) => {
    // What is to be deleted is known by then.
    if (operation === 'DeleteItem') await put('lease', clock.now() / SECOND + 3600);
    swept.push(operation);
    return operation === 'Scan' || operation === 'DeleteItem'
      ? dynamoDb.call(operation, input, ROLE)
      : Promise.reject(new Error(operation));
  };
  await put('lease', clock.now() / SECOND);
  const timeToLive = new TimeToLive({ call }, aRegion({ clock }));
  timeToLive.watch(aTable(), 'expires');

  await clock.advance(MINUTE);
  await timeToLive.stop();

  const item = await dynamoDb.call('GetItem', { TableName: 'things', Key: { id: { S: 'lease' } } }, ROLE);
  expect(swept).toEqual(['Scan', 'DeleteItem']);
  expect(item).toMatchObject({ Item: { id: { S: 'lease' } } });
});

it('DY-04 keep an item whose time was over five years ago', async () => {
  const { clock, dynamoDb } = await benchOf('ancient', 'expires');
  const year = 365 * 24 * 3600;
  for (const [id, years] of [
    ['older', 5.1],
    ['younger', 4.9],
  ] as const) {
    const expires = { N: String(clock.now() / SECOND - years * year) };
    await dynamoDb.call('PutItem', { TableName: 'ancient', Item: { id: { S: id }, expires } }, ROLE);
  }

  await clock.advance(MINUTE);
  let items: readonly unknown[];
  do {
    ({ Items: items } = (await dynamoDb.call('Scan', { TableName: 'ancient' }, ROLE)) as { Items: readonly unknown[] });
  } while (items.length === 2);
  await dynamoDb.stop();

  expect(items).toMatchObject([{ id: { S: 'older' } }]);
});

/** A table whose items have a time to live. */
async function benchOf(name: string, attribute: string) {
  const clock = fakeClock();
  const region = aRegion({ clock });
  const dynamoDb = createDynamoDb(region, aNeighbourhood());
  await table.create(
    {
      ...{ logicalId: 'Timed', stackName: 'stack', region },
      properties: {
        ...aTable({ TableName: name }),
        TimeToLiveSpecification: { AttributeName: attribute, Enabled: true },
      },
    },
    { dynamoDb },
  );
  return { clock, dynamoDb };
}

test('Tables that are throttled refuse every call, until they are no longer', async () => {
  let isThrottled = true;
  const dynamoDb = createDynamoDb(aRegion(), { ...aNeighbourhood(), isThrottled: () => isThrottled });
  await dynamoDb.createTable(aTable());
  const put = async () => dynamoDb.call('PutItem', { TableName: 'things', Item: { id: { S: 'one' } } }, ROLE);

  await expect(put()).rejects.toMatchObject({ code: 'ThrottlingException', status: 400 });
  isThrottled = false;
  await expect(put()).resolves.toEqual({});
  await dynamoDb.stop();
});
