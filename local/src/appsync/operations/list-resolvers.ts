// ListResolvers: https://docs.aws.amazon.com/appsync/latest/APIReference/API_ListResolvers.html
import type { JsonObject } from '../../foundation/json';
import type { ResolverDefinition } from '../appsync';
import type { Resolvers } from '../resolvers';

/** The answer for one type: all of its resolvers in one page. */
export function describeResolvers(resolvers: Resolvers, typeName: string): JsonObject {
  const described = resolvers.definitions.filter((definition) => definition.typeName === typeName);
  return { resolvers: described.map((definition) => describe(resolvers, definition)) };
}

function describe(resolvers: Resolvers, definition: ResolverDefinition): JsonObject {
  const { typeName, fieldName, kind, code } = definition;
  return {
    typeName,
    fieldName,
    kind,
    code,
    resolverArn: resolvers.arnOf(definition),
    runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
    ...(definition.kind === 'UNIT'
      ? { dataSourceName: definition.dataSourceName }
      : { pipelineConfig: { functions: definition.functionIds } }),
  };
}
