// GetGraphqlApi: https://docs.aws.amazon.com/appsync/latest/APIReference/API_GetGraphqlApi.html
import type { JsonObject } from '../../foundation/json';
import type { CreatedApi } from '../appsync';
import type { GraphqlApi } from '../graphql-api';

/** What is said of an API that is served: https://docs.aws.amazon.com/appsync/latest/APIReference/API_GraphqlApi.html */
export function describeGraphqlApi(api: GraphqlApi, created: CreatedApi): JsonObject {
  const { definition } = api;
  const { graphqlHost, graphqlUrl, realtimeHost, realtimeUrl } = created;
  const [authenticationType = null, ...additional] = api.authModes;
  return {
    name: api.name,
    apiId: api.apiId,
    arn: api.arn,
    apiType: 'GRAPHQL',
    visibility: 'GLOBAL',
    authenticationType,
    additionalAuthenticationProviders: additional.map((mode) => ({ authenticationType: mode })),
    introspectionConfig: definition.introspection ? 'ENABLED' : 'DISABLED',
    queryDepthLimit: definition.queryDepthLimit,
    resolverCountLimit: definition.resolverCountLimit,
    dns: { GRAPHQL: graphqlHost, REALTIME: realtimeHost },
    uris: { GRAPHQL: graphqlUrl, REALTIME: realtimeUrl },
  };
}
