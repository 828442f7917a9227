// What stands before DynamoDB counts writes, and changes nothing of what is asked and answered.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { startWriteCounter } from '../../../bench/writes';
import { endAll, endLater } from '../../support/endings';

/** What the account behind it was asked. */
let asked: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];

afterEach(endAll);

async function startAccount(): Promise<string> {
  asked = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      asked.push({ headers: request.headers, body: body.toString() });
      response.writeHead(400, { 'x-amzn-requestid': 'one' }).end('{"__type":"TransactionCanceledException"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endLater(async () => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function aRequest(operation: string, region: string, body: object) {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKID/20260101/${region}/dynamodb/aws4_request, Signature=0`;
  return {
    method: 'POST',
    headers: { authorization, 'x-amz-target': `DynamoDB_20120810.${operation}` },
    body: JSON.stringify(body),
  };
}

it('counts the items of transactions by region, also of those that are refused', async () => {
  const counter = await startWriteCounter(await startAccount());

  await fetch(counter.url, aRequest('TransactWriteItems', 'us-west-2', { TransactItems: [{}, {}, {}] }));
  await fetch(counter.url, aRequest('TransactWriteItems', 'us-west-2', { TransactItems: [{}] }));
  await fetch(counter.url, aRequest('PutItem', 'us-west-2', { Item: {} }));

  expect(['us-west-2', 'ap-southeast-2'].map((region) => counter.writes(region))).toEqual([4, 0]);
});

it('hands on what is asked and what is answered', async () => {
  const { url } = await startWriteCounter(await startAccount());
  const request = aRequest('Query', 'us-west-2', { TableName: 'one' });

  const answer = await fetch(url, request);

  expect(asked).toEqual([{ headers: expect.objectContaining(request.headers) as object, body: request.body }]);
  expect(asked[0]?.headers.host).toBe(new URL(url).host);
  expect([answer.status, answer.headers.get('x-amzn-requestid')]).toEqual([400, 'one']);
  expect(await answer.json()).toEqual({ __type: 'TransactionCanceledException' });
});
