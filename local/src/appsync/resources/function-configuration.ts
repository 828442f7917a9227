// AWS::AppSync::FunctionConfiguration: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-functionconfiguration.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { JsonObject } from '../../foundation/json';
import type { AppSync, FunctionDefinition } from '../appsync';
import { requireAppSyncJs } from './runtime';

/** The version of the request that functions make; there is no other. */
const FUNCTION_VERSION = '2018-05-29';

/** A function of pipelines. */
export const functionConfiguration: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::FunctionConfiguration',
  properties: ['ApiId', 'Name', 'Description', 'DataSourceName', 'Code', 'Runtime', 'FunctionVersion'],
  create: (request, { appSync }) => {
    const definition = definitionOf(request);
    const { functionId, arn } = appSync.createFunction(apiIdOf(request), definition);
    return { physicalId: arn, attributes: attributesOf(definition, functionId, arn) };
  },
  update: (request, { appSync }) => {
    const { physicalId } = request;
    const [definition, functionId] = [definitionOf(request), idOf(physicalId)];
    appSync.updateFunction(apiIdOf(request), functionId, definition);
    return { physicalId, attributes: attributesOf(definition, functionId, physicalId) };
  },
  delete: (resource, { appSync }) => {
    appSync.deleteFunction(apiIdOf(resource), idOf(resource.physicalId));
  },
};

function definitionOf(request: ResourceRequest): FunctionDefinition {
  const properties = propertiesOf(request);
  requireAppSyncJs(properties);
  properties.choice('FunctionVersion', [FUNCTION_VERSION]);
  return {
    name: properties.required.text('Name'),
    dataSourceName: properties.required.text('DataSourceName'),
    code: properties.required.text('Code'),
  };
}

function apiIdOf(request: ResourceRequest): string {
  return propertiesOf(request).required.text('ApiId');
}

/** The last part of its ARN. */
function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function attributesOf({ name, dataSourceName }: FunctionDefinition, functionId: string, arn: string): JsonObject {
  return { DataSourceName: dataSourceName, FunctionArn: arn, FunctionId: functionId, Name: name };
}
