// The certificate for the name of the region's API, which the front door's stack has.
'use strict';

const { EDGE_REGION, EDGE_SERVICE } = require('../../tools/stages/names');
const stackOutput = require('../../tools/stages/stack-output');

/**
 * Packaging without AWS: `--param certificateArn=…`. stage-check.js says when it is missing.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<string>} empty for a stage without a domain, and for a region that is not the stage's
 */
module.exports = async function certificateArn({ resolveVariable }) {
  const { name } = await resolveVariable('self:custom.domain');
  const regions = await resolveVariable('self:custom.regions');
  // A region that is not listed is refused for that, with or without a certificate.
  if (!name || !regions.includes(await resolveVariable('self:provider.region'))) return '';
  const stage = await resolveVariable('sls:stage');
  const given = await resolveVariable("param:certificateArn, ''");
  if (given) return given;
  return stackOutput(resolveVariable, `cf(${EDGE_REGION}):${EDGE_SERVICE}-${stage}.CertificateArn`);
};
