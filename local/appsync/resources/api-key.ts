// AWS::AppSync::ApiKey: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-apikey.html
import type { ResourceType } from '../../cloudformation/resource-type';
import { Properties } from './properties';

/** A key of an API. */
export const apiKey: ResourceType = {
  type: 'AWS::AppSync::ApiKey',
  properties: ['ApiId', 'Description', 'Expires'],
  create: (request, region) => {
    const properties = Properties.of(request);
    const { key, arn } = region.services.appSync.createApiKey(
      properties.text('ApiId'),
      properties.optionalNumber('Expires'),
    );
    return { physicalId: arn, attributes: { ApiKey: key, ApiKeyId: key, Arn: arn } };
  },
};
