// The tables themselves: dynalite, which answers as DynamoDB does, in memory, on a free port of this machine.
// https://github.com/architect/dynalite
import { once } from 'node:events';
import type { Server } from 'node:http';
import { AwsError } from '../foundation/errors';
import { isJsonObject, type JsonObject } from '../foundation/json';
import { checkExpressions } from './conditions';

const HOST = '127.0.0.1';
/** dynalite reads a signature, and believes it: the engine has verified the caller's before. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=engine, SignedHeaders=host, Signature=none',
};

/** Tables, none at first. */
export class Tables {
  #server: Promise<Server> | undefined;
  /** Calls that are not answered yet. */
  readonly #calls = new Set<Promise<unknown>>();
  #isStopped = false;

  /**
   * Calls an operation of DynamoDB's API.
   * @throws AwsError what DynamoDB answers instead
   */
  async call(operation: string, input: JsonObject): Promise<JsonObject> {
    checkExpressions(input);
    if (this.#isStopped) throw new AwsError('ServiceUnavailable', 'The tables are stopped.', 503);
    const answered = this.#answer(operation, input);
    this.#calls.add(answered);
    try {
      return await answered;
    } finally {
      this.#calls.delete(answered);
    }
  }

  /** Waits for the calls that it has: dynalite throws, where no one can catch it, when it is stopped in the middle of one. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.allSettled(this.#calls);
    const server = await this.#server;
    if (!server) return;
    server.closeAllConnections();
    await new Promise<void>((resolve, reject) => {
      server.close((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  async #answer(operation: string, input: JsonObject): Promise<JsonObject> {
    // The first call starts them: most stacks have no table.
    this.#server ??= started();
    const response = await fetch(urlOf(await this.#server), {
      method: 'POST',
      headers: { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: JSON.stringify(input),
    });
    const output: unknown = await response.json();
    if (!isJsonObject(output)) throw new Error(`${operation} was answered with no object.`);
    if (response.ok) return output;
    throw errorOf(output, response.status);
  }
}

async function started(): Promise<Server> {
  const { default: dynalite } = await import('dynalite');
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, HOST);
  await once(server, 'listening');
  return server;
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The tables are not served.');
  return `http://${HOST}:${address.port}/`;
}

/** `{"__type": "com.amazonaws.dynamodb.v20120810#<code>", "message": "…"}` */
function errorOf({ __type: type, message, Message: capital }: JsonObject, status: number): AwsError {
  const code = typeof type === 'string' ? (type.split('#').at(-1) ?? type) : 'InternalServerError';
  const sentence = message ?? capital;
  return new AwsError(code, typeof sentence === 'string' ? sentence : code, status);
}
