// GraphQL over HTTP as AppSync answers it: https://github.com/graphql/graphql-over-http/issues/81
import type { IncomingMessage } from 'node:http';
import { readBody } from '../../foundation/http/request-body';
import type { JsonValue } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import type { GraphQlResponse } from '../appsync';
import { authenticate } from '../authorization/authorization';
import { MalformedRequest, RequestRefused } from '../execution/graphql-error';
import { checkedRequest, readRequest, toldOf, type GraphQlRequest } from '../execution/graphql-request';
import { ResponseHeaders } from '../execution/response-headers';
import type { GraphqlApi } from '../graphql-api';
import { lazy } from '../lazy';
import { MAX_REQUEST_BYTES } from '../limits';
import { type Entrance, GRAPHQL_PATHS } from './api-host-names';
import { type HttpAnswer, notFound, type OverHttp, refusal } from './http-answers';
import { originOf } from './origin';

/** Answers the queries and mutations of an API. */
export function graphqlOverHttp(api: GraphqlApi, region: Region): OverHttp {
  return async (request, entrance) => {
    try {
      return await executed({ api, region, entrance }, request);
    } catch (error) {
      if (error instanceof MalformedRequest) return refusal(400, error.errorType, error.message);
      if (error instanceof RequestRefused) return answered({ data: null, errors: error.errors });
      throw error;
    }
  };
}

/** An API, and the name under which a request came to it. */
interface Reached {
  readonly api: GraphqlApi;
  readonly region: Region;
  readonly entrance: Entrance;
}

async function executed({ api, region, entrance }: Reached, request: IncomingMessage): Promise<HttpAnswer> {
  const url = request.url ?? '/';
  const [path = '', queryString = ''] = url.split('?');
  if (!GRAPHQL_PATHS[entrance.kind].includes(path)) return notFound();
  const method = request.method ?? 'POST';
  const origin = originOf(request, entrance);
  const body = lazy(() => readBody(request, MAX_REQUEST_BYTES));
  const asked = lazy(async () => (method === 'GET' ? requestInQuery(queryString) : readRequest(String(await body()))));
  const told = () => toldOf(asked);
  const caller = await authenticate(
    api,
    { method, path: url, headers: origin.headers, body, told, purpose: '' },
    region,
  );
  const responseHeaders = new ResponseHeaders();
  const response = await api.request(await asked(), { caller, ...origin, responseHeaders });
  return answered(response, responseHeaders.all());
}

/** @param headers what resolvers added */
function answered(body: GraphQlResponse, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status: 200, headers: { ...headers, 'x-amzn-appsync-tokensconsumed': '1' }, body };
}

function requestInQuery(queryString: string): GraphQlRequest {
  const parameters = new URLSearchParams(queryString);
  const variables = parameters.get('variables');
  return checkedRequest({
    query: parameters.get('query'),
    operationName: parameters.get('operationName'),
    variables: variables === null ? null : parsed(variables),
  });
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new MalformedRequest();
  }
}
