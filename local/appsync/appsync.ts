// AppSync as other services of the region, and CloudFormation, see it.
import type { Principal } from '../iam/iam';
import type { JsonObject, JsonValue } from '../json';
import type { ServiceApi } from '../operation';

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

/** The region's GraphQL APIs. */
export interface AppSync {
  /**
   * Runs a mutation as EventBridge's AppSync target does.
   * @throws AwsError `ResourceNotFoundException` when there is no such API, `AccessDeniedException` when the role may not
   */
  invokeMutation(call: MutationCall): Promise<GraphQlResponse>;
  /** Serves the APIs that were created. Called once, after the stack is up. */
  readonly api: ServiceApi;
}
