// The properties that AWS::Route53::RecordSet and the members of AWS::Route53::RecordSetGroup have in common.
import type { Properties } from '../../cloudformation/properties';
import type { RecordSetDefinition, RecordType } from '../route53';

/** Those that the engine has. */
export const RECORD_SET_PROPERTIES: readonly string[] = [
  ...['Name', 'Type', 'TTL', 'ResourceRecords', 'AliasTarget', 'Comment'],
  ...['SetIdentifier', 'HealthCheckId', 'Region', 'Failover', 'MultiValueAnswer', 'Weight'],
];

const RECORD_TYPES: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'TXT'];

/** @throws UserError `PROPERTY_INVALID`, `UNSUPPORTED_PROPERTY` or `UNSUPPORTED_VALUE` */
export function recordSetOf(properties: Properties): RecordSetDefinition {
  return {
    name: properties.required.text('Name'),
    type: properties.required.choice('Type', RECORD_TYPES),
    ttl: properties.integer('TTL'),
    values: properties.texts('ResourceRecords'),
    aliasTarget: aliasOf(properties),
    setIdentifier: properties.text('SetIdentifier'),
    healthCheckId: properties.text('HealthCheckId'),
    region: properties.text('Region'),
    failover: properties.oneOf('Failover', ['PRIMARY', 'SECONDARY']),
    multiValueAnswer: properties.flag('MultiValueAnswer'),
    weight: properties.integer('Weight'),
  };
}

/** The hosted zone's id. Its name is not taken, for the engine does not know the names of zones. */
export function hostedZoneIdOf(properties: Properties): string {
  return properties.required.text('HostedZoneId');
}

function aliasOf(properties: Properties): RecordSetDefinition['aliasTarget'] {
  const alias = properties.inside('AliasTarget', ['DNSName', 'HostedZoneId', 'EvaluateTargetHealth']);
  return (
    alias && {
      dnsName: alias.required.text('DNSName'),
      hostedZoneId: alias.required.text('HostedZoneId'),
      evaluateTargetHealth: alias.flag('EvaluateTargetHealth') ?? false,
    }
  );
}
