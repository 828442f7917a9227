// Three services of other people's making, each packaged with the framework and run as one region's stack.
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '../support/clients/backend';
import { BareClient } from '../support/clients/bare-client';
import { endAll } from '../support/endings';
import { request, signedRequest } from '../support/clients/http-client';
import { nextMessage } from '../support/queue';
import { packageService, startService, type PackagedService, type TestService } from '../support/packages/services';
import type { Template } from '../support/packages/templates';

let packages: ReadonlyMap<string, PackagedService>;
let running: TestService;

beforeAll(async () => {
  const all = await Promise.all(['todo', 'orders', 'rooms'].map(packageService));
  packages = new Map(all.map((each) => [each.name, each]));
});

function packaged(name: string): PackagedService {
  const found = packages.get(name);
  if (!found) throw new Error(`${name} was not packaged.`);
  return found;
}

describe('todo: a table, pipelines and subscriptions with arguments', () => {
  const TODO = 'id list title number done tags';
  const ADD = `mutation ($id: ID!, $list: String!, $title: String!, $tags: [String!]) {
    addTodo(id: $id, list: $list, title: $title, tags: $tags) { ${TODO} } }`;
  const ask = async (query: string, variables: object = {}) => (await request(running.service, query, variables)).body;
  const add = async (id: string, list: string, title = 'Sweep') => ask(ADD, { id, list, title });

  beforeAll(async () => {
    running = await startService(packaged('todo'));
  });

  afterAll(endAll);

  it('puts an item and gets it back', async () => {
    const added = await ask(ADD, { id: 'a1', list: 'a', title: 'Sweep “it”', tags: ['x', 'y'] });

    const item = { id: 'a1', list: 'a', title: 'Sweep “it”', number: 1, done: false, tags: ['x', 'y'] };
    expect(added).toEqual({ data: { addTodo: item } });
    expect(await ask(`{ todo(id: "a1") { ${TODO} } }`)).toEqual({ data: { todo: item } });
  });

  it('answers null for an item that is not there', async () => {
    expect(await ask('{ todo(id: "nothing") { id } }')).toEqual({ data: { todo: null } });
  });

  it('says so when a condition does not hold, and shows the item that is there', async () => {
    await add('b1', 'b');

    const { data, errors } = await add('b1', 'b', 'Another');

    expect(data).toEqual({ addTodo: null });
    expect(errors).toMatchObject([
      {
        errorType: 'DynamoDB:ConditionalCheckFailedException',
        message: expect.stringMatching(
          /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: .+\)$/,
        ),
        data: { id: 'b1', title: 'Sweep' },
      },
    ]);
  });

  it('runs a pipeline whose first function refuses', async () => {
    for (const id of ['c1', 'c2', 'c3']) await add(id, 'c');

    const { errors } = await add('c4', 'c');

    expect(errors).toMatchObject([{ errorType: 'ListFull', message: 'The list c is full.' }]);
    expect(await ask('{ todo(id: "c4") { id } }')).toEqual({ data: { todo: null } });
  });

  it('queries an index page by page', async () => {
    for (const id of ['d1', 'd2', 'd3']) await add(id, 'd');
    const QUERY = `query ($nextToken: String) { todos(list: "d", limit: 2, nextToken: $nextToken) {
      items { id } nextToken } }`;

    const first = (await ask(QUERY)).data?.['todos'] as { items: unknown; nextToken: string };
    const second = (await ask(QUERY, { nextToken: first.nextToken })).data?.['todos'];

    expect(first.items).toEqual([{ id: 'd3' }, { id: 'd2' }]);
    expect(second).toEqual({ items: [{ id: 'd1' }], nextToken: null });
  });

  it('updates, scans with a filter, and deletes', async () => {
    await add('e1', 'e');

    const completed = await ask(`mutation { completeTodo(id: "e1") { id done } }`);
    const open = (await ask('{ everything { items { id } } }')).data?.['everything'] as { items: { id: string }[] };
    const deleted = await ask('mutation { deleteTodo(id: "e1") { id title } }');

    expect(completed).toEqual({ data: { completeTodo: { id: 'e1', done: true } } });
    expect(open.items.map(({ id }) => id)).not.toContain('e1');
    expect(deleted).toEqual({ data: { deleteTodo: { id: 'e1', title: 'Sweep' } } });
    expect(await ask('mutation { deleteTodo(id: "e1") { id } }')).toEqual({ data: { deleteTodo: null } });
  });

  it('tells subscribers of a list, and those of all lists', async () => {
    const client = await BareClient.connect(running.service);
    const one = client.start('subscription { todoAdded(list: "f") { id title } }');
    const all = client.start('subscription { todoAdded { id } }');
    for (const id of [one, all]) await client.frame('start_ack', id);

    await add('g1', 'g');
    await add('f1', 'f');

    expect(await client.frame('data', one)).toMatchObject({ payload: { data: { todoAdded: { id: 'f1' } } } });
    const toAll = client.frames.items.filter(({ type, id }) => type === 'data' && id === all);
    expect(toAll.map(({ payload }) => payload?.data)).toEqual([
      { todoAdded: { id: 'g1' } },
      { todoAdded: { id: 'f1' } },
    ]);
    client.close();
  });

  it('shares its table with SDK clients', async () => {
    const client = new DynamoDBClient(clientConfig(running, running.service.region));
    const TableName = running.output('TableName');
    const item = {
      id: { S: 'h1' },
      list: { S: 'h' },
      title: { S: 'By SDK' },
      number: { N: '7' },
      done: { BOOL: true },
    };

    await client.send(new PutItemCommand({ TableName, Item: item }));

    expect((await client.send(new GetItemCommand({ TableName, Key: { id: { S: 'h1' } } }))).Item).toEqual(item);
    expect(await ask('{ todo(id: "h1") { title number } }')).toEqual({
      data: { todo: { title: 'By SDK', number: 7 } },
    });
    await expect(client.send(new ScanCommand({ TableName: 'missing' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    client.destroy();
  });
});

it('todo: a role without the permission fails with DynamoDB’s error', async () => {
  const { template } = packaged('todo');
  const text = JSON.stringify(template).replace('"dynamodb:GetItem",', '');
  const service = await startService(packaged('todo'), JSON.parse(text) as typeof template);

  const { body } = await request(service.service, '{ todo(id: "a") { id } }');
  await service.stop();

  expect(body.errors).toMatchObject([
    {
      errorType: 'DynamoDB:AccessDeniedException',
      message: expect.stringContaining('is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:'),
    },
  ]);
});

describe('orders: functions, a bus and signed callers', () => {
  const ask = async (query: string) => (await signedRequest(running.service, running.aws, query)).body;
  const price = async (sku: string) => ask(`{ price(sku: "${sku}") { sku amount currency } }`);

  beforeAll(async () => {
    running = await startService(packaged('orders'));
  });

  afterAll(endAll);

  it('asks a function', async () => {
    expect(await price('apple')).toEqual({ data: { price: { sku: 'apple', amount: 0.5, currency: 'EUR' } } });
  });

  it('tells what a function throws', async () => {
    const { data, errors } = await price('plum');

    expect(data).toEqual({ price: null });
    expect(errors).toMatchObject([{ errorType: 'Lambda:Unhandled', message: 'There is no plum.' }]);
  });

  it('asks a function that reads a table with its own role', async () => {
    const client = new DynamoDBClient(clientConfig(running, running.service.region));
    const item = { sku: { S: 'quince' }, amount: { N: '2.5' } };
    await client.send(new PutItemCommand({ TableName: running.output('TableName'), Item: item }));

    expect((await price('quince')).data).toMatchObject({ price: { amount: 2.5 } });
    client.destroy();
  });

  it('ends a function that takes too long, and runs it again', async () => {
    const { errors } = await price('endless');

    expect(errors).toMatchObject([
      { errorType: 'Lambda:Unhandled', message: expect.stringMatching(/Error: Task timed out after 2\.00 seconds$/) },
    ]);
    expect((await price('pear')).data).toMatchObject({ price: { amount: 0.75 } });
  });

  it('asks a function in a pipeline and puts an event that reaches a queue', async () => {
    const { data } = await ask('mutation { placeOrder(sku: "pear", quantity: 4) { id sku quantity total } }');

    const order = data?.['placeOrder'];
    expect(order).toEqual({ id: expect.any(String), sku: 'pear', quantity: 4, total: 3 });
    const { Body } = await nextMessage(running, running.service.region, 'QueueUrl');
    expect(JSON.parse(Body ?? '')).toEqual(order);
  });

  it('refuses unsigned requests', async () => {
    expect((await request(running.service, '{ price(sku: "apple") { sku } }', {}, {})).status).toBe(401);
  });
});

it('orders: a function whose role may not read the table gets DynamoDB’s error', async () => {
  const { template } = packaged('orders');
  const text = JSON.stringify(template).replace('"dynamodb:GetItem"', '"dynamodb:PutItem"');
  const service = await startService(packaged('orders'), JSON.parse(text) as typeof template);

  const { body } = await signedRequest(service.service, service.aws, '{ price(sku: "quince") { sku } }');
  await service.stop();

  expect(body.errors).toMatchObject([
    {
      errorType: 'Lambda:Unhandled',
      message: expect.stringMatching(
        /assumed-role\/orders-test-us-west-2-lambdaRole\/.* is not authorized to perform: dynamodb:GetItem/,
      ),
    },
  ]);
});

it('orders: a data source whose role may not call the function fails with Lambda’s error', async () => {
  const { template } = packaged('orders');
  const text = JSON.stringify(template).replace('"lambda:invokeFunction"', '"lambda:GetFunction"');
  const service = await startService(packaged('orders'), JSON.parse(text) as typeof template);

  const { body } = await signedRequest(service.service, service.aws, '{ price(sku: "apple") { sku } }');
  await service.stop();

  expect(body.errors).toMatchObject([
    {
      errorType: 'Lambda:AccessDeniedException',
      message: expect.stringContaining(
        'is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:',
      ),
    },
  ]);
});

describe('rooms: a Lambda authorizer and enhanced filters', () => {
  const ask = async (token: string, query: string) => request(running.service, query, {}, { authorization: token });
  const authorizationOf = (token: string) => ({ host: new URL(running.service.graphqlUrl).host, Authorization: token });
  const HEARD = 'subscription { heard(room: "kitchen", loudness: 5) { text speaker } }';
  const say = async (room: string, text: string, loudness: number) =>
    ask(
      'zoe:member',
      `mutation { say(room: "${room}", text: "${text}", loudness: ${loudness}) { room text loudness speaker } }`,
    );

  beforeAll(async () => {
    running = await startService(packaged('rooms'));
  });

  afterAll(endAll);

  it('accepts whom the function accepts, and keeps its answer', async () => {
    const first = await ask('ann:member', '{ me }');
    const second = await ask('ann:member', '{ me secret }');

    expect(first.body).toEqual({ data: { me: expect.stringMatching(/^ann, asked \d+$/) } });
    expect(second.body.data).toEqual({ me: first.body.data?.['me'], secret: 'The key is under the mat.' });
  });

  it('asks again when the answer says that it does not last', async () => {
    const first = await ask('bob:guest', '{ me }');
    const second = await ask('bob:guest', '{ me }');

    expect(second.body.data?.['me']).not.toEqual(first.body.data?.['me']);
  });

  it('hides what the function denies', async () => {
    const { status, body } = await ask('bob:guest', '{ secret }');

    expect(status).toBe(200);
    expect(body.data).toEqual({ secret: null });
    expect(body.errors).toMatchObject([
      { errorType: 'Unauthorized', message: 'Not Authorized to access secret on type Query' },
    ]);
  });

  it.each([
    ['is refused', 'eve:stranger'],
    ['breaks the function', 'eve:troublemaker'],
    ['does not look like a token', 'Bearer 123'],
  ])('refuses access when the token %s', async (_, token) => {
    const { status, body } = await ask(token, '{ me }');

    expect(status).toBe(401);
    expect(body).toEqual({
      errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }],
    });
  });

  it('lets a key see what the schema opens to keys, and no more', async () => {
    const { body } = await request(running.service, '{ rooms me }');

    expect(body.data).toEqual({ rooms: ['kitchen', 'garden'], me: null });
  });

  it('delivers what the filter lets through, to callers with a token', async () => {
    const client = await BareClient.connect(running.service, { authorization: authorizationOf('ann:member') });
    const id = client.start(HEARD);
    await client.frame('start_ack', id);

    await say('kitchen', 'too quiet', 4);
    await say('garden', 'elsewhere', 9);
    await say('kitchen', 'hello', 5);

    expect(await client.frame('data', id)).toMatchObject({
      payload: { data: { heard: { text: 'hello', speaker: 'zoe' } } },
    });
    client.close();
  });

  it('closes a connection whose token is refused', async () => {
    const client = await BareClient.open(running.service, { authorization: authorizationOf('eve:stranger') });

    const { payload } = await client.frames.find(({ type }) => type === 'connection_error');

    expect(payload?.errors).toEqual([
      { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.', errorCode: 401 },
    ]);
    await client.closed;
  });

  it('refuses a start whose own token is refused', async () => {
    const client = await BareClient.connect(running.service, { authorization: authorizationOf('ann:member') });

    const id = client.start(HEARD, {}, authorizationOf('eve:stranger'));

    expect((await client.frame('error', id)).payload?.errors).toEqual([
      { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' },
    ]);
    client.close();
  });
});

it('rooms: without permission to call the authorizer no one gets in', async () => {
  const { template } = packaged('rooms');
  const { Resources: resources } = template as unknown as Template;
  const others = Object.entries(resources).filter(([id]) => id !== 'LambdaAuthorizerPermission');
  const service = await startService(packaged('rooms'), { ...template, Resources: Object.fromEntries(others) });

  const { status } = await request(service.service, '{ me }', {}, { authorization: 'ann:member' });
  await service.stop();

  expect(status).toBe(401);
  expect(service.lines.join('\n')).toContain(
    'appsync.amazonaws.com is not authorized to perform: lambda:InvokeFunction',
  );
});
