// AWS::AppSync::Resolver: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-resolver.html
import type { ResourceType } from '../../cloudformation/resource-type';
import type { ResolverKind } from '../appsync';
import { Properties } from './properties';
import { requireAppSyncJs } from './runtime';

/** The resolver of a field. */
export const resolver: ResourceType = {
  type: 'AWS::AppSync::Resolver',
  properties: ['ApiId', 'TypeName', 'FieldName', 'Kind', 'DataSourceName', 'PipelineConfig', 'Code', 'Runtime'],
  create: (request, region) => {
    const properties = Properties.of(request);
    requireAppSyncJs(properties);
    const typeName = properties.text('TypeName');
    const fieldName = properties.text('FieldName');
    const { arn } = region.services.appSync.createResolver(properties.text('ApiId'), {
      ...kindOf(properties),
      typeName,
      fieldName,
      code: properties.text('Code'),
    });
    return { physicalId: arn, attributes: { FieldName: fieldName, ResolverArn: arn, TypeName: typeName } };
  },
};

function kindOf(properties: Properties): ResolverKind {
  const kind = properties.choice('Kind', ['UNIT', 'PIPELINE']);
  if (kind === 'UNIT') return { kind, dataSourceName: properties.text('DataSourceName') };
  return { kind, functionIds: properties.object('PipelineConfig').texts('Functions') };
}
