// AWS::AppSync::DomainNameApiAssociation: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-domainnameapiassociation.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';

/** What leads a custom domain name to an API. `Ref` is the name. */
export const domainNameApiAssociation: ResourceType = {
  type: 'AWS::AppSync::DomainNameApiAssociation',
  properties: ['DomainName', 'ApiId'],
  create: (request, region) => {
    const properties = propertiesOf(request);
    const domainName = properties.required.text('DomainName');
    region.services.appSync.associateApi(domainName, properties.required.text('ApiId'));
    return { physicalId: domainName, attributes: { ApiAssociationIdentifier: domainName } };
  },
};
