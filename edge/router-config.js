// The router's settings, which become a constant of its code (edge/config.ts says what each means).
'use strict';

const { recordNameOf, recordTtlOf } = require('../resources/health/routing-record');

/**
 * JSON text.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<string>}
 */
module.exports = async function routerConfig({ resolveVariable }) {
  const regions = await resolveVariable('self:custom.regions');
  const places = await resolveVariable('self:custom.places');
  const { name } = await resolveVariable('self:custom.domain');
  const routing = await resolveVariable('self:custom.routing');
  const health = await resolveVariable('self:custom.health');
  const { geoDistance } = await import('d3-geo');

  return JSON.stringify({
    ...(name ? { recordName: recordNameOf(name, routing) } : {}),
    ttl: recordTtlOf(health),
    routing,
    customDomain: Boolean(name),
    origins: await resolveVariable('self:custom.hosts'),
    orders: Object.fromEntries(
      Object.keys(places).map((from) => [from, nearestFirst({ from, regions, places, geoDistance })]),
    ),
    order: regions,
  });
};

/**
 * @param {object} map
 * @param {string} map.from the region in which the function runs
 * @param {string[]} map.regions those of the stage
 * @param {import('../tools/stages/stages').Places} map.places
 * @param {typeof import('d3-geo').geoDistance} map.geoDistance
 * @returns {string[]} the stage's regions, by their distance
 */
function nearestFirst({ from, regions, places, geoDistance }) {
  const pointOf = (/** @type {string} */ region) =>
    /** @type {[number, number]} */ ([places[region]?.longitude, places[region]?.latitude]);
  const distance = (/** @type {string} */ region) => geoDistance(pointOf(from), pointOf(region));
  return [...regions].sort((one, other) => distance(one) - distance(other));
}
