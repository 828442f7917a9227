// AWS::AppSync::Resolver: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-resolver.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { AppSync, ResolverKind } from '../appsync';
import { requireAppSyncJs } from './runtime';

/** The resolver of a field. */
export const resolver: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::Resolver',
  properties: ['ApiId', 'TypeName', 'FieldName', 'Kind', 'DataSourceName', 'PipelineConfig', 'Code', 'Runtime'],
  create: (request, { appSync }) => {
    const properties = propertiesOf(request);
    requireAppSyncJs(properties);
    const typeName = properties.required.text('TypeName');
    const fieldName = properties.required.text('FieldName');
    const { arn } = appSync.createResolver(properties.required.text('ApiId'), {
      ...kindOf(properties),
      typeName,
      fieldName,
      code: properties.required.text('Code'),
    });
    return { physicalId: arn, attributes: { FieldName: fieldName, ResolverArn: arn, TypeName: typeName } };
  },
};

function kindOf(properties: Properties): ResolverKind {
  const kind = properties.choice('Kind', ['UNIT', 'PIPELINE']) ?? 'UNIT';
  if (kind === 'UNIT') return { kind, dataSourceName: properties.required.text('DataSourceName') };
  return { kind, functionIds: properties.inside('PipelineConfig', ['Functions'])?.texts('Functions') ?? [] };
}
