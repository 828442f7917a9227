// The addresses of the regions' APIs as the front door reaches them.
'use strict';

const { eventsNameOf, nameOf } = require('../resources/api/domain-name');
const stackOutput = require('../tools/stages/stack-output');

/** @typedef {{ http: string, realtime: string }} ApiHosts of one API */
/** @typedef {{ graphql: string, realtime: string, events?: ApiHosts }} Hosts of a region; `events` in a stage that has Event APIs */

/**
 * By region. With a domain each API has one name below it. Without one they are AppSync's own, which are known once the
 * regional stacks are there; packaging without AWS:
 * `--param hosts='{"<region>":{"graphql":"…","realtime":"…","events":{"http":"…","realtime":"…"}},…}'`.
 * stage-check.js says which are missing.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<Record<string, Hosts>>}
 */
module.exports = async function hosts({ resolveVariable }) {
  const regions = await resolveVariable('self:custom.regions');
  const { name } = await resolveVariable('self:custom.domain');
  const hasEvents = await resolveVariable('self:custom.events');
  if (name) return byRegion(regions, (region) => below(region, name, hasEvents));
  const given = await resolveVariable("param:hosts, ''");
  if (given) return parsed(given);
  const stack = await resolveVariable('self:custom.regionalStack');
  const outputOf = (/** @type {string} */ variable) => stackOutput(resolveVariable, variable);
  const found = await Promise.all(
    regions.map(async (/** @type {string} */ region) => ({
      graphql: await outputOf(`cf(${region}):${stack}.GraphQlHost`),
      realtime: await outputOf(`cf(${region}):${stack}.RealtimeHost`),
      ...(hasEvents && {
        events: {
          http: await outputOf(`cf(${region}):${stack}.EventsHttpHost`),
          realtime: await outputOf(`cf(${region}):${stack}.EventsRealtimeHost`),
        },
      }),
    })),
  );
  return byRegion(regions, (_, index) => found[index]);
};

/**
 * @param {string} region
 * @param {string} domain the stage's
 * @param {boolean} hasEvents
 * @returns {Hosts}
 */
function below(region, domain, hasEvents) {
  const [api, eventApi] = [nameOf(region, domain), eventsNameOf(region, domain)];
  return {
    ...{ graphql: api, realtime: api },
    ...(hasEvents && { events: { http: eventApi, realtime: eventApi } }),
  };
}

/**
 * @param {string[]} regions
 * @param {(region: string, index: number) => Hosts} hostsOf
 */
function byRegion(regions, hostsOf) {
  return Object.fromEntries(regions.map((region, index) => [region, hostsOf(region, index)]));
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
