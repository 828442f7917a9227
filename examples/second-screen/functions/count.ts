// Counts votes, and those who watch. Called with what the queue has of the region's bus, up to a hundred messages at a time.
import { variable } from './environment';
import { Table } from './table';
import { tally } from './tally';
import { countableOf, type BusEvent } from './votes';

const table = new Table(variable('TABLE'));

/** What Lambda hands over: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
interface Batch {
  readonly Records: readonly { readonly body: string }[];
}

/** @throws what the table throws: then the queue delivers all of them again, and those that were counted are known */
export async function handler({ Records: records }: Batch): Promise<void> {
  await tally(
    records.flatMap(({ body }) => countableOf(JSON.parse(body) as BusEvent) ?? []),
    table,
  );
}
