// What stages.yml may say of the front door.
import problemOfFrontDoor from '../../tools/stages/front-door-check';

const REGIONS = ['us-west-2', 'ap-southeast-2'];
const HEALTH = { missedHeartbeats: 3, ttl: 60 };

function problemOf(overrides: object): string | undefined {
  return problemOfFrontDoor({
    stage: 'prod',
    regions: REGIONS,
    domain: {},
    routing: 'latency',
    health: HEALTH,
    corsOrigins: ['*'],
    ...overrides,
  });
}

it.each<[string, object]>([
  ['no domain', {}],
  ['a domain', { domain: { name: 'pubsub.example.com', hostedZoneId: 'Z0123456789ABC' } }],
  [
    'a domain as long as a certificate takes',
    { domain: { name: `${'a'.repeat(52)}.example.com`, hostedZoneId: 'Z1' } },
  ],
  ['failover', { routing: 'failover' }],
  ['failover between eight regions', { routing: 'failover', regions: Array.from({ length: 8 }, String) }],
  ['latency between ten regions', { regions: Array.from({ length: 10 }, String) }],
  ['quick health checks', { health: { missedHeartbeats: 1, ttl: 2 } }],
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
    /^The domain of stage "prod" in stages\.yml must/,
  ],
  ['a zone without a domain', { domain: { hostedZoneId: 'Z0123456789ABC' } }, /^The domain of /],
  ['a domain that is an address', { domain: { name: 'https://a.example', hostedZoneId: 'Z1' } }, /^The domain of /],
  ['a domain in capitals', { domain: { name: 'PubSub.example.com', hostedZoneId: 'Z1' } }, /^The domain of /],
  [
    'a domain longer than a certificate takes',
    { domain: { name: `${'a'.repeat(53)}.example.com`, hostedZoneId: 'Z1' } },
    /^The domain of stage "prod" in stages\.yml has 65 characters; a certificate takes 64 at most\.$/,
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
    { routing: 'failover', regions: Array.from({ length: 9 }, String) },
    /answers with 8 regions at most; there are 9\.$/,
  ],
  ['no heartbeat that may be missed', { health: { ...HEALTH, missedHeartbeats: 0 } }, /^The health of stage "prod"/],
  ['half a heartbeat', { health: { ...HEALTH, missedHeartbeats: 1.5 } }, /^The health of /],
  ['an alarm of more than a day', { health: { ...HEALTH, missedHeartbeats: 1441 } }, /^The health of /],
  ['an answer that holds for long', { health: { ...HEALTH, ttl: 300 } }, /^The health of /],
  ['an answer that holds for less than two seconds', { health: { ...HEALTH, ttl: 1 } }, /^The health of /],
  ['health without a ttl', { health: { missedHeartbeats: 3 } }, /^The health of /],
  ['nobody who may call', { corsOrigins: [] }, /^The corsOrigins of stage "prod"/],
  ['all web sites and one more', { corsOrigins: ['*', 'https://www.example.com'] }, /^The corsOrigins of /],
  ['an origin with a path', { corsOrigins: ['https://www.example.com/'] }, /^The corsOrigins of /],
  ['a web site twice', { corsOrigins: ['https://a.example', 'https://a.example'] }, /^The corsOrigins of /],
])('refuses %s', (_, settings, sentence) => {
  expect(problemOf(settings)).toMatch(sentence);
});
