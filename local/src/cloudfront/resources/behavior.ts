// What a distribution does with some paths, as a template writes it.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-cachebehavior.html
import type { Behavior } from '../distributions/distribution';
import type { Properties } from '../../cloudformation/properties';

/** The members that a behaviour may have beside its path pattern. */
export const BEHAVIOR_MEMBERS: readonly string[] = [
  ...['TargetOriginId', 'ViewerProtocolPolicy', 'AllowedMethods', 'CachePolicyId', 'OriginRequestPolicyId'],
  ...['ResponseHeadersPolicyId', 'LambdaFunctionAssociations'],
  // Without a meaning where nothing is cached and nothing is compressed.
  ...['CachedMethods', 'Compress'],
];

const PROTOCOL_POLICIES = ['allow-all', 'https-only', 'redirect-to-https'] as const;
/** CloudFront takes these three sets of methods and no other. */
const METHOD_SETS = [
  ['GET', 'HEAD'],
  ['GET', 'HEAD', 'OPTIONS'],
  ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
];

/** A behaviour without its path pattern. */
export function behaviorOf(members: Properties): Behavior {
  return {
    pathPattern: undefined,
    targetOriginId: members.required.text('TargetOriginId'),
    viewerProtocolPolicy: members.required.choice('ViewerProtocolPolicy', PROTOCOL_POLICIES),
    allowedMethods: methodsOf(members),
    cachePolicyId: members.required.text('CachePolicyId'),
    originRequestPolicyId: members.text('OriginRequestPolicyId'),
    responseHeadersPolicyId: members.text('ResponseHeadersPolicyId'),
    originRequestFunctionArn: functionOf(members),
  };
}

function methodsOf(members: Properties): readonly string[] {
  const methods = members.texts('AllowedMethods') ?? ['GET', 'HEAD'];
  const same = (set: readonly string[]) =>
    set.length === methods.length && set.every((method) => methods.includes(method));
  if (METHOD_SETS.some(same)) return methods;
  const sets = METHOD_SETS.map((set) => set.join(' ')).join('; ');
  throw members.invalid('AllowedMethods', `must be one of: ${sets}`);
}

function functionOf(members: Properties): string | undefined {
  const associations = members.each('LambdaFunctionAssociations', ['EventType', 'LambdaFunctionARN', 'IncludeBody']);
  const [association, ...others] = associations ?? [];
  if (!association) return undefined;
  if (others.length > 0) throw members.unsupported('LambdaFunctionAssociations', 'must have one function at most');
  association.required.choice('EventType', ['origin-request']);
  if (association.flag('IncludeBody') === true) throw association.unsupported('IncludeBody', 'must be false');
  return association.required.text('LambdaFunctionARN');
}
