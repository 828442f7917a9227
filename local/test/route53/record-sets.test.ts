import type { RecordSetDefinition } from '../../src/route53/route53';
import { aLatencyRecord, anAlias, aRecord, aRoute53, type Route53Bench, ZONE } from '../support/route53';
import { thrownBy } from '../support/sqs';

const NAME = '_region.pubsub.example.com';
const PRESENT_AND = 'Change with [Action=CREATE, Name=_region.pubsub.example.com, Type=TXT, SetIdentifier=';

let bench: Route53Bench;

beforeEach(() => {
  bench = aRoute53();
});

afterEach(() => bench.stop());

/** What Route 53 says to a record set. */
function refusal(record: RecordSetDefinition) {
  return thrownBy(() => bench.create(record));
}

function anAddress(overrides: Partial<RecordSetDefinition> = {}) {
  return aRecord({ type: 'A', values: ['192.0.2.1'], ...overrides });
}

function aCname(overrides: Partial<RecordSetDefinition> = {}) {
  return aRecord({ type: 'CNAME', values: ['other.example.com'], ...overrides });
}

test.each<[string, RecordSetDefinition, RecordSetDefinition, string]>([
  [
    'a simple record beside others',
    aLatencyRecord('us-west-2'),
    aRecord(),
    `[RRSet with DNS name ${NAME}., type TXT cannot be created as other RRSets exist with the same name and type.]`,
  ],
  [
    'a multivalue record beside others',
    aRecord(),
    aRecord({ setIdentifier: 'a', multiValueAnswer: true }),
    `[RRSet with DNS name ${NAME}., type TXT, SetIdentifier a cannot be created because a non multivalue answer rrset exists with the same name and type.]`,
  ],
  [
    'a weighted record beside others',
    aRecord(),
    aRecord({ setIdentifier: 'a', weight: 1 }),
    `[RRSet with DNS name ${NAME}., type TXT, SetIdentifier a cannot be created as a non-weighted set exists with the same name and type.]`,
  ],
  [
    'a latency record beside others',
    aRecord({ setIdentifier: 'a', weight: 1 }),
    aLatencyRecord('us-west-2'),
    `[RRSet with DNS name ${NAME}., type TXT, SetIdentifier us-west-2 cannot be created as a non-latency set exists with the same name and type.]`,
  ],
  [
    'a second record for a region',
    aLatencyRecord('us-west-2'),
    aLatencyRecord('us-west-2', { setIdentifier: 'other' }),
    `[RRSet with DNS name ${NAME}., type TXT, SetIdentifier other, and Region Name=us-west-2 cannot be created because a latency RRSet with the same name, type and region already exists.]`,
  ],
  [
    'a second record with a set identifier',
    aLatencyRecord('us-west-2'),
    aLatencyRecord('us-west-2', { region: 'us-east-1' }),
    `[Tried to create resource record set [name='${NAME}.', type='TXT', set-identifier='us-west-2'] but it already exists]`,
  ],
  [
    'a second secondary record',
    aRecord({ setIdentifier: 'a', failover: 'SECONDARY' }),
    aRecord({ setIdentifier: 'b', failover: 'SECONDARY' }),
    `[RRSet with DNS name ${NAME}., type TXT, SetIdentifier b cannot be created because a SECONDARY failover RRSet with the same name and type already exists.]`,
  ],
  [
    'a second simple record',
    aRecord(),
    aRecord({ name: '_REGION.pubsub.example.com.' }),
    `[Tried to create resource record set [name='${NAME}.', type='TXT'] but it already exists]`,
  ],
  [
    'a CNAME beside another type',
    aRecord(),
    aCname(),
    `[RRSet of type CNAME with DNS name ${NAME}. is not permitted as it conflicts with other records with the same DNS name in zone ${ZONE}]`,
  ],
  [
    'another type beside a CNAME',
    aCname(),
    aRecord(),
    `[RRSet of type TXT with DNS name ${NAME}. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${ZONE}]`,
  ],
])('DN-08 Route 53 refuses %s', (_, first, second, message) => {
  bench.create(first);

  expect(refusal(second)).toMatchObject({ code: 'InvalidChangeBatch', message });
});

test('DN-08 Other types, and other names, are no conflict', () => {
  bench.create(aRecord(), anAddress(), anAddress({ name: 'pubsub.example.com' }));

  expect(bench.route53.canonicalName(NAME, 'us-west-2')).toBe(NAME);
});

test.each<[string, Partial<RecordSetDefinition>, string]>([
  [
    'without set identifier',
    { region: 'us-west-2' },
    `Invalid request: Missing field 'SetIdentifier' in ${PRESENT_AND}null]`,
  ],
  [
    'with two policies',
    { setIdentifier: 'a', region: 'us-west-2', weight: 1 },
    `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found more than one in ${PRESENT_AND}a]`,
  ],
  [
    'with a set identifier and no policy',
    { setIdentifier: 'a' },
    `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found none in ${PRESENT_AND}a]`,
  ],
  [
    'without TTL',
    { ttl: undefined },
    `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in ${PRESENT_AND}null]`,
  ],
  [
    'without values',
    { values: [] },
    `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in ${PRESENT_AND}null]`,
  ],
  [
    'with values and an alias',
    {
      ttl: 60,
      values: ['"a"'],
      aliasTarget: { dnsName: 'a.example.com', hostedZoneId: 'Z1', evaluateTargetHealth: false },
    },
    `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found more than one in ${PRESENT_AND}null]`,
  ],
  [
    'that is primary, without health check',
    { setIdentifier: 'a', failover: 'PRIMARY' },
    `Invalid request: A primary failover record needs a health check in ${PRESENT_AND}a]`,
  ],
  [
    'that weighs too much',
    { setIdentifier: 'a', weight: 256 },
    `Invalid request: Weight must be from 0 to 255 in ${PRESENT_AND}a]`,
  ],
  ['with a negative TTL', { ttl: -1 }, `Invalid request: TTL must be from 0 to 2147483647 in ${PRESENT_AND}null]`],
])('DN-09 Route 53 refuses a record %s', (_, overrides, message) => {
  expect(refusal(aRecord(overrides))).toMatchObject({ code: 'InvalidInput', message });
});

const TOO_LONG = `"${'a'.repeat(256)}"`;

test.each<[string, Partial<RecordSetDefinition>, string]>([
  [
    'text without quotation marks',
    { values: ['us-west-2'] },
    "Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'us-west-2''",
  ],
  [
    'text with half a quotation',
    { values: ['"us-west-2'] },
    "Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with '\"us-west-2''",
  ],
  [
    'a string that is too long',
    { values: [TOO_LONG] },
    `Invalid Resource Record: 'FATAL problem: CharacterStringTooLong (Value is too long) encountered with '${TOO_LONG}''`,
  ],
  [
    'an invalid address',
    { type: 'A', values: ['192.0.2'] },
    "Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '192.0.2''",
  ],
  [
    'an invalid IPv6 address',
    { type: 'AAAA', values: ['192.0.2.1'] },
    "Invalid Resource Record: 'FATAL problem: AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address) encountered with '192.0.2.1''",
  ],
  [
    'a name with an empty label',
    { name: 'a..example.com' },
    "FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..example.com'",
  ],
  [
    'a name with a long label',
    { name: `${'a'.repeat(64)}.example.com` },
    `FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '${'a'.repeat(64)}.example.com'`,
  ],
  [
    'two values of a latency record',
    { setIdentifier: 'a', region: 'us-west-2', values: ['"a"', '"b"'] },
    `RRSet with DNS name ${NAME}., type TXT, SetIdentifier a is latency and must have exactly one value`,
  ],
  [
    'two values of a CNAME',
    { type: 'CNAME', values: ['a.example.com', 'b.example.com'] },
    `RRSet with DNS name ${NAME}., type CNAME is CNAME and must have exactly one value`,
  ],
])('DN-10 Route 53 refuses %s', (_, overrides, sentence) => {
  expect(refusal(aRecord(overrides))).toMatchObject({ code: 'InvalidChangeBatch', message: `[${sentence}]` });
});

test('DN-11 Route 53 refuses a health check that does not exist', () => {
  expect(refusal(aRecord({ healthCheckId: 'none' }))).toMatchObject({
    code: 'NoSuchHealthCheck',
    message: 'No health check exists with the specified ID none',
  });
});

test('DN-06 An alias in the same hosted zone needs its target', () => {
  const aliasTarget = { dnsName: 'api.example.com', hostedZoneId: ZONE, evaluateTargetHealth: false };

  expect(refusal(anAlias({ aliasTarget }))).toMatchObject({
    code: 'InvalidChangeBatch',
    message: `[Tried to create an alias that targets api.example.com., type A in zone ${ZONE}, but that target was not found]`,
  });
});

test('DN-06 The health of a distribution cannot be evaluated', () => {
  const aliasTarget = { dnsName: 'd.cloudfront.net', hostedZoneId: 'Z2FDTNDATAQYW2', evaluateTargetHealth: true };

  expect(refusal(anAlias({ aliasTarget }))).toMatchObject({
    message:
      '[RRSet with DNS name pubsub.example.com., type A cannot evaluate the health of a CloudFront distribution]',
  });
});

test('DN-06 A multivalue record cannot be an alias', () => {
  expect(refusal(anAlias({ setIdentifier: 'a', multiValueAnswer: true }))).toMatchObject({
    message:
      '[RRSet with DNS name pubsub.example.com., type A, SetIdentifier a is a multivalue answer and cannot be an alias]',
  });
});

test('A record set that was refused is not there', async () => {
  bench.create(aLatencyRecord('us-west-2'));
  refusal(aLatencyRecord('us-west-2', { setIdentifier: 'b', values: ['"b"'] }));

  const resolver = await bench.resolver();

  expect(await resolver.resolveTxt(NAME)).toEqual([['us-west-2']]);
});
