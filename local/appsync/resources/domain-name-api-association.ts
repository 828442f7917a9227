// AWS::AppSync::DomainNameApiAssociation: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-domainnameapiassociation.html
import type { ResourceType } from '../../cloudformation/resource-type';
import { Properties } from './properties';

/** What leads a custom domain name to an API. `Ref` is the name. */
export const domainNameApiAssociation: ResourceType = {
  type: 'AWS::AppSync::DomainNameApiAssociation',
  properties: ['DomainName', 'ApiId'],
  create: (request, region) => {
    const properties = Properties.of(request);
    const domainName = properties.text('DomainName');
    region.services.appSync.associateApi(domainName, properties.text('ApiId'));
    return { physicalId: domainName, attributes: { ApiAssociationIdentifier: domainName } };
  },
};
