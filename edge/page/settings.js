// What the page and the client library are told at the front door, in /config.json: nothing that is secret.
'use strict';

/**
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<object>}
 */
module.exports = async function pageSettings({ resolveVariable }) {
  const regions = await resolveVariable('self:custom.regions');
  const places = await resolveVariable('self:custom.places');
  const hosts = await resolveVariable('self:custom.hosts');
  const { hours, except = [] } = await resolveVariable('self:custom.history');

  return {
    stage: await resolveVariable('sls:stage'),
    routing: await resolveVariable('self:custom.routing'),
    regions: regions.map((/** @type {string} */ name) => ({
      name,
      ...places[name],
      // For clients that do not reach the front door. Without one, stage-check.js says which is missing.
      ...(hosts[name] && { url: `https://${hosts[name].graphql}` }),
    })),
    // Is the Events door open, at /event of the front door?
    ...((await resolveVariable('self:custom.events')) && { events: true }),
    // Of which channels is nothing kept? For a client that hears them along with others.
    history: { hours, ...(except.length > 0 && { except }) },
  };
};
