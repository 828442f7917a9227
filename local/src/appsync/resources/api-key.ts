// AWS::AppSync::ApiKey: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-apikey.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';

/** A key of an API. */
export const apiKey: ResourceType = {
  type: 'AWS::AppSync::ApiKey',
  properties: ['ApiId', 'Description', 'Expires'],
  create: (request, region) => {
    const properties = propertiesOf(request);
    const { key, arn } = region.services.appSync.createApiKey(
      properties.required.text('ApiId'),
      properties.integer('Expires'),
    );
    return { physicalId: arn, attributes: { ApiKey: key, ApiKeyId: key, Arn: arn } };
  },
};
