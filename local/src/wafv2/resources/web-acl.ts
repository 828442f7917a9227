// AWS::WAFv2::WebACL: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import { CLOUDFRONT_REGION } from '../../foundation/account';
import type { ResourceType } from '../../cloudformation/resource-type';

/** Characters of a web ACL's name: https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html */
const MAX_NAME = 128;
/** Characters of a web ACL's id. AWS's ids are UUIDs; nothing here depends on their form. */
const ID_LENGTH = 32;

/**
 * `Ref` is name, id and scope; `Fn::GetAtt` knows `Arn` and `Id`. Its rules have no effect: on one machine every
 * client has the same address, and AWS's managed rules are not public.
 */
export const webAcl: ResourceType = {
  type: 'AWS::WAFv2::WebACL',
  properties: ['DefaultAction', 'Description', 'Name', 'Rules', 'Scope', 'Tags', 'VisibilityConfig'],
  nameProperty: 'Name',
  create: (request) => {
    const properties = propertiesOf(request);
    const scope = properties.required.oneOf('Scope', ['REGIONAL', 'CLOUDFRONT']);
    const { region } = request;
    requireScope(properties, scope, region.name);
    const name = properties.text('Name') ?? physicalNameOf(request, MAX_NAME);
    const id = region.ids.lowerCase(`web acl ${name}`, ID_LENGTH);
    const arn = `arn:${region.partition}:wafv2:${region.name}:${region.accountId}:${kindOf(scope)}/webacl/${name}/${id}`;
    return { physicalId: `${name}|${id}|${scope}`, attributes: { Arn: arn, Id: id } };
  },
  update: ({ physicalId, attributes }) => ({ physicalId, attributes }),
  delete: () => undefined,
};

function requireScope(properties: Properties, scope: string, region: string): void {
  if (scope === 'CLOUDFRONT' && region !== CLOUDFRONT_REGION) {
    throw properties.invalid('Scope', `can be CLOUDFRONT only in ${CLOUDFRONT_REGION}, not in ${region}`);
  }
}

/** As ARNs have it. */
function kindOf(scope: string): string {
  return scope === 'CLOUDFRONT' ? 'global' : 'regional';
}
