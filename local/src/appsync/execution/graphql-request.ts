// What a client asks, read from the text that it sent.
import { isJsonObject, type JsonObject, jsonIn } from '../../foundation/json';
import { isDeeperThan } from '../json-depth';
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
