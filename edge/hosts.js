// The addresses of the regions' APIs as the front door reaches them.
'use strict';

const stackOutput = require('../tools/stages/stack-output');

/** @typedef {{ graphql: string, realtime: string }} Hosts */

/**
 * By region. With a domain both are the API's name below it. Without one they are AppSync's own, which are known once the
 * regional stacks are there; packaging without AWS: `--param hosts='{"<region>":{"graphql":"…","realtime":"…"},…}'`.
 * stage-check.js says which are missing.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<Record<string, Hosts>>}
 */
module.exports = async function hosts({ resolveVariable }) {
  const regions = await resolveVariable('self:custom.regions');
  const { name } = await resolveVariable('self:custom.domain');
  if (name) return byRegion(regions, (region) => ({ graphql: `${region}.${name}`, realtime: `${region}.${name}` }));
  const given = await resolveVariable("param:hosts, ''");
  if (given) return parsed(given);
  const stack = await resolveVariable('self:custom.regionalStack');
  const outputOf = (/** @type {string} */ variable) => stackOutput(resolveVariable, variable);
  const found = await Promise.all(
    regions.map(async (/** @type {string} */ region) => ({
      graphql: await outputOf(`cf(${region}):${stack}.GraphQlHost`),
      realtime: await outputOf(`cf(${region}):${stack}.RealtimeHost`),
    })),
  );
  return byRegion(regions, (_, index) => found[index]);
};

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
