// Inline policies as templates hold them.
import type { Properties } from '../../cloudformation/properties';
import { isJsonObject } from '../../json';
import type { PolicyDocument } from '../iam';

/** An inline policy of a role. */
export interface InlinePolicy {
  readonly policyName: string;
  readonly policyDocument: PolicyDocument;
}

/**
 * Reads `Policies` of a role.
 * @throws UserError `PROPERTY_INVALID`
 */
export function inlinePoliciesOf(properties: Properties): readonly InlinePolicy[] {
  return (properties.list('Policies') ?? []).map((policy) => {
    const { PolicyName: policyName, PolicyDocument: policyDocument, ...others } = isJsonObject(policy) ? policy : {};
    if (typeof policyName === 'string' && isJsonObject(policyDocument) && Object.keys(others).length === 0) {
      return { policyName, policyDocument };
    }
    throw properties.invalid('Policies', 'must be a list of objects with PolicyName and PolicyDocument alone');
  });
}
