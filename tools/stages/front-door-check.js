// What may be written in stages.yml of the front door: `domain`, `routing`, `health` and `corsOrigins`.
'use strict';

const { flawOf, isListOf, isMap, isTextOf, isWholeBetween, notThis } = require('./setting-kinds');

const ROUTINGS = ['latency', 'failover'];
/** Healthy values that Route 53 answers with at most: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html */
const MAX_FAILOVER_REGIONS = 8;
/**
 * Seconds; with a health check Route 53 recommends no more:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-shared.html
 */
const MAX_TTL = 60;
/** Seconds: half is the record's, which has a second at least. */
const MIN_TTL = 2;
/** Minutes: an alarm looks back one day at most. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MAX_MISSED_HEARTBEATS = 1440;

/** Characters of a certificate's first name: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const MAX_DOMAIN_LENGTH = 64;
const DOMAIN_NAME = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html */
const HOSTED_ZONE_ID = /^Z[A-Z0-9]{1,31}$/;
/** Alone in its list. */
const ANY_ORIGIN = /^\*$/;
/** CloudFront takes `*.` in place of the first labels. */
const ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/;

/**
 * @param {Record<string, any> & { stage: string }} config the stage and its settings, as in stages.yml
 * @returns {string | undefined} what is wrong and what to do, or nothing
 */
module.exports = function problemOfFrontDoor({ stage, regions, domain, routing, health, corsOrigins }) {
  const of = `of stage "${stage}" in stages.yml`;
  if (!isDomain(domain)) {
    return `The domain ${of} must be {} or a name and a hosted zone, such as { name: pubsub.example.com, hostedZoneId: Z0123456789ABC }.`;
  }
  if (domain.name && domain.name.length > MAX_DOMAIN_LENGTH) {
    return `The domain ${of} has ${domain.name.length} characters; a certificate takes ${MAX_DOMAIN_LENGTH} at most.`;
  }
  if (!ROUTINGS.includes(routing)) return `The routing ${of} must be ${ROUTINGS.join(' or ')}${notThis(routing)}.`;
  if (routing === 'failover' && regions.length > MAX_FAILOVER_REGIONS) {
    return `The routing ${of} is failover, for which Route 53 answers with ${MAX_FAILOVER_REGIONS} regions at most; there are ${regions.length}.`;
  }
  if (!isHealth(health)) {
    return `The health ${of} must be missedHeartbeats (minutes, 1 to ${MAX_MISSED_HEARTBEATS}) and ttl (seconds, ${MIN_TTL} to ${MAX_TTL}).`;
  }
  if (!isOrigins(corsOrigins)) {
    return `The corsOrigins ${of} must be a list of origins such as "https://www.example.com", each once, or ['*'] for all${flawOfOrigins(corsOrigins)}.`;
  }
  return undefined;
};

/** @param {any} domain */
function isDomain(domain) {
  if (!isMap(domain)) return false;
  if (Object.keys(domain).length === 0) return true;
  return isTextOf(domain['name'], DOMAIN_NAME) && isTextOf(domain['hostedZoneId'], HOSTED_ZONE_ID);
}

/** @param {unknown} health */
function isHealth(health) {
  return (
    isMap(health) &&
    isWholeBetween(health['missedHeartbeats'], 1, MAX_MISSED_HEARTBEATS) &&
    isWholeBetween(health['ttl'], MIN_TTL, MAX_TTL)
  );
}

/** @param {unknown} origins that are none */
function flawOfOrigins(origins) {
  const isMixed =
    Array.isArray(origins) && origins.length > 1 && origins.some((origin) => isTextOf(origin, ANY_ORIGIN));
  return isMixed ? notThis(origins) : flawOf(origins, ORIGIN);
}

/** @param {unknown} origins */
function isOrigins(origins) {
  return isListOf(origins, ORIGIN) || isListOf(origins, ANY_ORIGIN);
}
