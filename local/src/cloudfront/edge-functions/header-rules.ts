// Which headers edge functions see, and which they may change at the origin.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html#function-restrictions-headers

const DISALLOWED: ReadonlySet<string> = new Set([
  ...['connection', 'expect', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'trailer'],
  ...['upgrade', 'x-accel-buffering', 'x-accel-charset', 'x-accel-limit-rate', 'x-accel-redirect', 'x-amzn-auth'],
  ...['x-amzn-cf-billing', 'x-amzn-cf-id', 'x-amzn-cf-xff', 'x-amzn-errortype', 'x-amzn-fle-profile'],
  ...['x-amzn-header-count', 'x-amzn-header-order', 'x-amzn-lambda-integration-tag', 'x-amzn-requestid', 'x-cache'],
  ...['x-forwarded-proto', 'x-real-ip'],
]);

/** Functions neither see these headers nor add them. @param name in lower case */
export function isDisallowed(name: string): boolean {
  return DISALLOWED.has(name) || name.startsWith('x-edge-') || name.startsWith('x-amz-cf-');
}

/** Headers that functions at the origin see and leave as they are. */
export const READ_ONLY: readonly string[] = [
  ...['accept-encoding', 'cdn-loop', 'content-length', 'if-modified-since', 'if-none-match', 'if-range'],
  ...['if-unmodified-since', 'transfer-encoding', 'via'],
];

/** Headers of a response that only CloudFront writes. */
export const READ_ONLY_IN_RESPONSE: readonly string[] = ['transfer-encoding', 'via'];

/** Headers that cannot be an origin's own: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-denylist */
const NEVER_CUSTOM: ReadonlySet<string> = new Set([
  ...['cache-control', 'connection', 'content-length', 'cookie', 'host', 'if-match', 'if-modified-since'],
  ...['if-none-match', 'if-range', 'if-unmodified-since', 'max-forwards', 'pragma', 'proxy-authorization'],
  ...['proxy-connection', 'range', 'request-range', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'via'],
]);

/** May an origin have a custom header of this name? @param name in lower case */
export function isCustomHeader(name: string): boolean {
  return !NEVER_CUSTOM.has(name) && !name.startsWith('x-amz-') && !isDisallowed(name);
}

/** Headers between two neighbours, which none of them passes on. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
]);
