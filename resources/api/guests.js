// The guests of the stage: who comes without a token.
'use strict';

/**
 * Does the stage let anybody in without a token?
 *
 * @param {{ publish?: readonly string[] | undefined, subscribe?: readonly string[] | undefined }} guests a stage's setting
 */
function hasGuests({ publish = [], subscribe = [] }) {
  return publish.length + subscribe.length > 0;
}

/**
 * What guests may do, as the authorizer's environment variable `GUESTS`: JSON text.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<string>}
 */
async function variable({ resolveVariable }) {
  return JSON.stringify(await resolveVariable('self:custom.guests'));
}

module.exports = { hasGuests, variable };
