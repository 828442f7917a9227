// AWS::AppSync::Resolver: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-resolver.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { CreatedResource, ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { AppSync, ResolverDefinition, ResolverKind } from '../appsync';
import { requireAppSyncJs } from './runtime';

/** The resolver of a field. */
export const resolver: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::Resolver',
  properties: ['ApiId', 'TypeName', 'FieldName', 'Kind', 'DataSourceName', 'PipelineConfig', 'Code', 'Runtime'],
  create: (request, { appSync }) => {
    const definition = definitionOf(request);
    return createdOf(definition, appSync.createResolver(apiIdOf(request), definition));
  },
  update: (request, { appSync }) => {
    const definition = definitionOf(request);
    return createdOf(definition, appSync.updateResolver(apiIdOf(request), definition));
  },
  delete: (resource, { appSync }) => {
    const { required } = propertiesOf(resource);
    appSync.deleteResolver(apiIdOf(resource), required.text('TypeName'), required.text('FieldName'));
  },
};

function apiIdOf(request: ResourceRequest): string {
  return propertiesOf(request).required.text('ApiId');
}

function definitionOf(request: ResourceRequest): ResolverDefinition {
  const properties = propertiesOf(request);
  requireAppSyncJs(properties);
  return {
    ...kindOf(properties),
    typeName: properties.required.text('TypeName'),
    fieldName: properties.required.text('FieldName'),
    code: properties.required.text('Code'),
  };
}

function createdOf({ fieldName, typeName }: ResolverDefinition, { arn }: { readonly arn: string }): CreatedResource {
  return { physicalId: arn, attributes: { FieldName: fieldName, ResolverArn: arn, TypeName: typeName } };
}

function kindOf(properties: Properties): ResolverKind {
  const kind = properties.choice('Kind', ['UNIT', 'PIPELINE']) ?? 'UNIT';
  if (kind === 'UNIT') return { kind, dataSourceName: properties.required.text('DataSourceName') };
  return { kind, functionIds: properties.inside('PipelineConfig', ['Functions'])?.texts('Functions') ?? [] };
}
