// The properties that AWS::Route53::RecordSet and the members of AWS::Route53::RecordSetGroup have in common.
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest } from '../../cloudformation/resource-type';
import { UserError } from '../../errors';
import type { JsonObject } from '../../json';
import type { RecordSetDefinition, RecordType } from '../route53';

/** Those that the engine has. */
export const RECORD_SET_PROPERTIES: readonly string[] = [
  ...['Name', 'Type', 'TTL', 'ResourceRecords', 'AliasTarget', 'Comment'],
  ...['SetIdentifier', 'HealthCheckId', 'Region', 'Failover', 'MultiValueAnswer', 'Weight'],
];

const RECORD_TYPES: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'TXT'];

/** @throws UserError `PROPERTY_INVALID`, `UNSUPPORTED_PROPERTY` or `UNSUPPORTED_VALUE` */
export function recordSetOf(request: Pick<ResourceRequest, 'logicalId' | 'properties'>): RecordSetDefinition {
  const properties = propertiesOf({ stackName: '', ...request });
  return {
    name: properties.required('Name', properties.text('Name')),
    type: typeOf(properties, request.logicalId),
    ttl: properties.integer('TTL'),
    values: valuesOf(properties),
    aliasTarget: aliasOf(properties, request.logicalId),
    setIdentifier: properties.text('SetIdentifier'),
    healthCheckId: properties.text('HealthCheckId'),
    region: properties.text('Region'),
    failover: failoverOf(properties),
    multiValueAnswer: properties.flag('MultiValueAnswer'),
    weight: properties.integer('Weight'),
  };
}

/** The hosted zone's id. Its name is not taken, for the engine does not know the names of zones. */
export function hostedZoneIdOf(properties: Properties): string {
  return properties.required('HostedZoneId', properties.text('HostedZoneId'));
}

function typeOf(properties: Properties, logicalId: string): RecordType {
  const text = properties.required('Type', properties.text('Type'));
  const type = RECORD_TYPES.find((candidate) => candidate === text);
  if (type !== undefined) return type;
  throw new UserError(
    'UNSUPPORTED_VALUE',
    `Resource ${logicalId}: the engine has no records of type ${text}; it has ${RECORD_TYPES.join(', ')}.`,
  );
}

function valuesOf(properties: Properties): readonly string[] | undefined {
  return properties.list('ResourceRecords')?.map((value) => {
    if (typeof value === 'string') return value;
    throw properties.invalid('ResourceRecords', 'must be a list of strings');
  });
}

function aliasOf(properties: Properties, logicalId: string): RecordSetDefinition['aliasTarget'] {
  const alias = properties.object('AliasTarget');
  if (!alias) return undefined;
  const members = propertiesOf({ stackName: '', logicalId, properties: alias });
  return {
    dnsName: members.required('DNSName', members.text('DNSName')),
    hostedZoneId: members.required('HostedZoneId', members.text('HostedZoneId')),
    evaluateTargetHealth: members.flag('EvaluateTargetHealth') ?? false,
  };
}

function failoverOf(properties: Properties): RecordSetDefinition['failover'] {
  const failover = properties.text('Failover');
  if (failover === undefined || failover === 'PRIMARY' || failover === 'SECONDARY') return failover;
  throw properties.invalid('Failover', `must be PRIMARY or SECONDARY, not "${failover}"`);
}

/** @throws UserError `UNSUPPORTED_PROPERTY` for one of a group's record sets */
export function requireSupported(logicalId: string, properties: JsonObject): void {
  const other = Object.keys(properties).find((name) => !RECORD_SET_PROPERTIES.includes(name));
  if (other === undefined) return;
  throw new UserError(
    'UNSUPPORTED_PROPERTY',
    `Resource ${logicalId}: a record set has the property ${other}, which the engine does not support.`,
  );
}
