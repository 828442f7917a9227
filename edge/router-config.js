// The router's settings, which become a constant of its code (edge/config.ts says what each means).
'use strict';

const { recordNameOf, recordTtlOf } = require('../resources/routing-record');

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

  return JSON.stringify({
    ...(name ? { recordName: recordNameOf(name, routing) } : {}),
    ttl: recordTtlOf(health),
    routing,
    customDomain: Boolean(name),
    origins: await resolveVariable('self:custom.hosts'),
    orders: Object.fromEntries(Object.keys(places).map((from) => [from, nearestFirst({ from, regions, places })])),
    order: regions,
  });
};

/**
 * @param {object} map
 * @param {string} map.from the region in which the function runs
 * @param {string[]} map.regions those of the stage
 * @param {Record<string, { latitude: number, longitude: number }>} map.places
 * @returns {string[]} the stage's regions, by their distance
 */
function nearestFirst({ from, regions, places }) {
  const distance = (/** @type {string} */ region) => angleBetween(places[from], places[region]);
  return [...regions].sort((one, other) => distance(one) - distance(other));
}

/**
 * The angle between two places as seen from the middle of the earth. https://en.wikipedia.org/wiki/Haversine_formula
 *
 * @param {{ latitude: number, longitude: number } | undefined} one degrees
 * @param {{ latitude: number, longitude: number } | undefined} other
 * @returns {number} radians; endless to a place that nobody knows
 */
function angleBetween(one, other) {
  if (!one || !other) return Number.POSITIVE_INFINITY;
  const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;
  const [fromLatitude, toLatitude] = [radians(one.latitude), radians(other.latitude)];
  const half =
    Math.sin((toLatitude - fromLatitude) / 2) ** 2 +
    Math.cos(fromLatitude) * Math.cos(toLatitude) * Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  return 2 * Math.asin(Math.sqrt(half));
}
