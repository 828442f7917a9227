// AWS::AppSync::DataSource: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-datasource.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Region } from '../../foundation/region';
import type { DataSourceDefinition } from '../appsync';

/** Features of DynamoDB's data sources that AppSync can switch on and the engine has not. */
const SWITCHES = ['UseCallerCredentials', 'Versioned'];

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
    const properties = propertiesOf(request);
    const definition = definitionOf(properties, region);
    const { arn } = region.services.appSync.createDataSource(properties.required.text('ApiId'), definition);
    return { physicalId: arn, attributes: { DataSourceArn: arn, Name: definition.name } };
  },
};

function definitionOf(properties: Properties, region: Region): DataSourceDefinition {
  const name = properties.required.text('Name');
  const type = properties.required.choice('Type', ['NONE', 'AMAZON_EVENTBRIDGE', 'AWS_LAMBDA', 'AMAZON_DYNAMODB']);
  if (type === 'NONE') return { name, type };
  const serviceRoleArn = properties.required.text('ServiceRoleArn');
  switch (type) {
    case 'AMAZON_EVENTBRIDGE':
      return {
        name,
        type,
        serviceRoleArn,
        eventBusArn: properties.required.inside('EventBridgeConfig', ['EventBusArn']).required.text('EventBusArn'),
      };
    case 'AWS_LAMBDA':
      return {
        name,
        type,
        serviceRoleArn,
        functionArn: properties.required
          .inside('LambdaConfig', ['LambdaFunctionArn'])
          .required.text('LambdaFunctionArn'),
      };
    case 'AMAZON_DYNAMODB':
      return { name, type, serviceRoleArn, tableName: tableNameOf(properties, region) };
  }
}

function tableNameOf(properties: Properties, { name }: Region): string {
  const config = properties.required.inside('DynamoDBConfig', ['AwsRegion', 'TableName', ...SWITCHES]);
  config.required.choice('AwsRegion', [name]);
  for (const feature of SWITCHES) {
    if (config.flag(feature) === true) throw config.unsupported(feature, 'must be false in the engine');
  }
  return config.required.text('TableName');
}
