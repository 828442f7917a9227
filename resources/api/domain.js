// The region below the stage's domain: a name for its API, and its part in the routing of the front door.
'use strict';

const { recordNameOf, recordTtlOf } = require('../health/routing-record');
const { domainNameOf, nameOf } = require('./domain-name');

/**
 * The CloudFormation fragment. The region's part of the routing stands here and not in the front door's stack, since a health
 * check needs its alarm: so a region joins and leaves the routing with its own stack.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<{ Resources: Record<string, object>, Outputs?: Record<string, object> }>} an empty fragment for a
 *   stage without a domain
 */
module.exports = async function domain({ resolveVariable }) {
  const { name, hostedZoneId } = await resolveVariable('self:custom.domain');
  if (!name) return { Resources: {} };
  const region = await resolveVariable('self:provider.region');
  const health = await resolveVariable('self:custom.health');
  const routing = await resolveVariable('self:custom.routing');
  const certificateArn = await resolveVariable('self:custom.certificateArn');
  const hostName = nameOf(region, name);

  return {
    Resources: {
      ...domainNameOf({ api: 'GraphQlApi', prefix: 'Api', hostName, hostedZoneId, certificateArn }),
      ...healthOf({ hostName, failedPings: health.failedPings }),
      RoutingRecord: routingRecord({
        ...{ recordName: recordNameOf(name, routing), hostedZoneId, region, routing },
        ttl: recordTtlOf(health),
      }),
    },
    Outputs: {
      ApiDomainName: { Description: 'Where the front door reaches the API.', Value: { Ref: 'ApiDomain' } },
      HealthCheckId: { Description: 'Takes the region out of the routing, by hand.', Value: { Ref: 'HealthCheck' } },
    },
  };
};

/**
 * What must be healthy for the region to be: its delivery, which the heartbeat proves once a minute, and its API, which is asked
 * every ten seconds. The calculated check stays the same when the second is turned on or off.
 *
 * @param {object} place
 * @param {string} place.hostName
 * @param {number} place.failedPings in a row that make the API unhealthy; 0 asks none
 */
function healthOf({ hostName, failedPings }) {
  const endpoint = {
    Type: 'AWS::Route53::HealthCheck',
    // Asked before its name is there, it would be unhealthy at once, and resolvers would remember that there is no such name.
    DependsOn: ['ApiDomainAssociation', 'ApiRecord', 'ApiRecordIpv6'],
    Properties: {
      HealthCheckConfig: {
        Type: 'HTTPS_STR_MATCH',
        FullyQualifiedDomainName: hostName,
        Port: 443,
        // What AWS's Flutter client asks an API while it is connected.
        ResourcePath: '/ping',
        SearchString: 'healthy',
        RequestInterval: 10,
        FailureThreshold: failedPings,
        EnableSNI: true,
      },
    },
  };
  const checks = failedPings === 0 ? {} : { EndpointHealthCheck: endpoint };
  const children = ['DeliveryHealthCheck', ...Object.keys(checks)];
  return {
    DeliveryHealthCheck: {
      Type: 'AWS::Route53::HealthCheck',
      Properties: {
        HealthCheckConfig: {
          Type: 'CLOUDWATCH_METRIC',
          AlarmIdentifier: { Name: { Ref: 'DeliveryAlarm' }, Region: { Ref: 'AWS::Region' } },
          InsufficientDataHealthStatus: 'Unhealthy',
        },
      },
    },
    ...checks,
    HealthCheck: {
      Type: 'AWS::Route53::HealthCheck',
      Properties: {
        HealthCheckConfig: {
          Type: 'CALCULATED',
          ChildHealthChecks: children.map((check) => ({ Ref: check })),
          HealthThreshold: children.length,
        },
      },
    },
  };
}

/**
 * The TXT record that names the region for as long as it is healthy.
 *
 * @param {object} place
 * @param {string} place.recordName
 * @param {string} place.hostedZoneId
 * @param {string} place.region
 * @param {string} place.routing `latency` or `failover`
 * @param {number} place.ttl seconds
 */
function routingRecord({ recordName, hostedZoneId, region, routing, ttl }) {
  return {
    Type: 'AWS::Route53::RecordSet',
    Properties: {
      HostedZoneId: hostedZoneId,
      Name: recordName,
      Type: 'TXT',
      TTL: String(ttl),
      ResourceRecords: [`"${region}"`],
      SetIdentifier: region,
      HealthCheckId: { Ref: 'HealthCheck' },
      // Failover records know two places, a planet any number: every healthy region answers, and the front door takes
      // the first in the stage's list.
      ...(routing === 'failover' ? { MultiValueAnswer: true } : { Region: region }),
    },
  };
}
