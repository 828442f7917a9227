// AppSync as other services of the region, and CloudFormation, see it.
import type { Principal } from '../iam/iam';
import type { JsonObject, JsonValue } from '../foundation/json';
import type { ServiceApi } from '../foundation/service-api';
import type { AuthMode, LambdaAuthorizerDefinition } from './authorization/auth-modes';
import type {
  ChannelNamespaceDefinition,
  CreatedEventApi,
  EventApiDefinition,
  EventApiEndpoint,
} from './events/definitions';

/** A GraphQL error as AppSync writes it. */
export interface GraphQlError {
  readonly path: readonly (string | number)[] | null;
  readonly data?: JsonValue;
  readonly errorType?: string | null;
  readonly errorInfo?: JsonValue;
  readonly locations: readonly { readonly line: number; readonly column: number; readonly sourceName: null }[] | null;
  readonly message: string;
}

/** A GraphQL response as AppSync writes it. */
export interface GraphQlResponse {
  readonly data: JsonObject | null;
  readonly errors?: readonly GraphQlError[];
}

/** A mutation that EventBridge calls: https://docs.aws.amazon.com/eventbridge/latest/userguide/target-appsync.html */
export interface MutationCall {
  /** The API's `GraphQLEndpointArn`. */
  readonly endpointArn: string;
  /** A GraphQL document with one mutation. */
  readonly operation: string;
  readonly variables: JsonObject;
  /** The role as which EventBridge calls. */
  readonly caller: Principal;
}

/** Where an API is served. */
export interface ApiEndpoint {
  readonly apiId: string;
  readonly name: string;
  /** `http://127.0.0.1:9001/graphql`; the same port answers HTTPS. */
  readonly graphqlUrl: string;
  /** `ws://127.0.0.1:9001/graphql/realtime`; the same port answers WSS. */
  readonly realtimeUrl: string;
  readonly apiKeys: readonly string[];
}

/** A new API: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateGraphqlApi.html */
export interface ApiDefinition {
  readonly name: string;
  /** The default mode first, then the additional ones. */
  readonly authModes: readonly AuthMode[];
  /** Who decides in the mode AWS_LAMBDA. */
  readonly lambdaAuthorizer?: LambdaAuthorizerDefinition | undefined;
  /** `ctx.env`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly introspection: boolean;
  /** 0 for none. */
  readonly queryDepthLimit: number;
  /** 0 for AppSync's own. */
  readonly resolverCountLimit: number;
}

/** An API that was created and is served. */
export interface CreatedApi {
  readonly apiId: string;
  readonly arn: string;
  /** What EventBridge rules target. Its id is not the API's. */
  readonly endpointArn: string;
  /** Addresses of this machine: those of `graphqlHost` and `realtimeHost` would need DNS and port 443. */
  readonly graphqlUrl: string;
  readonly realtimeUrl: string;
  /** The API's own hosts, as AWS names them: `<id>.appsync-api.us-west-2.amazonaws.com` and `….appsync-realtime-api.…`. */
  readonly graphqlHost: string;
  readonly realtimeHost: string;
}

/** A new custom domain name: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateDomainName.html */
export interface DomainNameDefinition {
  /** In lower case; may begin with `*.`. */
  readonly domainName: string;
  /** Of a certificate in us-east-1, whatever the API's region. */
  readonly certificateArn: string;
}

/** A custom domain name: https://docs.aws.amazon.com/appsync/latest/APIReference/API_DomainNameConfig.html */
export interface DomainName {
  readonly domainName: string;
  readonly arn: string;
  /** CloudFront's name, to which the domain's DNS record leads: `d111111abcdef8.cloudfront.net`. */
  readonly appSyncDomainName: string;
}

/** Who signs what goes to an HTTP endpoint: https://docs.aws.amazon.com/appsync/latest/APIReference/API_AuthorizationConfig.html */
export interface HttpSigningDefinition {
  readonly region: string;
  /** As in the signature's scope, such as `appsync`. */
  readonly service: string;
  /** The role whose session signs. */
  readonly serviceRoleArn: string;
}

/** A new data source: where a resolver's request goes. */
export type DataSourceDefinition =
  | { readonly name: string; readonly type: 'NONE' }
  | {
      readonly name: string;
      readonly type: 'AMAZON_EVENTBRIDGE';
      readonly eventBusArn: string;
      /** The role as which AppSync puts events. */
      readonly serviceRoleArn: string;
    }
  | {
      readonly name: string;
      readonly type: 'AWS_LAMBDA';
      readonly functionArn: string;
      /** The role as which AppSync calls the function. */
      readonly serviceRoleArn: string;
    }
  | {
      readonly name: string;
      readonly type: 'HTTP';
      /** `https://api.example.com`, perhaps with a path. */
      readonly endpoint: string;
      /** Absent for requests without a signature. */
      readonly signing?: HttpSigningDefinition | undefined;
    }
  | {
      readonly name: string;
      readonly type: 'AMAZON_DYNAMODB';
      readonly tableName: string;
      /** The role as which AppSync reads and writes the table. */
      readonly serviceRoleArn: string;
    };

/** What a resolver does: one request to a data source, or a pipeline of functions. */
export type ResolverKind =
  | { readonly kind: 'UNIT'; readonly dataSourceName: string }
  | { readonly kind: 'PIPELINE'; readonly functionIds: readonly string[] };

/** A new resolver. */
export type ResolverDefinition = ResolverKind & {
  readonly typeName: string;
  readonly fieldName: string;
  /** APPSYNC_JS */
  readonly code: string;
};

/** A new pipeline function. */
export interface FunctionDefinition {
  readonly name: string;
  readonly dataSourceName: string;
  /** APPSYNC_JS */
  readonly code: string;
}

/** The region's GraphQL and Event APIs. Keys, data sources and domain names are those of either kind. */
export interface AppSync {
  /**
   * Creates an API and serves it.
   * @throws AwsError `BadRequestException`
   */
  createGraphqlApi(definition: ApiDefinition): Promise<CreatedApi>;
  /**
   * Gives an API other settings. Its connections and subscriptions go on.
   * @throws AwsError `NotFoundException` or `BadRequestException`
   */
  updateGraphqlApi(apiId: string, definition: ApiDefinition): CreatedApi;
  /** Ends every connection to an API, and everything in it. @throws AwsError `NotFoundException` */
  deleteGraphqlApi(apiId: string): Promise<void>;
  /** @throws AwsError `BadRequestException` for a schema that AppSync would refuse */
  putSchema(apiId: string, definition: string): void;
  /**
   * @param expires seconds since 1970-01-01T00:00:00Z; in seven days when absent
   * @returns the key, which is its own id
   * @throws AwsError `ApiKeyValidityOutOfBoundsException` or `ApiKeyLimitExceededException`
   */
  createApiKey(apiId: string, expires?: number, description?: string): { readonly key: string; readonly arn: string };
  /** @throws AwsError `NotFoundException` or `ApiKeyValidityOutOfBoundsException` */
  updateApiKey(apiId: string, key: string, expires?: number, description?: string): void;
  /** @throws AwsError `NotFoundException` */
  deleteApiKey(apiId: string, key: string): void;
  /** @throws AwsError `BadRequestException` when the name is taken */
  createDataSource(apiId: string, definition: DataSourceDefinition): { readonly arn: string };
  /** Resolvers that ask the data source ask the new one from then on. @throws AwsError `NotFoundException` */
  updateDataSource(apiId: string, definition: DataSourceDefinition): { readonly arn: string };
  /** @throws AwsError `NotFoundException` */
  deleteDataSource(apiId: string, name: string): void;
  /** @throws AwsError `NotFoundException` or `BadRequestException` */
  createResolver(apiId: string, definition: ResolverDefinition): { readonly arn: string };
  /** The new code answers from then on. @throws AwsError `NotFoundException` or `BadRequestException` */
  updateResolver(apiId: string, definition: ResolverDefinition): { readonly arn: string };
  /** @throws AwsError `NotFoundException` */
  deleteResolver(apiId: string, typeName: string, fieldName: string): void;
  /** @throws AwsError `NotFoundException` or `BadRequestException` */
  createFunction(apiId: string, definition: FunctionDefinition): { readonly functionId: string; readonly arn: string };
  /** Pipelines run the new function from then on. @throws AwsError `NotFoundException` or `BadRequestException` */
  updateFunction(apiId: string, functionId: string, definition: FunctionDefinition): void;
  /** @throws AwsError `NotFoundException` */
  deleteFunction(apiId: string, functionId: string): void;
  /** @throws AwsError `BadRequestException` when the certificate does not do, or the name is taken */
  createDomainName(definition: DomainNameDefinition): DomainName;
  /**
   * Leads a domain name to an API.
   * @throws AwsError `NotFoundException`, or `BadRequestException` when it leads to an API already
   */
  associateApi(domainName: string, apiId: string): void;
  /** The domain name leads to no API any more. @throws AwsError `NotFoundException` */
  disassociateApi(domainName: string): void;
  /** @throws AwsError `NotFoundException`, or `BadRequestException` while it leads to an API */
  deleteDomainName(domainName: string): void;
  /**
   * Creates an Event API and serves it.
   * @throws AwsError `BadRequestException` or `ServiceQuotaExceededException`
   */
  createEventApi(definition: EventApiDefinition): Promise<CreatedEventApi>;
  /**
   * Gives an Event API other settings. Its connections and subscriptions go on.
   * @throws AwsError `NotFoundException` or `BadRequestException`
   */
  updateEventApi(apiId: string, definition: EventApiDefinition): CreatedEventApi;
  /** Ends every connection to an Event API, and everything in it. @throws AwsError `NotFoundException` */
  deleteEventApi(apiId: string): Promise<void>;
  /** @throws AwsError `NotFoundException`, `BadRequestException`, `ConflictException` or `ServiceQuotaExceededException` */
  createChannelNamespace(apiId: string, definition: ChannelNamespaceDefinition): { readonly arn: string };
  /** Its handlers answer from then on. @throws AwsError `NotFoundException` or `BadRequestException` */
  updateChannelNamespace(apiId: string, definition: ChannelNamespaceDefinition): { readonly arn: string };
  /** Ends the subscriptions in it. @throws AwsError `NotFoundException` */
  deleteChannelNamespace(apiId: string, name: string): void;
  /** Where the GraphQL APIs are served, in the order of their creation. */
  endpoints(): readonly ApiEndpoint[];
  /** Where the Event APIs are served, in the order of their creation. */
  eventEndpoints(): readonly EventApiEndpoint[];
  /**
   * Runs a mutation as EventBridge's AppSync target does.
   * @returns at once where nothing has to be waited for; what it throws may come by its promise
   * @throws AwsError `ResourceNotFoundException` when there is no such API, `AccessDeniedException` when the role may not
   */
  invokeMutation(call: MutationCall): GraphQlResponse | Promise<GraphQlResponse>;
  /** The operations that SDK clients reach. */
  readonly api: ServiceApi;
  /** Ends every connection and frees the ports. */
  stop(): Promise<void>;
}
