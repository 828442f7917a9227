// A custom domain name of an API. Behind it AppSync selects the API by the host of the request, so that a client may name the
// stage's domain in its credentials. A domain name leads to one API: a region's two APIs have a name each.
// https://docs.aws.amazon.com/appsync/latest/devguide/custom-domain-name.html
// https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-custom-domains.html
// https://docs.aws.amazon.com/appsync/latest/APIReference/API_AssociateApi.html
'use strict';

/**
 * The name of a region's GraphQL API.
 *
 * @param {string} region
 * @param {string} domain the stage's
 */
function nameOf(region, domain) {
  return `${region}.${domain}`;
}

/**
 * The name of a region's Event API. Of one label, too: a certificate's `*` stands for no more.
 *
 * @param {string} region
 * @param {string} domain the stage's
 */
function eventsNameOf(region, domain) {
  return `${region}-events.${domain}`;
}

/**
 * The domain name of an API, what leads it there, and its records.
 *
 * @param {object} place
 * @param {string} place.api the logical id of the API
 * @param {string} place.prefix of the logical ids
 * @param {string} place.hostName
 * @param {string} place.hostedZoneId
 * @param {string} place.certificateArn of a certificate in us-east-1, whatever the API's region
 * @returns {Record<string, object>} resources
 */
function domainNameOf({ api, prefix, hostName, hostedZoneId, certificateArn }) {
  const domain = `${prefix}Domain`;
  const target = {
    DNSName: { 'Fn::GetAtt': [domain, 'AppSyncDomainName'] },
    HostedZoneId: { 'Fn::GetAtt': [domain, 'HostedZoneId'] },
  };
  const record = (/** @type {string} */ type) => ({
    Type: 'AWS::Route53::RecordSet',
    Properties: { HostedZoneId: hostedZoneId, Name: hostName, Type: type, AliasTarget: target },
  });
  return {
    [domain]: {
      Type: 'AWS::AppSync::DomainName',
      Properties: { DomainName: hostName, CertificateArn: certificateArn },
    },
    [`${domain}Association`]: {
      Type: 'AWS::AppSync::DomainNameApiAssociation',
      Properties: { DomainName: { Ref: domain }, ApiId: { 'Fn::GetAtt': [api, 'ApiId'] } },
    },
    [`${prefix}Record`]: record('A'),
    [`${prefix}RecordIpv6`]: record('AAAA'),
  };
}

module.exports = { domainNameOf, eventsNameOf, nameOf };
