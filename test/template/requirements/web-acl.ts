// The rules of a compiled web ACL.
import type { JsonObject } from 'local-aws';
import { type Template, theResource } from '../../support/packages/templates';

/** A rule of a web ACL. */
export interface WebAclRule extends JsonObject {
  readonly Name: string;
  readonly Statement: { readonly RateBasedStatement?: { readonly Limit: number } };
}

/** The names of the rules, which the APIs and the front door have in common, in their order. */
export const WEB_ACL_RULES = ['RequestsPerAddress', 'LargeBody', 'CommonRules'];

/** The rules of the only web ACL. */
export function webAclRulesOf(template: Template): readonly WebAclRule[] {
  return theResource(template, 'AWS::WAFv2::WebACL').Properties['Rules'] as readonly WebAclRule[];
}

/** Requests per five minutes, by the rule that counts them. */
export function rateLimitsOf(template: Template): Readonly<Record<string, number>> {
  return Object.fromEntries(
    webAclRulesOf(template).flatMap(({ Name, Statement }) =>
      Statement.RateBasedStatement ? [[Name, Statement.RateBasedStatement.Limit]] : [],
    ),
  );
}
