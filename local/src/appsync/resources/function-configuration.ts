// AWS::AppSync::FunctionConfiguration: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-functionconfiguration.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { AppSync } from '../appsync';
import { requireAppSyncJs } from './runtime';

/** The version of the request that functions make; there is no other. */
const FUNCTION_VERSION = '2018-05-29';

/** A function of pipelines. */
export const functionConfiguration: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::FunctionConfiguration',
  properties: ['ApiId', 'Name', 'Description', 'DataSourceName', 'Code', 'Runtime', 'FunctionVersion'],
  create: (request, { appSync }) => {
    const properties = propertiesOf(request);
    requireAppSyncJs(properties);
    properties.choice('FunctionVersion', [FUNCTION_VERSION]);
    const name = properties.required.text('Name');
    const dataSourceName = properties.required.text('DataSourceName');
    const { functionId, arn } = appSync.createFunction(properties.required.text('ApiId'), {
      name,
      dataSourceName,
      code: properties.required.text('Code'),
    });
    return {
      physicalId: arn,
      attributes: { DataSourceName: dataSourceName, FunctionArn: arn, FunctionId: functionId, Name: name },
    };
  },
};
