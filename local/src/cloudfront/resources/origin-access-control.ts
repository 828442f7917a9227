// AWS::CloudFront::OriginAccessControl: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originaccesscontrol.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';

const MEMBERS = ['Name', 'Description', 'OriginAccessControlOriginType', 'SigningBehavior', 'SigningProtocol'];

/** `Ref` and the attribute `Id` are its id. It signs everything that CloudFront asks of a bucket. */
export const originAccessControl: ResourceType = {
  type: 'AWS::CloudFront::OriginAccessControl',
  properties: ['OriginAccessControlConfig'],
  create: (request, { services }) => {
    const config = propertiesOf(request).required.inside('OriginAccessControlConfig', MEMBERS);
    for (const [name, only] of [
      ['OriginAccessControlOriginType', 's3'],
      ['SigningBehavior', 'always'],
      ['SigningProtocol', 'sigv4'],
    ] as const) {
      config.required.choice(name, [only]);
    }
    const { id } = services.cloudFront.createOriginAccessControl(config.required.text('Name'));
    return { physicalId: id, attributes: { Id: id } };
  },
};
