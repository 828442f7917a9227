// Inline policies as templates hold them.
import type { Properties } from '../../cloudformation/properties';
import type { PolicyDocument } from '../iam';

/** An inline policy of a role. */
export interface InlinePolicy {
  readonly policyName: string;
  readonly policyDocument: PolicyDocument;
}

/**
 * Reads `Policies` of a role.
 * @throws UserError `PROPERTY_INVALID` or `UNSUPPORTED_PROPERTY`
 */
export function inlinePoliciesOf(properties: Properties): readonly InlinePolicy[] {
  const policies = properties.each('Policies', ['PolicyName', 'PolicyDocument']) ?? [];
  return policies.map(({ required }) => ({
    policyName: required.text('PolicyName'),
    policyDocument: required.object('PolicyDocument'),
  }));
}
