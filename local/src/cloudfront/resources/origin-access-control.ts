// AWS::CloudFront::OriginAccessControl: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originaccesscontrol.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { CloudFront } from '../cloudfront';

const MEMBERS = ['Name', 'Description', 'OriginAccessControlOriginType', 'SigningBehavior', 'SigningProtocol'];

/** `Ref` and the attribute `Id` are its id. It signs everything that CloudFront asks of a bucket. */
export const originAccessControl: ResourceType<{ readonly cloudFront: CloudFront }> = {
  type: 'AWS::CloudFront::OriginAccessControl',
  properties: ['OriginAccessControlConfig'],
  create: (request, { cloudFront }) => {
    const { id } = cloudFront.createOriginAccessControl(nameOf(request));
    return { physicalId: id, attributes: { Id: id } };
  },
  update: ({ physicalId, attributes, ...request }, { cloudFront }) => {
    cloudFront.renameOriginAccessControl(physicalId, nameOf(request));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { cloudFront }) => {
    cloudFront.deleteOriginAccessControl(physicalId);
  },
};

/** All that one can differ in from another. */
function nameOf(request: ResourceRequest): string {
  const config = propertiesOf(request).required.inside('OriginAccessControlConfig', MEMBERS);
  for (const [name, only] of [
    ['OriginAccessControlOriginType', 's3'],
    ['SigningBehavior', 'always'],
    ['SigningProtocol', 'sigv4'],
  ] as const) {
    config.required.choice(name, [only]);
  }
  return config.required.text('Name');
}
