// Whose events close channels: the API's, and those of the backends that the stage names.
'use strict';

/**
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<string[]>}
 */
module.exports = async function closeSources({ resolveVariable }) {
  return [await resolveVariable('self:custom.apiSource'), ...(await resolveVariable('self:custom.closeSources'))];
};
