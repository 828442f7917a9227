// Stands before DynamoDB, and counts what functions write there in transactions.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Pool } from 'undici';
import { endLater } from '../test/support/endings';

const TRANSACTION = 'DynamoDB_20120810.TransactWriteItems';
/** `Credential=<key>/<date>/<region>/dynamodb/aws4_request` */
const REGION = /Credential=[^/]+\/[^/]+\/([^/]+)\//;

/** Counts the writes of transactions. */
export interface WriteCounter {
  /** For functions, in the environment variable `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly url: string;
  /** Items that were to be written in a region so far: a transaction that is refused takes as much of a table as another. */
  writes(region: string): number;
}

/** @param endpointUrl of the engine's account; `endAll` stops the counter */
export async function startWriteCounter(endpointUrl: string): Promise<WriteCounter> {
  const writes = new Map<string, number>();
  const engine = new Pool(endpointUrl);
  const server = createServer((request, response) => {
    const forward = async () => {
      const body = await buffer(request);
      const { 'x-amz-target': target, authorization = '' } = request.headers;
      if (target === TRANSACTION) {
        const { TransactItems: items } = JSON.parse(body.toString()) as { readonly TransactItems: readonly unknown[] };
        const region = REGION.exec(authorization)?.[1] ?? '';
        writes.set(region, (writes.get(region) ?? 0) + items.length);
      }
      const answer = await engine.request({
        ...{ path: request.url ?? '/', method: 'POST', body },
        headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== 'connection')),
      });
      response.writeHead(answer.statusCode, answer.headers);
      response.end(await answer.body.text());
    };
    // The function tries again.
    forward().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endLater(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await engine.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, writes: (region) => writes.get(region) ?? 0 };
}
