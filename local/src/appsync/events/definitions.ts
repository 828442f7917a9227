// Event APIs as other services of the region, and CloudFormation, see them.
import type { AuthMode, LambdaAuthorizerDefinition } from '../authorization/auth-modes';

/** A new Event API: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApi.html */
export interface EventApiDefinition {
  readonly name: string;
  /** The modes that the API has. */
  readonly providers: readonly AuthMode[];
  /** Who decides in the mode AWS_LAMBDA. */
  readonly lambdaAuthorizer?: LambdaAuthorizerDefinition | undefined;
  /** In which modes clients connect. */
  readonly connectionModes: readonly AuthMode[];
  /** In which modes they publish and subscribe, in namespaces that say nothing else. */
  readonly publishModes: readonly AuthMode[];
  readonly subscribeModes: readonly AuthMode[];
}

/** An Event API that was created and is served. */
export interface CreatedEventApi {
  readonly apiId: string;
  readonly arn: string;
  /** Addresses of this machine: those of `httpHost` and `realtimeHost` would need DNS and port 443. */
  readonly eventUrl: string;
  readonly realtimeUrl: string;
  /** The API's own hosts, as AWS names them: `<id>.appsync-api.us-west-2.amazonaws.com` and `….appsync-realtime-api.…`. */
  readonly httpHost: string;
  readonly realtimeHost: string;
}

/** Where an Event API is served. */
export interface EventApiEndpoint {
  readonly apiId: string;
  readonly name: string;
  /** `http://127.0.0.1:9001/event`; the same port answers HTTPS. */
  readonly eventUrl: string;
  /** `ws://127.0.0.1:9001/event/realtime`; the same port answers WSS. */
  readonly realtimeUrl: string;
  readonly apiKeys: readonly string[];
}

/** What a handler asks: https://docs.aws.amazon.com/appsync/latest/APIReference/API_HandlerConfig.html */
export interface HandlerDefinition {
  /** `DIRECT` hands the context to a function, and needs no code. */
  readonly behavior: 'CODE' | 'DIRECT';
  readonly dataSourceName: string;
  /** How a function is called directly. `EVENT` does not wait for it. */
  readonly invokeType: 'REQUEST_RESPONSE' | 'EVENT';
}

/** A new channel namespace: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateChannelNamespace.html */
export interface ChannelNamespaceDefinition {
  readonly name: string;
  /** APPSYNC_JS that exports `onPublish` or `onSubscribe`. */
  readonly code?: string | undefined;
  readonly onPublish?: HandlerDefinition | undefined;
  readonly onSubscribe?: HandlerDefinition | undefined;
  /** The API's when absent. */
  readonly publishModes?: readonly AuthMode[] | undefined;
  readonly subscribeModes?: readonly AuthMode[] | undefined;
}
