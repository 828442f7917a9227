// AWS::AppSync::DataSource: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-datasource.html
import type { ResourceType } from '../../cloudformation/resource-type';
import type { DataSourceDefinition } from '../appsync';
import { Properties } from './properties';

/** A data source of an API. */
export const dataSource: ResourceType = {
  type: 'AWS::AppSync::DataSource',
  properties: ['ApiId', 'Name', 'Description', 'Type', 'EventBridgeConfig', 'ServiceRoleArn'],
  create: (request, region) => {
    const properties = Properties.of(request);
    const definition = definitionOf(properties);
    const { arn } = region.services.appSync.createDataSource(properties.text('ApiId'), definition);
    return { physicalId: arn, attributes: { DataSourceArn: arn, Name: definition.name } };
  },
};

function definitionOf(properties: Properties): DataSourceDefinition {
  const name = properties.text('Name');
  properties.text('Type');
  const type = properties.choice('Type', ['NONE', 'AMAZON_EVENTBRIDGE']);
  if (type === 'NONE') return { name, type };
  return {
    name,
    type,
    eventBusArn: properties.object('EventBridgeConfig').text('EventBusArn'),
    serviceRoleArn: properties.text('ServiceRoleArn'),
  };
}
