// What AppSync and a Lambda authorizer say to each other.

/** The authorizer's event. */
export interface AppSyncAuthorizerEvent {
  readonly authorizationToken: string;
  readonly requestContext: { readonly operationName?: string };
}

/** The authorizer's answer. */
export interface AppSyncAuthorizerResult {
  readonly isAuthorized: boolean;
  readonly resolverContext?: Readonly<Record<string, string | number>>;
  readonly deniedFields?: readonly string[];
  readonly ttlOverride?: number;
}
