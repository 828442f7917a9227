// What tables keep of an item in memory.
import { MemoryLevel } from 'memory-level';
import { ROLE } from '../support/appsync';
import { dynamoDbBench } from '../support/dynamodb';
import { endAll, endLater } from '../support/endings';

/** Bytes of a request that is read, and gone, between two items. */
const PASSING = 3_000;
/** Bytes that may be lost where one block ends and the next one begins. */
const BLOCK = 8_192;

afterAll(endAll);

it('Tables keep no memory of what passed by', async () => {
  const kept: Buffer[] = [];
  const put = MemoryLevel.prototype._put;
  jest.spyOn(MemoryLevel.prototype, '_put').mockImplementation(async function (this: MemoryLevel, ...written) {
    kept.push(written[0], written[1]);
    return put.apply(this, written);
  });
  const { dynamoDb } = await dynamoDbBench();
  endLater(async () => dynamoDb.stop());

  for (let count = 0; count < 100; count += 1) {
    Buffer.from('x'.repeat(PASSING));
    await dynamoDb.call('PutItem', { TableName: 'things', Item: { id: { S: String(count) } } }, ROLE);
  }

  const own = kept.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const held = [...new Set(kept.map(({ buffer }) => buffer))].reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(kept.length).toBeGreaterThanOrEqual(200);
  expect(held).toBeLessThan(2 * own + BLOCK);
});
