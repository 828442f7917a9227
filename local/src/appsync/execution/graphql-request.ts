// What a client asks, read from the text that it sent.
import { isJsonObject, type JsonObject, jsonIn } from '../../foundation/json';
import { MAX_REQUEST_DEPTH } from '../limits';
import { MalformedRequest } from './graphql-error';

/** A GraphQL request, however it came. */
export interface GraphQlRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: JsonObject;
}

const UNREADABLE: GraphQlRequest = { query: '', operationName: null, variables: {} };

/**
 * Reads a body: JSON with `query`, `operationName` and `variables`, or a bare GraphQL document.
 * Sentences and the bare document: https://github.com/graphql/graphql-over-http/issues/81
 * @throws MalformedRequest
 */
export function readRequest(body: string): GraphQlRequest {
  if (body.trim() === '') throw new MalformedRequest('Request body is empty.');
  if (isDeeperThan(body, MAX_REQUEST_DEPTH)) throw new MalformedRequest();
  const request = jsonIn(body);
  if (request === undefined) return { query: body, operationName: null, variables: {} };
  if (!isJsonObject(request)) throw new MalformedRequest();
  return checkedRequest(request);
}

/**
 * Checks the members of a request.
 * @throws MalformedRequest
 */
export function checkedRequest({ query, operationName = null, variables = null }: JsonObject): GraphQlRequest {
  if (typeof query !== 'string') throw new MalformedRequest();
  if (operationName !== null && typeof operationName !== 'string') throw new MalformedRequest();
  if (variables !== null && !isJsonObject(variables)) throw new MalformedRequest();
  return { query, operationName, variables: variables ?? {} };
}

/**
 * What a Lambda authorizer is told of a request: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 * One that cannot be read is refused after its caller is known.
 */
export async function toldOf(request: () => Promise<GraphQlRequest>): Promise<JsonObject> {
  const { query, operationName, variables } = await request().catch((error: unknown) => {
    if (error instanceof MalformedRequest) return UNREADABLE;
    throw error;
  });
  return { queryString: query, operationName, variables };
}

/** Is a JSON text nested deeper? Found without building what it says, in one go over the text. */
function isDeeperThan(json: string, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < json.length; index += 1) {
    const character = json.charAt(index);
    if (character === '"') index = endOfString(json, index);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end < 0 ? json.length : end;
}

function isEscaped(json: string, index: number): boolean {
  let backslashes = 0;
  while (json.charAt(index - 1 - backslashes) === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
