// AWS::AppSync::GraphQLSchema: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-graphqlschema.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { AppSync } from '../appsync';

/** The schema of an API. */
export const graphqlSchema: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::GraphQLSchema',
  properties: ['ApiId', 'Definition'],
  create: (request, { appSync }) => {
    const properties = propertiesOf(request);
    const apiId = properties.required.text('ApiId');
    appSync.putSchema(apiId, properties.required.text('Definition'));
    const id = `${apiId}GraphQLSchema`;
    return { physicalId: id, attributes: { Id: id } };
  },
  update: ({ physicalId, attributes, ...request }, { appSync }) => {
    const { required } = propertiesOf(request);
    appSync.putSchema(required.text('ApiId'), required.text('Definition'));
    return { physicalId, attributes };
  },
  // AppSync has no operation for it: a schema goes with its API.
  delete: () => undefined,
};
