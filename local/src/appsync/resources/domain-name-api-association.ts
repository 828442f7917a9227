// AWS::AppSync::DomainNameApiAssociation: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-domainnameapiassociation.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { AppSync } from '../appsync';

/** What leads a custom domain name to an API. `Ref` is the name. */
export const domainNameApiAssociation: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::DomainNameApiAssociation',
  properties: ['DomainName', 'ApiId'],
  create: (request, { appSync }) => {
    const properties = propertiesOf(request);
    const domainName = properties.required.text('DomainName');
    appSync.associateApi(domainName, properties.required.text('ApiId'));
    return { physicalId: domainName, attributes: { ApiAssociationIdentifier: domainName } };
  },
  update: ({ physicalId, attributes, ...request }, { appSync }) => {
    appSync.disassociateApi(physicalId);
    appSync.associateApi(physicalId, propertiesOf(request).required.text('ApiId'));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { appSync }) => {
    appSync.disassociateApi(physicalId);
  },
};
