// AWS::WAFv2::WebACLAssociation: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';

/** `Ref` is both ARNs. It has no effect, as the web ACL has none. */
export const webAclAssociation: ResourceType = {
  type: 'AWS::WAFv2::WebACLAssociation',
  properties: ['ResourceArn', 'WebACLArn'],
  create: (request) => {
    const properties = propertiesOf(request);
    const resource = properties.required.text('ResourceArn');
    const webAcl = properties.required.text('WebACLArn');
    return { physicalId: `${webAcl}|${resource}`, attributes: {} };
  },
  delete: () => undefined,
};
