// AWS::AppSync::GraphQLSchema: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-graphqlschema.html
import type { ResourceType } from '../../cloudformation/resource-type';
import { Properties } from './properties';

/** The schema of an API. */
export const graphqlSchema: ResourceType = {
  type: 'AWS::AppSync::GraphQLSchema',
  properties: ['ApiId', 'Definition'],
  create: (request, region) => {
    const properties = Properties.of(request);
    const apiId = properties.text('ApiId');
    region.services.appSync.putSchema(apiId, properties.text('Definition'));
    const id = `${apiId}GraphQLSchema`;
    return { physicalId: id, attributes: { Id: id } };
  },
};
