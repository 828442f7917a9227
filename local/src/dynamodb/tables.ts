// The tables themselves: dynalite, which answers as DynamoDB does, in memory.
// https://github.com/architect/dynalite
import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Parse } from 'dynalite/db/conditionParser.js';
import { AwsError } from '../foundation/errors';
import { isJsonArray, isJsonObject, type JsonObject } from '../foundation/json';
import { textOf } from './attribute-value';
import { checkExpressions } from './conditions';
import { remembering } from './known-conditions';
import { forgetful, packed } from './packed-store';

const OK = 200;
/** dynalite reads a signature, and believes it: the engine has verified the caller's before. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=engine, SignedHeaders=host, Signature=none',
};

/** Tables, none at first. */
export class Tables {
  #server: Promise<Server> | undefined;
  /** The names of each table's key, by the table's: describing a table counts its items. */
  readonly #keys = new Map<string, readonly string[]>();
  /** Calls that are not answered yet. */
  readonly #calls = new Set<Promise<unknown>>();
  /** Ends when somebody who is alone is. */
  #alone: Promise<unknown> | undefined;
  #isStopped = false;

  /**
   * Calls an operation of DynamoDB's API.
   * @throws AwsError what DynamoDB answers instead
   */
  async call(operation: string, input: JsonObject): Promise<JsonObject> {
    while (this.#alone) await this.#alone;
    if (this.#isStopped) throw new AwsError('ServiceUnavailable', 'The tables are stopped.', 503);
    const answered = this.#answer(operation, input);
    this.#calls.add(answered);
    try {
      return await answered;
    } finally {
      this.#calls.delete(answered);
    }
  }

  /** Does something while nobody else calls. @param task what it throws is thrown */
  async alone<Result>(
    task: (call: (operation: string, input: JsonObject) => Promise<JsonObject>) => Promise<Result>,
  ): Promise<Result> {
    while (this.#alone) await this.#alone;
    const others = [...this.#calls];
    const done = Promise.allSettled(others).then(async () =>
      task(async (operation, input) => this.#answer(operation, input)),
    );
    const settled = done.then(
      () => undefined,
      () => undefined,
    );
    this.#alone = settled;
    this.#calls.add(settled);
    try {
      return await done;
    } finally {
      this.#alone = undefined;
      this.#calls.delete(settled);
    }
  }

  /**
   * The attributes that make the key of a table.
   * @param call as whoever is alone calls
   * @throws AwsError `ResourceNotFoundException`
   */
  async keyNamesOf(tableName: string, call: Tables['call']): Promise<readonly string[]> {
    const known = this.#keys.get(tableName);
    if (known) return known;
    const { Table: table } = await call('DescribeTable', { TableName: tableName });
    const schema = isJsonObject(table) ? table['KeySchema'] : undefined;
    const parts = isJsonArray(schema) ? schema.filter(isJsonObject) : [];
    const names = parts.map(({ AttributeName: name }) => textOf(name));
    this.#keys.set(tableName, names);
    return names;
  }

  /** Takes no more calls, and waits for those that it has. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.allSettled(this.#calls);
  }

  async #answer(operation: string, input: JsonObject): Promise<JsonObject> {
    checkExpressions(input);
    if (operation === 'CreateTable' || operation === 'DeleteTable') this.#keys.delete(textOf(input['TableName']));
    // The first call starts them: most stacks have no table.
    this.#server ??= started();
    const { status, text } = await exchange(await this.#server, operation, JSON.stringify(input));
    const output: unknown = JSON.parse(text);
    if (!isJsonObject(output)) throw new Error(`${operation} was answered with no object.`);
    if (status === OK) return output;
    throw errorOf(output, status);
  }
}

/** The parser is one for all tables of the process. */
const PARSERS = new WeakMap<object, Parse>();

async function started(): Promise<Server> {
  const [{ default: dynalite }, { default: parser }, { MemoryLevel }] = await Promise.all([
    import('dynalite'),
    import('dynalite/db/conditionParser.js'),
    import('memory-level'),
  ]);
  packed(MemoryLevel.prototype);
  forgetful(MemoryLevel.prototype);
  parser.parse = PARSERS.get(parser) ?? remembering(parser.parse);
  PARSERS.set(parser, parser.parse);
  return dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
}

/** Hands a request to dynalite, which is a server, without a socket in between: history writes each message this way. */
async function exchange(server: Server, operation: string, body: string) {
  return new Promise<{ readonly status: number; readonly text: string }>((resolve) => {
    const headers = { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` };
    const request = Object.assign(new EventEmitter(), { method: 'POST', url: '/', headers });
    const response = {
      statusCode: OK,
      setHeader: () => response,
      end: (text: string) => resolve({ status: response.statusCode, text }),
    };
    server.emit('request', request, response);
    request.emit('data', Buffer.from(body));
    request.emit('end');
  });
}

/** `{"__type": "com.amazonaws.dynamodb.v20120810#<code>", "message": "…"}` */
function errorOf({ __type: type, message, Message: capital }: JsonObject, status: number): AwsError {
  const code = typeof type === 'string' ? (type.split('#').at(-1) ?? type) : 'InternalServerError';
  const sentence = message ?? capital;
  return new AwsError(code, typeof sentence === 'string' ? sentence : code, status);
}
