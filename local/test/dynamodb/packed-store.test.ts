// What tables keep of an item in memory.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

it('Tables forget who has read them', async () => {
  const readers: WeakRef<object>[] = [];
  const values = MemoryLevel.prototype._values;
  MemoryLevel.prototype._values = function (options) {
    const reader = values.call(this, options);
    readers.push(new WeakRef(reader));
    return reader;
  };
  const { dynamoDb } = await dynamoDbBench();
  endLater(async () => dynamoDb.stop());

  for (const Limit of [1, 10, 100]) await dynamoDb.call('Scan', { TableName: 'things', Limit }, ROLE);
  await collected();

  expect(readers.length).toBeGreaterThanOrEqual(3);
  expect(readers.filter((reader) => reader.deref())).toEqual([]);
});

/** Everything that can be forgotten is. */
async function collected(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
}
