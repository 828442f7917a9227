// GraphQL over HTTP as AppSync answers it: https://github.com/graphql/graphql-over-http/issues/81
import type { IncomingMessage } from 'node:http';
import { readBody } from '../../foundation/http/request-body';
import type { JsonObject, JsonValue } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import type { GraphQlResponse } from '../appsync';
import { authenticate } from '../authorization/authorization';
import type { Credentials } from '../authorization/credentials';
import { MalformedRequest, RequestRefused } from '../execution/graphql-error';
import { checkedRequest, readRequest, toldOf, type GraphQlRequest } from '../execution/graphql-request';
import { ResponseHeaders } from '../execution/response-headers';
import type { GraphqlApi } from '../graphql-api';
import { MAX_REQUEST_BYTES } from '../limits';
import { GRAPHQL_PATHS } from './api-host-names';
import { type HttpAnswer, notFound, type OverHttp, refusal } from './http-answers';
import { originOf } from './origin';

/** Answers the queries and mutations of an API. */
export function graphqlOverHttp(api: GraphqlApi, region: Region): OverHttp {
  return async (request, entrance) => {
    try {
      const url = request.url ?? '/';
      const end = url.indexOf('?');
      const path = end < 0 ? url : url.slice(0, end);
      if (!GRAPHQL_PATHS[entrance.kind].includes(path)) return notFound();
      const origin = originOf(request, entrance);
      const asking = new Asking(request, origin.headers);
      const who = authenticate(api, asking, region);
      const caller = who instanceof Promise ? await who : who;
      const responseHeaders = new ResponseHeaders();
      const { headers, sourceIp, domainName } = origin;
      const invocation = { caller, headers, sourceIp, domainName, responseHeaders };
      const response = api.request(await asking.asked(), invocation);
      return answered(response instanceof Promise ? await response : response, responseHeaders.all());
    } catch (error) {
      if (error instanceof MalformedRequest) return refusal(400, error.errorType, error.message);
      if (error instanceof RequestRefused) return answered({ data: null, errors: error.errors });
      throw error;
    }
  };
}

/** What a request shows, and what it asks: each is read once, when somebody wants it. */
class Asking implements Credentials {
  readonly method: string;
  readonly path: string;
  readonly purpose = '';
  readonly #request: IncomingMessage;
  #body: Promise<Buffer> | undefined;
  #asked: Promise<GraphQlRequest> | undefined;

  constructor(
    request: IncomingMessage,
    readonly headers: Credentials['headers'],
  ) {
    this.#request = request;
    this.method = request.method ?? 'POST';
    this.path = request.url ?? '/';
  }

  body(): Promise<Buffer> {
    this.#body ??= readBody(this.#request, MAX_REQUEST_BYTES);
    return this.#body;
  }

  asked(): Promise<GraphQlRequest> {
    this.#asked ??= this.#read();
    return this.#asked;
  }

  told(): Promise<JsonObject> {
    return toldOf(() => this.asked());
  }

  async #read(): Promise<GraphQlRequest> {
    if (this.method === 'GET') return requestInQuery(this.path.split('?')[1] ?? '');
    return readRequest(String(await this.body()));
  }
}

const TOKENS = { 'x-amzn-appsync-tokensconsumed': '1' };

/** @param added by resolvers */
function answered(body: GraphQlResponse, added?: HttpAnswer['headers']): HttpAnswer {
  return { status: 200, headers: added ? { ...added, ...TOKENS } : TOKENS, body };
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
