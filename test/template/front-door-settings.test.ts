// What stages.yml may say of the front door.
import { readStages } from '../../tools/stages/stages';
import { problemOf } from '../support/packages/stage-settings';
import { ROOT } from '../support/packages/templates';

const REGIONS = Object.keys(readStages(ROOT).places);
const HEALTH = { missedHeartbeats: 3, failedPings: 3, ttl: 60 };

it.each<[string, object]>([
  ['no domain', {}],
  ['a domain', { domain: { name: 'pubsub.example.com', hostedZoneId: 'Z0123456789ABC' } }],
  [
    'a domain as long as a certificate takes',
    { domain: { name: `${'a'.repeat(52)}.example.com`, hostedZoneId: 'Z1' } },
  ],
  ['failover', { routing: 'failover' }],
  ['failover between eight regions', { routing: 'failover', regions: REGIONS.slice(0, 8) }],
  ['latency between ten regions', { regions: REGIONS.slice(0, 10) }],
  ['no pings', { health: { ...HEALTH, failedPings: 0 } }],
  ['quick health checks', { health: { missedHeartbeats: 2, failedPings: 3, ttl: 2 } }],
  [
    'a list of web sites',
    { corsOrigins: ['https://www.example.com', 'https://*.example.org', 'http://localhost:3000'] },
  ],
])('takes %s', (_, settings) => {
  expect(problemOf(settings)).toBeUndefined();
});

it.each<[string, object, RegExp]>([
  [
    'a domain without a zone',
    { domain: { name: 'pubsub.example.com' } },
    /^The domain.hostedZoneId of stage "prod" in stages\.yml must .*; it is missing/,
  ],
  ['a zone without a domain', { domain: { hostedZoneId: 'Z0123456789ABC' } }, /^The domain.name of /],
  [
    'a domain that is an address',
    { domain: { name: 'https://a.example', hostedZoneId: 'Z1' } },
    /^The domain.name of /,
  ],
  ['a domain in capitals', { domain: { name: 'PubSub.example.com', hostedZoneId: 'Z1' } }, /^The domain.name of /],
  [
    'a domain longer than a certificate takes',
    { domain: { name: `${'a'.repeat(53)}.example.com`, hostedZoneId: 'Z1' } },
    /^The domain.name of stage "prod" in stages\.yml must have 64 characters at most, which is what a certificate takes, not /,
  ],
  ['a bare text for a domain', { domain: 'pubsub.example.com' }, /^The domain of /],
  ['an unknown member of the domain', { domain: { zone: 'Z1' } }, /^The domain of /],
  [
    'an unknown routing',
    { routing: 'geo' },
    /^The routing of stage "prod" in stages\.yml must be latency or failover, not "[a-z]+"\.$/,
  ],
  [
    'failover between nine regions',
    { routing: 'failover', regions: REGIONS.slice(0, 9) },
    /answers with 8 regions at most; there are 9\.$/,
  ],
  [
    'a single heartbeat that may be missed: it comes anywhere in its minute',
    { health: { ...HEALTH, missedHeartbeats: 1 } },
    /^The health.missedHeartbeats of stage "prod"/,
  ],
  ['half a heartbeat', { health: { ...HEALTH, missedHeartbeats: 1.5 } }, /^The health.missedHeartbeats of /],
  [
    'an alarm of more than a day',
    { health: { ...HEALTH, missedHeartbeats: 1441 } },
    /^The health.missedHeartbeats of /,
  ],
  ['an answer that holds for long', { health: { ...HEALTH, ttl: 300 } }, /^The health.ttl of /],
  ['an answer that holds for less than two seconds', { health: { ...HEALTH, ttl: 1 } }, /^The health.ttl of /],
  ['more pings than Route 53 counts', { health: { ...HEALTH, failedPings: 11 } }, /^The health.failedPings of /],
  ['fewer pings than none', { health: { ...HEALTH, failedPings: -1 } }, /^The health.failedPings of /],
  ['health without a ttl', { health: { missedHeartbeats: 3, failedPings: 3 } }, /^The health.ttl of .*; it is missing/],
  ['no one who may call', { corsOrigins: [] }, /^The corsOrigins of stage "prod"/],
  ['all web sites and one more', { corsOrigins: ['*', 'https://www.example.com'] }, /^The corsOrigins of /],
  ['an origin with a path', { corsOrigins: ['https://www.example.com/'] }, /^The corsOrigins of /],
  ['a web site twice', { corsOrigins: ['https://a.example', 'https://a.example'] }, /^The corsOrigins of /],
])('refuses %s', (_, settings, sentence) => {
  expect(problemOf(settings)).toMatch(sentence);
});
