// Where answers come from, as a template writes it.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-origin.html
import type { Origin } from '../distributions/distribution';
import { CONNECTION_ATTEMPTS, ORIGIN_TIMEOUT } from '../limits';
import type { Properties } from '../../cloudformation/properties';

/** The members that an origin may have. */
export const ORIGIN_MEMBERS: readonly string[] = [
  ...['Id', 'DomainName', 'OriginPath', 'OriginCustomHeaders', 'ConnectionAttempts', 'CustomOriginConfig'],
  ...['OriginAccessControlId', 'S3OriginConfig'],
  // Without a meaning on one machine: whoever does not answer there refuses at once.
  'ConnectionTimeout',
];
const CUSTOM_MEMBERS = [
  ...['OriginProtocolPolicy', 'HTTPPort', 'HTTPSPort', 'OriginSSLProtocols', 'OriginReadTimeout'],
  'OriginKeepaliveTimeout',
];
const PROTOCOL_POLICIES = ['http-only', 'https-only', 'match-viewer'] as const;

export function originOf(members: Properties): Origin {
  const shared = {
    id: members.required.text('Id'),
    domainName: members.required.text('DomainName'),
    path: pathOf(members),
    customHeaders: customHeadersOf(members),
    connectionAttempts: members.integer('ConnectionAttempts', CONNECTION_ATTEMPTS) ?? CONNECTION_ATTEMPTS.max,
  };
  const custom = members.inside('CustomOriginConfig', CUSTOM_MEMBERS);
  const bucket = members.inside('S3OriginConfig', ['OriginAccessIdentity']);
  if (custom && !bucket) return { kind: 'custom', ...shared, ...customOf(custom) };
  if (!bucket || custom) throw members.invalid('S3OriginConfig', 'or CustomOriginConfig must be there, and not both');
  if (bucket.text('OriginAccessIdentity')) throw bucket.unsupported('OriginAccessIdentity', 'must be empty');
  return { kind: 's3', ...shared, originAccessControlId: members.text('OriginAccessControlId') };
}

function customOf(custom: Properties) {
  return {
    protocolPolicy: custom.required.choice('OriginProtocolPolicy', PROTOCOL_POLICIES),
    httpPort: custom.integer('HTTPPort') ?? 80,
    httpsPort: custom.integer('HTTPSPort') ?? 443,
    sslProtocols: custom.texts('OriginSSLProtocols') ?? ['TLSv1', 'SSLv3'],
    readTimeout: custom.integer('OriginReadTimeout', ORIGIN_TIMEOUT) ?? ORIGIN_TIMEOUT.read,
    keepaliveTimeout: custom.integer('OriginKeepaliveTimeout', ORIGIN_TIMEOUT) ?? ORIGIN_TIMEOUT.keepalive,
  };
}

function pathOf(members: Properties): string {
  const path = members.text('OriginPath') ?? '';
  if (path === '' || (path.startsWith('/') && !path.endsWith('/'))) return path;
  throw members.invalid('OriginPath', 'must begin with a slash and not end with one');
}

function customHeadersOf(members: Properties): Origin['customHeaders'] {
  const headers = members.each('OriginCustomHeaders', ['HeaderName', 'HeaderValue']) ?? [];
  return headers.map(({ required }) => [required.text('HeaderName'), required.text('HeaderValue')]);
}
