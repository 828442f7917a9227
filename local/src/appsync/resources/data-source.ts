// AWS::AppSync::DataSource: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-datasource.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { CreatedResource, ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { AppSync, DataSourceDefinition } from '../appsync';

type HttpDefinition = Extract<DataSourceDefinition, { type: 'HTTP' }>;

/** Features of DynamoDB's data sources that AppSync can switch on and the engine has not. */
const SWITCHES = ['UseCallerCredentials', 'Versioned'];

/** A data source of an API. */
export const dataSource: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::DataSource',
  properties: [
    'ApiId',
    'Name',
    'Description',
    'Type',
    'EventBridgeConfig',
    'LambdaConfig',
    'DynamoDBConfig',
    'HttpConfig',
    'ServiceRoleArn',
  ],
  create: (request, { appSync }) => {
    const definition = definitionOf(request);
    return createdOf(definition, appSync.createDataSource(apiIdOf(request), definition));
  },
  update: (request, { appSync }) => {
    const definition = definitionOf(request);
    return createdOf(definition, appSync.updateDataSource(apiIdOf(request), definition));
  },
  delete: (resource, { appSync }) => {
    appSync.deleteDataSource(apiIdOf(resource), propertiesOf(resource).required.text('Name'));
  },
};

function apiIdOf(request: ResourceRequest): string {
  return propertiesOf(request).required.text('ApiId');
}

function createdOf({ name }: DataSourceDefinition, { arn }: { readonly arn: string }): CreatedResource {
  return { physicalId: arn, attributes: { DataSourceArn: arn, Name: name } };
}

function definitionOf(request: ResourceRequest): DataSourceDefinition {
  const properties = propertiesOf(request);
  const name = properties.required.text('Name');
  const type = properties.required.choice('Type', [
    'NONE',
    'HTTP',
    'AMAZON_EVENTBRIDGE',
    'AWS_LAMBDA',
    'AMAZON_DYNAMODB',
  ]);
  if (type === 'NONE') return { name, type };
  if (type === 'HTTP') return { name, type, ...httpOf(properties, request.region.name) };
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
      return { name, type, serviceRoleArn, tableName: tableNameOf(properties, request.region.name) };
  }
}

/** A signature is the region's own, and for nobody, unless the template says otherwise; it needs a role. */
function httpOf(properties: Properties, region: string): Pick<HttpDefinition, 'endpoint' | 'signing'> {
  const config = properties.required.inside('HttpConfig', ['Endpoint', 'AuthorizationConfig']);
  const endpoint = endpointOf(config);
  const authorization = config.inside('AuthorizationConfig', ['AuthorizationType', 'AwsIamConfig']);
  if (!authorization) return { endpoint };
  authorization.required.choice('AuthorizationType', ['AWS_IAM']);
  const iam = authorization.required.inside('AwsIamConfig', ['SigningRegion', 'SigningServiceName']);
  const signing = {
    region: iam.text('SigningRegion') ?? region,
    service: iam.required.text('SigningServiceName'),
    serviceRoleArn: properties.required.text('ServiceRoleArn'),
  };
  return { endpoint, signing };
}

function endpointOf(config: Properties): string {
  const endpoint = config.required.text('Endpoint');
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isPlain =
    url && (url.protocol === 'https:' || url.protocol === 'http:') && url.search === '' && url.hash === '';
  if (isPlain) return endpoint;
  throw config.invalid('Endpoint', `must be an http or https URL without a query, not ${endpoint}`);
}

function tableNameOf(properties: Properties, region: string): string {
  const config = properties.required.inside('DynamoDBConfig', ['AwsRegion', 'TableName', ...SWITCHES]);
  config.required.choice('AwsRegion', [region]);
  for (const feature of SWITCHES) {
    if (config.flag(feature) === true) throw config.unsupported(feature, 'must be false in the engine');
  }
  return config.required.text('TableName');
}
