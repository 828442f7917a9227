// Transactions and conditional writes, as AWS's own client makes them.
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ROLE } from '../support/appsync';
import { dynamoDbBench, type DynamoDbBench } from '../support/dynamodb';
import { endAll, endLater } from '../support/endings';
import { callOperation, directConfig } from '../support/operations';

const TableName = 'things';
const CANCELED = 'Transaction cancelled, please refer cancellation reasons for specific reasons';

let bench: DynamoDbBench;
let client: DynamoDBClient;
/** Which actions IAM does not allow. */
let denied: readonly string[] = [];
let count = 0;

beforeAll(async () => {
  bench = await dynamoDbBench(({ action }) => !denied.includes(action));
  const { api } = bench.dynamoDb;
  client = new DynamoDBClient(directConfig(api, (name, input) => callOperation(api, name, input, ROLE)));
  endLater(async () => bench.dynamoDb.stop());
});

afterEach(() => {
  denied = [];
});

afterAll(endAll);

/** An id that no other test has. */
function anId(): string {
  count += 1;
  return `thing ${count}`;
}

function marker(id: string): TransactWriteItem {
  return {
    Put: { TableName, Item: { id: { S: id } }, ConditionExpression: 'attribute_not_exists(id)' },
  };
}

function addition(id: string, votes = 1): TransactWriteItem {
  return {
    Update: {
      TableName,
      Key: { id: { S: id } },
      UpdateExpression: 'ADD votes :votes',
      ExpressionAttributeValues: { ':votes': { N: String(votes) } },
    },
  };
}

async function write(...TransactItems: TransactWriteItem[]) {
  return client.send(new TransactWriteItemsCommand({ TransactItems }));
}

async function itemOf(id: string) {
  return (await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item;
}

test('DY-06 All writes of a transaction are made', async () => {
  const [vote, sum, gone] = [anId(), anId(), anId()];
  await client.send(new PutItemCommand({ TableName, Item: { id: { S: gone } } }));

  await write(marker(vote), addition(sum, 3), { Delete: { TableName, Key: { id: { S: gone } } } });

  expect([await itemOf(vote), await itemOf(sum), await itemOf(gone)]).toEqual([
    { id: { S: vote } },
    { id: { S: sum }, votes: { N: '3' } },
    undefined,
  ]);
});

test('DY-06 Where one condition does not hold nothing is written, and each write has its reason', async () => {
  const [vote, sum] = [anId(), anId()];
  await write(marker(vote), addition(sum));

  const again = write(addition(sum), marker(vote));

  await expect(again).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    message: `${CANCELED} [None, ConditionalCheckFailed]`,
    CancellationReasons: [
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ],
  });
  expect(await itemOf(sum)).toMatchObject({ votes: { N: '1' } });
});

test('DY-06 What was there before is there again', async () => {
  const [changed, deleted, replaced, vote] = [anId(), anId(), anId(), anId()];
  const items = [changed, deleted, replaced].map((id) => ({ id: { S: id }, name: { S: 'old' } }));
  for (const Item of items) await client.send(new PutItemCommand({ TableName, Item }));
  await write(marker(vote));

  const writing = write(
    addition(changed),
    { Delete: { TableName, Key: { id: { S: deleted } } } },
    { Put: { TableName, Item: { id: { S: replaced }, name: { S: 'new' } } } },
    marker(vote),
  );

  await expect(writing).rejects.toMatchObject({ name: 'TransactionCanceledException' });
  expect([await itemOf(changed), await itemOf(deleted), await itemOf(replaced)]).toEqual(items);
});

test('DY-06 A check of an item that is not there makes none', async () => {
  const [checked, sum] = [anId(), anId()];
  const ConditionCheck = { TableName, Key: { id: { S: checked } }, ConditionExpression: 'attribute_not_exists(id)' };

  await write({ ConditionCheck }, addition(sum));

  expect([await itemOf(checked), await itemOf(sum)]).toEqual([undefined, { id: { S: sum }, votes: { N: '1' } }]);
});

test('DY-06 The item comes with the reason where it is asked for', async () => {
  const vote = anId();
  await write(marker(vote));
  const { Put } = marker(vote);

  const again = write({ Put: Put && { ...Put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } });

  await expect(again).rejects.toMatchObject({ CancellationReasons: [{ Item: { id: { S: vote } } }] });
});

test('DY-06 An item of another kind than the write needs is a reason, too', async () => {
  const [text, sum] = [anId(), anId()];
  await client.send(new PutItemCommand({ TableName, Item: { id: { S: text }, votes: { S: 'many' } } }));

  await expect(write(addition(text), addition(sum))).rejects.toMatchObject({
    message: `${CANCELED} [ValidationError, None]`,
  });
  expect(await itemOf(sum)).toBeUndefined();
});

test('DY-06 Votes that come at the same time are all counted, each once', async () => {
  const sum = anId();
  const votes = Array.from({ length: 20 }, () => anId());

  const outcomes = await Promise.allSettled(
    [...votes, ...votes].map(async (vote) => write(marker(vote), addition(sum))),
  );

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  expect(await itemOf(sum)).toMatchObject({ votes: { N: '20' } });
});

test.each<[string, TransactWriteItem[], string]>([
  ['no action', [], 'Member must have length greater than or equal to 1'],
  [
    '101 actions',
    Array.from({ length: 101 }, () => addition('many')),
    'Member must have length less than or equal to 100',
  ],
  [
    'two actions on one item',
    [addition('one'), marker('one')],
    'Transaction request cannot include multiple operations on one item',
  ],
  [
    'an action of two kinds',
    [{ ...addition('one'), ...marker('two') }],
    'TransactItems can only contain one of Check, Put, Update or Delete',
  ],
])('DY-07 A transaction with %s is refused', async (_, items, sentence) => {
  await expect(write(...items)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(sentence),
  });
});

test.each([
  ['Update', 'update.updateExpression'],
  ['ConditionCheck', 'conditionCheck.conditionExpression'],
])('DY-07 %s without its expression is refused', async (kind, member) => {
  const TransactItems = [{ [kind]: { TableName, Key: { id: { S: 'x' } } } }];

  await expect(bench.dynamoDb.call('TransactWriteItems', { TransactItems }, ROLE)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringContaining(`'transactItems.1.member.${member}'`),
  });
});

test('DY-07 An expression that is wrong refuses the request, and nothing is written', async () => {
  const sum = anId();
  const Update = { TableName, Key: { id: { S: 'x' } }, UpdateExpression: 'INCREASE votes' };

  await expect(write(addition(sum), { Update })).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await itemOf(sum)).toBeUndefined();
});

test('DY-07 A table that is not there refuses the request', async () => {
  const { Put } = marker('x');

  await expect(write({ Put: Put && { ...Put, TableName: 'none' } })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('DY-08 A transaction that is sent again with its token is not made again', async () => {
  const sum = anId();
  const command = { ClientRequestToken: sum, TransactItems: [addition(sum)] };

  await client.send(new TransactWriteItemsCommand(command));
  await client.send(new TransactWriteItemsCommand(command));

  expect(await itemOf(sum)).toMatchObject({ votes: { N: '1' } });
});

test('DY-08 A token that comes with another transaction is refused', async () => {
  const sum = anId();
  await client.send(new TransactWriteItemsCommand({ ClientRequestToken: sum, TransactItems: [addition(sum)] }));

  const other = new TransactWriteItemsCommand({ ClientRequestToken: sum, TransactItems: [addition(sum, 2)] });

  await expect(client.send(other)).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
});

test('DY-09 Items are read together', async () => {
  const [vote, none] = [anId(), anId()];
  await write(marker(vote));
  const TransactItems = [vote, none].map((id) => ({ Get: { TableName, Key: { id: { S: id } } } }));

  const { Responses } = await client.send(new TransactGetItemsCommand({ TransactItems }));

  expect(Responses).toEqual([{ Item: { id: { S: vote } } }, {}]);
});

test.each([
  ['PutItem', marker('x')],
  ['UpdateItem', addition('x')],
  ['DeleteItem', { Delete: { TableName, Key: { id: { S: 'x' } } } }],
  [
    'ConditionCheckItem',
    { ConditionCheck: { TableName, Key: { id: { S: 'x' } }, ConditionExpression: 'attribute_exists(id)' } },
  ],
])('DY-10 A transaction needs dynamodb:%s for what it does', async (action, item) => {
  denied = [`dynamodb:${action}`];

  await expect(write(item)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('DY-11 A write whose condition does not hold answers the item where it is asked for', async () => {
  const id = anId();
  await write(addition(id, 5));
  const update = new UpdateItemCommand({
    ...{ TableName, Key: { id: { S: id } }, UpdateExpression: 'SET votes = if_not_exists(votes, :one)' },
    ...{ ConditionExpression: 'votes < :one', ExpressionAttributeValues: { ':one': { N: '1' } } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const put = new PutItemCommand({
    ...{ TableName, Item: { id: { S: id } }, ConditionExpression: 'attribute_not_exists(id)' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const failure = { name: 'ConditionalCheckFailedException', Item: { id: { S: id }, votes: { N: '5' } } };

  await expect(client.send(update)).rejects.toMatchObject(failure);
  await expect(client.send(put)).rejects.toMatchObject(failure);
});

test('DY-12 A table tells of its time to live', async () => {
  const { dynamoDb } = bench;
  const before = await dynamoDb.call('DescribeTimeToLive', { TableName }, ROLE);
  await dynamoDb.updateTable(
    { TableName },
    { key: { TableName, KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] }, attribute: 'expires' },
  );
  const after = await dynamoDb.call('DescribeTimeToLive', { TableName }, ROLE);

  expect([before, after]).toEqual([
    { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } },
    { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' } },
  ]);
});

test('A table that is made anew with another key is known by that', async () => {
  const { dynamoDb } = bench;
  const named = (name: string) =>
    ({
      ...{ TableName: 'other', BillingMode: 'PAY_PER_REQUEST' },
      AttributeDefinitions: [{ AttributeName: name, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
    }) as const;
  const put = (name: string): TransactWriteItem => ({ Put: { TableName: 'other', Item: { [name]: { S: 'one' } } } });
  await dynamoDb.createTable(named('first'));
  await write(put('first'));
  await write({ Delete: { TableName: 'other', Key: { first: { S: 'one' } } } });
  await dynamoDb.remakeTable(named('second'));

  await expect(write(put('second'))).resolves.toBeDefined();
  await expect(write(put('first'))).rejects.toMatchObject({ name: 'TransactionCanceledException' });
});
