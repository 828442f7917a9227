// AWS::AppSync::DataSource: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-datasource.html
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Region } from '../../region';
import type { DataSourceDefinition } from '../appsync';
import { Properties } from './properties';

/** A data source of an API. */
export const dataSource: ResourceType = {
  type: 'AWS::AppSync::DataSource',
  properties: [
    'ApiId',
    'Name',
    'Description',
    'Type',
    'EventBridgeConfig',
    'LambdaConfig',
    'DynamoDBConfig',
    'ServiceRoleArn',
  ],
  create: (request, region) => {
    const properties = Properties.of(request);
    const definition = definitionOf(properties, region);
    const { arn } = region.services.appSync.createDataSource(properties.text('ApiId'), definition);
    return { physicalId: arn, attributes: { DataSourceArn: arn, Name: definition.name } };
  },
};

function definitionOf(properties: Properties, region: Region): DataSourceDefinition {
  const name = properties.text('Name');
  properties.text('Type');
  const type = properties.choice('Type', ['NONE', 'AMAZON_EVENTBRIDGE', 'AWS_LAMBDA', 'AMAZON_DYNAMODB']);
  if (type === 'NONE') return { name, type };
  const serviceRoleArn = properties.text('ServiceRoleArn');
  switch (type) {
    case 'AMAZON_EVENTBRIDGE':
      return { name, type, serviceRoleArn, eventBusArn: properties.object('EventBridgeConfig').text('EventBusArn') };
    case 'AWS_LAMBDA':
      return { name, type, serviceRoleArn, functionArn: properties.object('LambdaConfig').text('LambdaFunctionArn') };
    case 'AMAZON_DYNAMODB':
      return { name, type, serviceRoleArn, tableName: tableNameOf(properties.object('DynamoDBConfig'), region) };
  }
}

function tableNameOf(config: Properties, { name }: Region): string {
  config.choice('AwsRegion', [name]);
  config.falseOnly('UseCallerCredentials');
  config.falseOnly('Versioned');
  return config.text('TableName');
}
