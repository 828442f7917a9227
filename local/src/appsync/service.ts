// AppSync of one region: its APIs, each served on a port of its own.
import { AwsError } from '../foundation/errors';
import type { JsonObject, JsonValue } from '../foundation/json';
import type { Operation } from '../foundation/service-api';
import type { Acm } from '../acm/acm';
import type { Hosts } from '../foundation/host-names';
import type { Iam } from '../iam/iam';
import type { Network } from '../foundation/network';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { TlsIdentity } from '../foundation/http/server';
import type { ApiEndpoint, AppSync, GraphQlResponse, MutationCall } from './appsync';
import { Unauthorized } from './authorization/authorization';
import { DomainNames } from './http/domain-names';
import type { GraphqlApi } from './graphql-api';
import { MalformedRequest, RequestRefused } from './execution/graphql-error';
import type { JavaScript } from './javascript/javascript';
import type { Neighbours } from './neighbours';
import { evaluateCode } from './operations/evaluate-code';
import { describeGraphqlApi } from './operations/get-graphql-api';
import { describeSchema } from './operations/get-introspection-schema';
import { describeResolvers } from './operations/list-resolvers';
import { serve, type ServedApi } from './http/serving';

/** Whom a region's APIs talk to, and where and how they are served. */
export interface AppSyncOptions extends Neighbours {
  /** Has the certificates of domain names. */
  readonly acm: Acm;
  /** Takes the names of APIs. */
  readonly hosts: Hosts;
  readonly network: Network;
  readonly power: Power;
  /** The port of the first API; any free one when absent, and for every further API. */
  readonly port?: number | undefined;
  /** `127.0.0.1` when absent. */
  readonly host?: string | undefined;
  /** Without it, only HTTP is answered. */
  readonly tls?: TlsIdentity | undefined;
  readonly javaScript: JavaScript;
}

const HOST = '127.0.0.1';

/** The SigV4 name of the service, also for `appsync:` actions. */
const SIGNING_NAME = 'appsync';

/** Creates the AppSync of a region. It serves each API from the moment of its creation. */
export function createAppSync(region: Region, options: AppSyncOptions): AppSync {
  const served: ServedApi[] = [];
  const domainNames = new DomainNames(region, options.acm);
  const { javaScript, iam, hosts, network, power, host = HOST, port = 0, tls } = options;

  const findServed = (apiId: string) => {
    const found = served.find(({ api }) => api.apiId === apiId);
    if (!found) throw new AwsError('NotFoundException', `GraphQL API ${apiId} not found.`, 404);
    return found;
  };
  const find = (apiId: string) => findServed(apiId).api;

  return {
    createGraphqlApi: async (definition) => {
      const number = served.length;
      const api = await serve({
        ...{ region, neighbours: options, hosts, network, power, javaScript, definition, number, host, tls },
        port: number === 0 ? port : 0,
      });
      served.push(api);
      return api.created;
    },
    putSchema: (apiId, definition) => find(apiId).putSchema(definition),
    createApiKey: (apiId, expires) => find(apiId).keys.create(expires),
    createDataSource: (apiId, definition) => find(apiId).createDataSource(definition),
    createResolver: (apiId, definition) => find(apiId).createResolver(definition),
    createFunction: (apiId, definition) => find(apiId).createFunction(definition),
    createDomainName: (definition) => domainNames.create(definition),
    associateApi: (domainName, apiId) => {
      const api = findServed(apiId);
      api.lead(domainName, domainNames.associate(domainName).appSyncDomainName);
    },
    endpoints: () => served.map(endpointOf),
    invokeMutation: async (call) => {
      const target = served.find(({ created }) => created.endpointArn === call.endpointArn);
      if (!target) throw new AwsError('ResourceNotFoundException', `No GraphQL endpoint ${call.endpointArn}.`, 404);
      return invoke(target.api, call);
    },
    api: serviceApi({ iam, javaScript, find: findServed }),
    stop: async () => {
      await Promise.all(served.map(({ stop }) => stop()));
    },
  };
}

function endpointOf({ api, created: { apiId, graphqlUrl, realtimeUrl } }: ServedApi): ApiEndpoint {
  return { apiId, name: api.name, graphqlUrl, realtimeUrl, apiKeys: api.keys.all() };
}

/** IAM must be one of the API's modes: https://docs.aws.amazon.com/eventbridge/latest/userguide/target-appsync.html */
async function invoke(api: GraphqlApi, call: MutationCall): Promise<GraphQlResponse> {
  if (!api.authModes.includes('AWS_IAM')) {
    throw new AwsError('AccessDeniedException', `The API ${api.name} has no AWS_IAM authorization.`, 403);
  }
  const request = { query: call.operation, operationName: null, variables: call.variables };
  const caller = { mode: 'AWS_IAM', principal: call.caller } as const;
  try {
    return await api.request(request, { caller, headers: {}, sourceIp: null });
  } catch (error) {
    if (error instanceof Unauthorized) throw error.cause instanceof AwsError ? error.cause : denied(error);
    if (error instanceof RequestRefused) return { data: null, errors: error.errors };
    if (!(error instanceof MalformedRequest)) throw error;
    return { data: null, errors: [{ path: null, locations: null, message: error.message }] };
  }
}

function denied({ message }: Unauthorized): AwsError {
  return new AwsError('AccessDeniedException', message, 403);
}

/** What the operations need. */
interface OperationContext {
  readonly iam: Iam;
  readonly javaScript: JavaScript;
  /** @throws AwsError `NotFoundException` */
  readonly find: (apiId: string) => ServedApi;
}

/** The operations of https://docs.aws.amazon.com/appsync/latest/APIReference/API_Operations.html that the engine has. */
function serviceApi({ iam, javaScript, find }: OperationContext): AppSync['api'] {
  /** A call that a person debugging makes on one API. */
  const reading =
    (action: string, resourceOf: (api: GraphqlApi, input: JsonObject) => string, answer: Reading): Operation =>
    (input, caller) => {
      const served = find(textOf(input['apiId']));
      iam.authorize(caller, { action, resource: resourceOf(served.api, input) });
      return Promise.resolve(answer(served, input));
    };
  const evaluate = evaluateCode(javaScript);
  return {
    signingName: SIGNING_NAME,
    protocol: { kind: 'rest-json', routes: ROUTES },
    payloads: { GetIntrospectionSchema: 'schema' },
    operations: {
      EvaluateCode: async (input, caller) => {
        iam.authorize(caller, { action: 'appsync:EvaluateCode', resource: '*' });
        return await evaluate(input, caller);
      },
      GetGraphqlApi: reading(
        'appsync:GetGraphqlApi',
        ({ arn }) => arn,
        ({ api, created }) => describeGraphqlApi(api, created),
      ),
      ListResolvers: reading(
        'appsync:ListResolvers',
        ({ arn }, { typeName }) => `${arn}/types/${textOf(typeName)}/resolvers/*`,
        ({ api }, { typeName }) => describeResolvers(api, textOf(typeName)),
      ),
      GetIntrospectionSchema: reading(
        'appsync:GetIntrospectionSchema',
        ({ arn }) => arn,
        ({ api }, { format, includeDirectives }) => describeSchema(api, format, includeDirectives !== 'false'),
      ),
    },
  };
}

type Reading = (served: ServedApi, input: JsonObject) => JsonObject;

const ROUTES = {
  'POST /v1/dataplane-evaluatecode': 'EvaluateCode',
  'GET /v1/apis/{apiId}': 'GetGraphqlApi',
  'GET /v1/apis/{apiId}/types/{typeName}/resolvers': 'ListResolvers',
  'GET /v1/apis/{apiId}/schema': 'GetIntrospectionSchema',
};

/** A label of the path, which is always text. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
