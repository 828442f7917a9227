import type { ResourceType } from '../../src/cloudformation/resource-type';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { healthCheck } from '../../src/route53/resources/health-check';
import { recordSet } from '../../src/route53/resources/record-set';
import { recordSetGroup } from '../../src/route53/resources/record-set-group';
import type { Route53 } from '../../src/route53/route53';
import { aRoute53, ENDPOINT, type Route53Bench, ZONE } from '../support/route53';
import { aRegion } from '../support/region';
import { thrownBy } from '../support/sqs';

type Route53Type = ResourceType<{ readonly route53: Route53 }>;

const NAME = '_region.pubsub.example.com';

let bench: Route53Bench;

beforeEach(() => {
  bench = aRoute53();
});

afterEach(() => bench.stop());

function create(type: Route53Type, properties: JsonObject) {
  const request = { logicalId: 'It', stackName: 'chat', region: aRegion(), properties };
  return type.create(request, { route53: bench.route53 });
}

function aRecordSet(overrides: JsonObject = {}): JsonObject {
  return { HostedZoneId: ZONE, Name: NAME, Type: 'TXT', TTL: '60', ResourceRecords: ['"us-west-2"'], ...overrides };
}

test('AWS::Route53::RecordSet is known by its name, and answers', async () => {
  const created = create(recordSet, aRecordSet({ SetIdentifier: 'us-west-2', Region: 'us-west-2' }));

  expect(created).toEqual({ physicalId: NAME, attributes: {} });
  expect(await (await bench.resolver()).resolveTxt(NAME)).toEqual([['us-west-2']]);
});

test('AWS::Route53::RecordSet may be an alias', () => {
  const AliasTarget = { DNSName: 'd-abc.cloudfront.net', HostedZoneId: 'Z2FDTNDATAQYW2' };

  void create(recordSet, { HostedZoneId: ZONE, Name: 'pubsub.example.com', Type: 'A', AliasTarget });

  expect(bench.route53.canonicalName('pubsub.example.com', 'us-west-2')).toBe('d-abc.cloudfront.net');
});

test('AWS::Route53::RecordSetGroup creates each of its record sets', async () => {
  const members = ['us-west-2', 'eu-central-1'].map((region): JsonValue => {
    const values = { Name: NAME, Type: 'TXT', TTL: 60, ResourceRecords: [`"${region}"`] };
    return { ...values, SetIdentifier: region, MultiValueAnswer: true };
  });

  void create(recordSetGroup, { HostedZoneId: ZONE, RecordSets: members });

  expect((await (await bench.resolver()).resolveTxt(NAME)).flat().sort()).toEqual(['eu-central-1', 'us-west-2']);
});

test('AWS::Route53::HealthCheck is known by its id, and follows its alarm', () => {
  const config = {
    Type: 'CLOUDWATCH_METRIC',
    AlarmIdentifier: { Name: 'delivery', Region: 'us-west-2' },
    InsufficientDataHealthStatus: 'Unhealthy',
  };
  const created = create(healthCheck, { HealthCheckConfig: config }) as { readonly physicalId: string };
  const before = bench.route53.isHealthy(created.physicalId);

  bench.alarm('us-west-2', 'OK');

  expect(created).toMatchObject({ attributes: { HealthCheckId: created.physicalId } });
  expect([before, bench.route53.isHealthy(created.physicalId)]).toEqual([false, true]);
});

test('AWS::Route53::HealthCheck may ask an endpoint', async () => {
  const config = {
    Type: 'HTTPS_STR_MATCH',
    ...{ FullyQualifiedDomainName: ENDPOINT, Port: 443, ResourcePath: '/ping', SearchString: 'healthy' },
    ...{ RequestInterval: 10, FailureThreshold: 1, EnableSNI: true },
  };
  bench.endpoint(ENDPOINT, false);

  const { physicalId } = create(healthCheck, { HealthCheckConfig: config }) as { readonly physicalId: string };
  await bench.clock.advance(10_000);

  expect(bench.route53.isHealthy(physicalId)).toBe(false);
});

test('AWS::Route53::HealthCheck may be calculated', () => {
  const ChildHealthChecks = [bench.check('us-west-2'), bench.check('us-east-1')];
  const config = { Type: 'CALCULATED', ChildHealthChecks, HealthThreshold: 1, Inverted: true };

  const { physicalId } = create(healthCheck, { HealthCheckConfig: config }) as { readonly physicalId: string };

  expect(bench.route53.isHealthy(physicalId)).toBe(false);
});

test.each<[string, Route53Type, JsonObject, string]>([
  ['another record type', recordSet, aRecordSet({ Type: 'MX' }), 'UNSUPPORTED_VALUE'],
  ['values that are no text', recordSet, aRecordSet({ ResourceRecords: [1] }), 'PROPERTY_INVALID'],
  ['another role in failover', recordSet, aRecordSet({ Failover: 'THIRD' }), 'PROPERTY_INVALID'],
  ['no hosted zone', recordSet, { Name: NAME, Type: 'TXT', TTL: 60, ResourceRecords: ['"a"'] }, 'PROPERTY_INVALID'],
  [
    'geolocation in a group',
    recordSetGroup,
    { HostedZoneId: ZONE, RecordSets: [{ Name: NAME, Type: 'TXT', GeoLocation: {} }] },
    'UNSUPPORTED_PROPERTY',
  ],
  ['a health check by TCP', healthCheck, { HealthCheckConfig: { Type: 'TCP' } }, 'UNSUPPORTED_VALUE'],
  [
    'a health check without SNI',
    healthCheck,
    { HealthCheckConfig: { Type: 'HTTPS', EnableSNI: false } },
    'UNSUPPORTED_VALUE',
  ],
  [
    'other members of a health check',
    healthCheck,
    { HealthCheckConfig: { Type: 'CALCULATED', Disabled: true } },
    'UNSUPPORTED_PROPERTY',
  ],
  [
    'other members of an alarm',
    healthCheck,
    {
      HealthCheckConfig: {
        Type: 'CLOUDWATCH_METRIC',
        AlarmIdentifier: { Name: 'delivery', Region: 'us-west-2', Account: '1' },
      },
    },
    'UNSUPPORTED_PROPERTY',
  ],
  [
    'another status without data',
    healthCheck,
    { HealthCheckConfig: { Type: 'CALCULATED', InsufficientDataHealthStatus: 'Maybe' } },
    'PROPERTY_INVALID',
  ],
])('The engine refuses %s', (_, type, properties, code) => {
  expect(thrownBy(() => create(type, properties))).toMatchObject({ code });
});
