// How long a region may deliver nothing before it is unhealthy.
'use strict';

const MINUTE = 60;

/**
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<number>} seconds
 */
module.exports = async function silence({ resolveVariable }) {
  return MINUTE * (await resolveVariable('self:custom.health.missedHeartbeats'));
};
