// What the page at the front door is told, in /config.json: nothing that is secret.
'use strict';

/**
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<object>}
 */
module.exports = async function pageSettings({ resolveVariable }) {
  const regions = await resolveVariable('self:custom.regions');
  const places = await resolveVariable('self:custom.places');

  return {
    stage: await resolveVariable('sls:stage'),
    routing: await resolveVariable('self:custom.routing'),
    regions: regions.map((/** @type {string} */ name) => ({ name, ...places[name] })),
  };
};
