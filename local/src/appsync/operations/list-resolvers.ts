// ListResolvers: https://docs.aws.amazon.com/appsync/latest/APIReference/API_ListResolvers.html
import type { JsonObject } from '../../foundation/json';
import type { ResolverDefinition } from '../appsync';
import type { GraphqlApi } from '../graphql-api';

/** The answer for one type of an API: all of its resolvers in one page. */
export function describeResolvers(api: GraphqlApi, typeName: string): JsonObject {
  const resolvers = api.resolverDefinitions.filter((definition) => definition.typeName === typeName);
  return { resolvers: resolvers.map((definition) => describe(api, definition)) };
}

function describe(api: GraphqlApi, definition: ResolverDefinition): JsonObject {
  const { typeName, fieldName, kind, code } = definition;
  return {
    typeName,
    fieldName,
    kind,
    code,
    resolverArn: api.resolverArn(definition),
    runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
    ...(definition.kind === 'UNIT'
      ? { dataSourceName: definition.dataSourceName }
      : { pipelineConfig: { functions: definition.functionIds } }),
  };
}
