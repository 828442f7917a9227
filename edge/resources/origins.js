// What stands behind the distribution: the page, the APIs of every region, and a place-holder for the router.
'use strict';

/**
 * Seconds and attempts before CloudFront gives up on an address; by default it would take 30 seconds to do so.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html
 */
const CONNECTION = { ConnectionAttempts: 2, ConnectionTimeout: 3 };

/**
 * The CloudFormation fragment with the distribution's origins.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 */
module.exports = async function origins({ resolveVariable }) {
  const hosts = await resolveVariable('self:custom.hosts');
  const bucketHost = { 'Fn::GetAtt': ['PageBucket', 'RegionalDomainName'] };
  const apis = Object.entries(hosts).flatMap(([region, { graphql, realtime }]) => [
    api(`${region}-graphql`, graphql),
    api(`${region}-realtime`, realtime),
  ]);
  const page = {
    Id: 'page',
    DomainName: bucketHost,
    OriginAccessControlId: { 'Fn::GetAtt': ['PageAccess', 'Id'] },
    S3OriginConfig: { OriginAccessIdentity: '' },
    ...CONNECTION,
  };
  // CloudFront looks this name up before it runs the router, and answers 502 without running it if there is none: a name
  // that is always there. The router replaces it.
  const placeholder = api('router', bucketHost);

  return {
    Resources: { Distribution: { Properties: { DistributionConfig: { Origins: [placeholder, page, ...apis] } } } },
  };
};

/**
 * @param {string} id
 * @param {string | object} host
 */
function api(id, host) {
  return {
    Id: id,
    DomainName: host,
    CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
    ...CONNECTION,
  };
}
