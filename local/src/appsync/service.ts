// AppSync of one region: its APIs, each served on a port of its own.
import { AwsError } from '../foundation/errors';
import type { Acm } from '../acm/acm';
import type { Network } from '../foundation/network';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { TlsIdentity } from '../foundation/http/server';
import type { ApiDefinition, ApiEndpoint, AppSync, CreatedApi, GraphQlResponse, MutationCall } from './appsync';
import { Unauthorized } from './authorization/authorization';
import { DomainNames } from './http/domain-names';
import type { GraphqlApi } from './graphql-api';
import { MalformedRequest, RequestRefused } from './execution/graphql-error';
import type { JavaScript } from './javascript/javascript';
import type { Neighbours } from './neighbours';
import { operations } from './operations/operations';
import { serve, type ServedApi } from './http/serving';

/** Whom a region's APIs talk to, and where and how they are served. */
export interface AppSyncOptions extends Neighbours {
  /** Has the certificates of domain names. */
  readonly acm: Acm;
  readonly network: Network;
  readonly power: Power;
  /** The port of the first API; any free one when absent, and for every further API. */
  readonly port?: number | undefined;
  /** `127.0.0.1` when absent. */
  readonly host?: string | undefined;
  /** Without it, only HTTP is answered. */
  readonly tls?: TlsIdentity | undefined;
  /** A realm for each API, and one for EvaluateCode: none sees what the code of another does. */
  readonly newJavaScript: () => JavaScript;
}

const HOST = '127.0.0.1';

/** Creates the AppSync of a region. It serves each API from the moment of its creation. */
export function createAppSync(region: Region, options: AppSyncOptions): AppSync {
  const apis = new ServedApis(region, options);
  const domainNames = new DomainNames(region, options.acm);
  options.acm.addUser((arn) => domainNames.uses(arn));
  const find = (apiId: string) => apis.find(apiId).api;
  return {
    createGraphqlApi: async (definition) => apis.create(definition),
    updateGraphqlApi: (apiId, definition) => {
      const { api, created } = apis.find(apiId);
      api.update(definition);
      return created;
    },
    deleteGraphqlApi: async (apiId) => apis.delete(apiId),
    putSchema: (apiId, definition) => find(apiId).putSchema(definition),
    createApiKey: (apiId, ...settings) => find(apiId).keys.create(...settings),
    updateApiKey: (apiId, key, ...settings) => find(apiId).keys.update(key, ...settings),
    deleteApiKey: (apiId, key) => find(apiId).keys.delete(key),
    createDataSource: (apiId, definition) => find(apiId).dataSources.create(definition),
    updateDataSource: (apiId, definition) => find(apiId).dataSources.update(definition),
    deleteDataSource: (apiId, name) => find(apiId).dataSources.delete(name),
    createResolver: (apiId, definition) => find(apiId).resolvers.createResolver(definition),
    updateResolver: (apiId, definition) => find(apiId).resolvers.updateResolver(definition),
    deleteResolver: (apiId, typeName, fieldName) => find(apiId).resolvers.deleteResolver(typeName, fieldName),
    createFunction: (apiId, definition) => find(apiId).resolvers.createFunction(definition),
    updateFunction: (apiId, functionId, definition) => find(apiId).resolvers.updateFunction(functionId, definition),
    deleteFunction: (apiId, functionId) => find(apiId).resolvers.deleteFunction(functionId),
    createDomainName: (definition) => domainNames.create(definition),
    associateApi: (domainName, apiId) => {
      const api = apis.find(apiId);
      api.lead(domainName, domainNames.associate(domainName, apiId).appSyncDomainName);
    },
    disassociateApi: (domainName) => {
      const { apiId, appSyncDomainName } = domainNames.disassociate(domainName);
      if (apis.has(apiId)) apis.find(apiId).release(domainName, appSyncDomainName);
    },
    deleteDomainName: (domainName) => domainNames.delete(domainName),
    endpoints: () => apis.all().map(endpointOf),
    invokeMutation: async (call) => invoke(apis.findByEndpoint(call.endpointArn).api, call),
    api: operations({
      iam: options.iam,
      javaScript: options.newJavaScript(),
      find: (apiId) => apis.find(apiId),
      all: () => apis.all(),
    }),
    stop: async () => {
      await Promise.all(apis.all().map(({ stop }) => stop()));
    },
  };
}

/** The APIs of a region. */
class ServedApis {
  readonly #region: Region;
  readonly #options: AppSyncOptions;
  readonly #served: ServedApi[] = [];
  /** How many there have been. */
  #count = 0;

  constructor(region: Region, options: AppSyncOptions) {
    this.#region = region;
    this.#options = options;
  }

  async create(definition: ApiDefinition): Promise<CreatedApi> {
    const { newJavaScript, hosts, network, power, host = HOST, port = 0, tls } = this.#options;
    const number = this.#count;
    this.#count += 1;
    const api = await serve({
      ...{ region: this.#region, neighbours: this.#options, hosts, network, power, definition },
      javaScript: newJavaScript(),
      ...{ number, host, port: this.#served.length === 0 ? port : 0, tls },
    });
    this.#served.push(api);
    return api.created;
  }

  /** @throws AwsError `NotFoundException` */
  async delete(apiId: string): Promise<void> {
    const found = this.find(apiId);
    this.#served.splice(this.#served.indexOf(found), 1);
    await found.stop();
  }

  has(apiId: string): boolean {
    return this.#served.some(({ api }) => api.apiId === apiId);
  }

  /** In the order in which they were created. */
  all(): readonly ServedApi[] {
    return this.#served;
  }

  /** @throws AwsError `NotFoundException` */
  find(apiId: string): ServedApi {
    const found = this.#served.find(({ api }) => api.apiId === apiId);
    if (!found) throw new AwsError('NotFoundException', `GraphQL API ${apiId} not found.`, 404);
    return found;
  }

  /** @throws AwsError `ResourceNotFoundException` */
  findByEndpoint(arn: string): ServedApi {
    const found = this.#served.find(({ created }) => created.endpointArn === arn);
    if (!found) throw new AwsError('ResourceNotFoundException', `No GraphQL endpoint ${arn}.`, 404);
    return found;
  }
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
