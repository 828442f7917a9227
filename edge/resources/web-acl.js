// The web ACL of the front door, with the rules of the APIs' own.
'use strict';

// The appsync plugin's own translation of its form of the rules: so that both ACLs have one list, resources/api/waf.yml.
const { Waf } = require('serverless-appsync-plugin/lib/resources/Waf');

/**
 * The CloudFormation fragment; an empty one for a stage whose `waf` is not enabled.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 */
module.exports = async function webAcl({ resolveVariable }) {
  const { enabled, name, rules } = await resolveVariable('file(../resources/api/waf.yml)');
  if (!enabled) return { Resources: {} };
  const translation = new Waf(/** @type {any} */ ({ config: {} }), { name, rules });

  return {
    Resources: {
      WebAcl: {
        Type: 'AWS::WAFv2::WebACL',
        Properties: {
          Name: name,
          Description: 'What the front door of the stage refuses.',
          Scope: 'CLOUDFRONT',
          DefaultAction: { Allow: {} },
          Rules: translation.buildWafRules(),
          VisibilityConfig: translation.getWafVisibilityConfig(undefined, name),
        },
      },
      Distribution: { Properties: { DistributionConfig: { WebACLId: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } } } },
    },
  };
};
