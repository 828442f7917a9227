// The name of the region's Event API below the stage's domain: where the front door reaches it.
'use strict';

const { domainNameOf, eventsNameOf } = require('../api/domain-name');

/**
 * The CloudFormation fragment. Its health is the region's: there is one routing for both doors (resources/api/domain.js).
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<{ Resources: Record<string, object>, Outputs?: Record<string, object> }>} an empty fragment for a
 *   stage without a domain
 */
module.exports = async function eventDomain({ resolveVariable }) {
  const { name, hostedZoneId } = await resolveVariable('self:custom.domain');
  if (!name) return { Resources: {} };
  const hostName = eventsNameOf(await resolveVariable('self:provider.region'), name);
  const certificateArn = await resolveVariable('self:custom.certificateArn');
  return {
    Resources: domainNameOf({ api: 'EventApi', prefix: 'EventApi', hostName, hostedZoneId, certificateArn }),
    Outputs: {
      EventsDomainName: {
        Description: 'Where the front door reaches the Event API.',
        Value: { Ref: 'EventApiDomain' },
      },
    },
  };
};
