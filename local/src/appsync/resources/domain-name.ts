// AWS::AppSync::DomainName: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-domainname.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { AppSync } from '../appsync';

/** CloudFront's hosted zone, for alias records: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** A custom domain name. `Ref` is the name. */
export const domainName: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::DomainName',
  nameProperty: 'DomainName',
  // Descriptions and tags have no meaning on one machine.
  properties: ['DomainName', 'CertificateArn', 'Description', 'Tags'],
  create: (request, { appSync }) => {
    const properties = propertiesOf(request);
    const created = appSync.createDomainName({
      domainName: properties.required.text('DomainName'),
      certificateArn: properties.required.text('CertificateArn'),
    });
    return {
      physicalId: created.domainName,
      attributes: {
        AppSyncDomainName: created.appSyncDomainName,
        DomainName: created.domainName,
        DomainNameArn: created.arn,
        HostedZoneId: CLOUDFRONT_ZONE,
      },
    };
  },
  // Only its description and its tags change without another name.
  update: ({ physicalId, attributes }) => ({ physicalId, attributes }),
  delete: ({ physicalId }, { appSync }) => {
    appSync.deleteDomainName(physicalId);
  },
};
