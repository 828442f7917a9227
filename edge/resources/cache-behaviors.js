// What the distribution does with which path, in the order in which it looks: the doors to the APIs, then the page's assets.
// Policies are AWS's own:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
'use strict';

const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';

/** `/realtime` is where some clients look for WebSockets; `/ping` says whether the API is there. */
const GRAPHQL_PATHS = ['/graphql', '/graphql/*', '/realtime', '/ping'];
const EVENT_PATHS = ['/event', '/event/*'];

/**
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<object[]>}
 */
module.exports = async function cacheBehaviors({ resolveVariable }) {
  const hasEvents = await resolveVariable('self:custom.events');
  const paths = [...GRAPHQL_PATHS, ...(hasEvents ? EVENT_PATHS : [])];
  return [...paths.map(ofApi), ASSETS];
};

/** @param {string} path */
function ofApi(path) {
  return {
    PathPattern: path,
    TargetOriginId: 'router',
    // A client that sends a credential in plain text should notice.
    ViewerProtocolPolicy: 'https-only',
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
    Compress: false,
    CachePolicyId: CACHING_DISABLED,
    // Credentials of a WebSocket may be headers, and CloudFront would drop `authorization` on GET.
    OriginRequestPolicyId: ALL_VIEWER,
    ResponseHeadersPolicyId: { Ref: 'ApiHeaders' },
    LambdaFunctionAssociations: [{ EventType: 'origin-request', LambdaFunctionARN: { Ref: 'RouterVersion' } }],
  };
}

/** Files with the digest of their content in their names. */
const ASSETS = {
  PathPattern: '/assets/*',
  TargetOriginId: 'page',
  ViewerProtocolPolicy: 'redirect-to-https',
  AllowedMethods: ['GET', 'HEAD'],
  Compress: true,
  CachePolicyId: CACHING_OPTIMIZED,
  ResponseHeadersPolicyId: { Ref: 'PageHeaders' },
};
