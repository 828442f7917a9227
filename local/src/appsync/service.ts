// AppSync of one region: its APIs, each served on a port of its own.
import { AwsError } from '../foundation/errors';
import type { Acm } from '../acm/acm';
import type { Network } from '../foundation/network';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { TlsIdentity } from '../foundation/http/server';
import type { ApiDefinition, ApiEndpoint, AppSync, GraphQlResponse, MutationCall } from './appsync';
import { Unauthorized } from './authorization/authorization';
import { DomainNames } from './http/domain-names';
import type { GraphqlApi } from './graphql-api';
import { MalformedRequest, RequestRefused } from './execution/graphql-error';
import type { JavaScript } from './javascript/javascript';
import type { Neighbours } from './neighbours';
import { operations } from './operations/operations';
import { serve, type ServedApi } from './http/serving';
import type { ApiPlace } from './http/api-port';
import type { EventApiDefinition, EventApiEndpoint } from './events/definitions';
import { serveEvents, type ServedEventApi } from './events/serving';
import { MAX_EVENT_APIS } from './limits';

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

type AnyServedApi = ServedApi | ServedEventApi;

/** Creates the AppSync of a region. It serves each API from the moment of its creation. */
export function createAppSync(region: Region, options: AppSyncOptions): AppSync {
  const { newJavaScript, hosts, network, power, host = HOST, tls } = options;
  const place: ApiPlace = { region, hosts, network, power, host, tls, port: 0 };
  const apis = new ServedApis<ServedApi, ApiDefinition>('GraphQL API', async ({ definition, number, others }) => {
    const port = others === 0 ? (options.port ?? 0) : 0;
    return serve({ ...place, port, neighbours: options, javaScript: newJavaScript(), definition, number });
  });
  const eventApis = new ServedApis<ServedEventApi, EventApiDefinition>(
    'Event API',
    async ({ definition, number, others }) => {
      if (others >= MAX_EVENT_APIS) {
        throw new AwsError('ServiceQuotaExceededException', `A region has at most ${MAX_EVENT_APIS} Event APIs.`, 402);
      }
      return serveEvents({ ...place, neighbours: options, javaScript: newJavaScript(), definition, number });
    },
  );
  const domainNames = new DomainNames(region, options.acm);
  options.acm.addUser((arn) => domainNames.uses(arn));
  const find = (apiId: string) => apis.find(apiId).api;
  const findEvents = (apiId: string) => eventApis.find(apiId).api;
  const servedAs = (apiId: string): AnyServedApi => (eventApis.has(apiId) ? eventApis : apis).find(apiId);
  const findEither = (apiId: string) => servedAs(apiId).api;
  return {
    createGraphqlApi: async (definition) => apis.create(definition),
    updateGraphqlApi: (apiId, definition) => {
      const { api, created } = apis.find(apiId);
      api.update(definition);
      return created;
    },
    deleteGraphqlApi: async (apiId) => apis.delete(apiId),
    putSchema: (apiId, definition) => find(apiId).putSchema(definition),
    createApiKey: (apiId, ...settings) => findEither(apiId).keys.create(...settings),
    updateApiKey: (apiId, key, ...settings) => findEither(apiId).keys.update(key, ...settings),
    deleteApiKey: (apiId, key) => findEither(apiId).keys.delete(key),
    createDataSource: (apiId, definition) => findEither(apiId).dataSources.create(definition),
    updateDataSource: (apiId, definition) => findEither(apiId).dataSources.update(definition),
    deleteDataSource: (apiId, name) => findEither(apiId).dataSources.delete(name),
    createResolver: (apiId, definition) => find(apiId).resolvers.createResolver(definition),
    updateResolver: (apiId, definition) => find(apiId).resolvers.updateResolver(definition),
    deleteResolver: (apiId, typeName, fieldName) => find(apiId).resolvers.deleteResolver(typeName, fieldName),
    createFunction: (apiId, definition) => find(apiId).resolvers.createFunction(definition),
    updateFunction: (apiId, functionId, definition) => find(apiId).resolvers.updateFunction(functionId, definition),
    deleteFunction: (apiId, functionId) => find(apiId).resolvers.deleteFunction(functionId),
    createDomainName: (definition) => domainNames.create(definition),
    associateApi: (domainName, apiId) => {
      const api = servedAs(apiId);
      api.lead(domainName, domainNames.associate(domainName, apiId).appSyncDomainName);
    },
    disassociateApi: (domainName) => {
      const { apiId, appSyncDomainName } = domainNames.disassociate(domainName);
      if (apis.has(apiId) || eventApis.has(apiId)) servedAs(apiId).release(domainName, appSyncDomainName);
    },
    deleteDomainName: (domainName) => domainNames.delete(domainName),
    createEventApi: async (definition) => eventApis.create(definition),
    updateEventApi: (apiId, definition) => {
      const { api, created } = eventApis.find(apiId);
      api.update(definition);
      return created;
    },
    deleteEventApi: async (apiId) => eventApis.delete(apiId),
    createChannelNamespace: (apiId, definition) => findEvents(apiId).namespaces.create(definition),
    updateChannelNamespace: (apiId, definition) => findEvents(apiId).namespaces.update(definition),
    deleteChannelNamespace: (apiId, name) => findEvents(apiId).deleteNamespace(name),
    endpoints: () => apis.all().map(endpointOf),
    eventEndpoints: () => eventApis.all().map(eventEndpointOf),
    invokeMutation: (call) => invoke(findByEndpoint(apis.all(), call.endpointArn).api, call),
    api: operations({
      iam: options.iam,
      javaScript: options.newJavaScript(),
      find: (apiId) => apis.find(apiId),
      all: () => apis.all(),
      findEvents: (apiId) => eventApis.find(apiId),
      allEvents: () => eventApis.all(),
    }),
    stop: async () => {
      await Promise.all([...apis.all(), ...eventApis.all()].map(async ({ stop }) => stop()));
    },
  };
}

/** An API that is about to be created. */
interface Creation<Definition> {
  readonly definition: Definition;
  /** How many of its kind were created before. */
  readonly number: number;
  /** How many of them are there. */
  readonly others: number;
}

/** The APIs of one kind in a region. */
class ServedApis<Served extends AnyServedApi, Definition> {
  readonly #served: Served[] = [];
  /** How many there have been. */
  #count = 0;
  readonly #kind: string;
  readonly #serve: (creation: Creation<Definition>) => Promise<Served>;

  /** @param kind what sentences call it */
  constructor(kind: string, serveOne: (creation: Creation<Definition>) => Promise<Served>) {
    this.#kind = kind;
    this.#serve = serveOne;
  }

  async create(definition: Definition): Promise<Served['created']> {
    const number = this.#count;
    this.#count += 1;
    const served = await this.#serve({ definition, number, others: this.#served.length });
    this.#served.push(served);
    return served.created;
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
  all(): readonly Served[] {
    return this.#served;
  }

  /** @throws AwsError `NotFoundException` */
  find(apiId: string): Served {
    const found = this.#served.find(({ api }) => api.apiId === apiId);
    if (!found) throw new AwsError('NotFoundException', `${this.#kind} ${apiId} not found.`, 404);
    return found;
  }
}

/** @throws AwsError `ResourceNotFoundException` */
function findByEndpoint(served: readonly ServedApi[], arn: string): ServedApi {
  const found = served.find(({ created }) => created.endpointArn === arn);
  if (!found) throw new AwsError('ResourceNotFoundException', `No GraphQL endpoint ${arn}.`, 404);
  return found;
}

function endpointOf({ api, created: { apiId, graphqlUrl, realtimeUrl } }: ServedApi): ApiEndpoint {
  return { apiId, name: api.name, graphqlUrl, realtimeUrl, apiKeys: api.keys.all() };
}

function eventEndpointOf({ api, created: { apiId, eventUrl, realtimeUrl } }: ServedEventApi): EventApiEndpoint {
  return { apiId, name: api.name, eventUrl, realtimeUrl, apiKeys: api.keys.all() };
}

/** IAM must be one of the API's modes: https://docs.aws.amazon.com/eventbridge/latest/userguide/target-appsync.html */
function invoke(api: GraphqlApi, call: MutationCall): GraphQlResponse | Promise<GraphQlResponse> {
  if (!api.authModes.includes('AWS_IAM')) {
    throw new AwsError('AccessDeniedException', `The API ${api.name} has no AWS_IAM authorization.`, 403);
  }
  const request = { query: call.operation, operationName: null, variables: call.variables };
  const caller = { mode: 'AWS_IAM', principal: call.caller } as const;
  try {
    const response = api.request(request, { caller, headers: {}, sourceIp: null });
    return response instanceof Promise ? response.catch(refused) : response;
  } catch (error) {
    return refused(error);
  }
}

/** @throws what is not answered */
function refused(error: unknown): GraphQlResponse {
  if (error instanceof Unauthorized) throw error.cause instanceof AwsError ? error.cause : denied(error);
  if (error instanceof RequestRefused) return { data: null, errors: error.errors };
  if (!(error instanceof MalformedRequest)) throw error;
  return { data: null, errors: [{ path: null, locations: null, message: error.message }] };
}

function denied({ message }: Unauthorized): AwsError {
  return new AwsError('AccessDeniedException', message, 403);
}
