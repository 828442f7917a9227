// The record that routes: each region's stack has its part of it, and the router at the front door asks for it.
'use strict';

/**
 * All records of a name have the same routing policy, so that a stage whose routing changes needs another name:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
 *
 * @param {string} domain the stage's
 * @param {string} routing `latency`: the answer is the one region to take; `failover`: it is every healthy region
 * @returns {string}
 */
function recordNameOf(domain, routing) {
  return `${routing === 'failover' ? '_regions' : '_region'}.${domain}`;
}

/**
 * An answer is kept twice, by the resolver and then by the router, which cannot know how old it is already: each gets half of
 * the time, so that together they hold it no longer than the stage allows.
 *
 * @param {{ ttl: number }} health the stage's: seconds, 2 at least
 * @returns {number} seconds
 */
function recordTtlOf({ ttl }) {
  return Math.floor(ttl / 2);
}

module.exports = { recordNameOf, recordTtlOf };
