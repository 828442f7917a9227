// AWS::AppSync::ApiKey: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-apikey.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { AppSync } from '../appsync';

/** A key of an API. */
export const apiKey: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::ApiKey',
  properties: ['ApiId', 'Description', 'Expires'],
  create: (request, { appSync }) => {
    const properties = propertiesOf(request);
    const { key, arn } = appSync.createApiKey(
      properties.required.text('ApiId'),
      properties.integer('Expires'),
      properties.text('Description'),
    );
    return { physicalId: arn, attributes: { ApiKey: key, ApiKeyId: key, Arn: arn } };
  },
  update: ({ physicalId, attributes, ...request }, { appSync }) => {
    const properties = propertiesOf(request);
    appSync.updateApiKey(
      properties.required.text('ApiId'),
      keyOf(physicalId),
      properties.integer('Expires'),
      properties.text('Description'),
    );
    return { physicalId, attributes };
  },
  delete: ({ physicalId, ...request }, { appSync }) => {
    appSync.deleteApiKey(propertiesOf(request).required.text('ApiId'), keyOf(physicalId));
  },
};

/** The last part of its ARN. */
function keyOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
