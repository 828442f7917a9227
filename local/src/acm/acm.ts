// AWS Certificate Manager as CloudFormation, CloudFront and AppSync see it.
import { createHash } from 'node:crypto';
import { ACCOUNT_ID, CLOUDFRONT_REGION, PARTITION } from '../foundation/account';

const ARN_PREFIX = `arn:${PARTITION}:acm:${CLOUDFRONT_REGION}:${ACCOUNT_ID}:certificate/`;

/** A certificate that was issued. */
export interface Certificate {
  readonly arn: string;
  /** The names it covers; `*.example.com` covers one level below `example.com`. */
  readonly domainNames: readonly string[];
}

/** The account's certificates. */
export interface Acm {
  /** Issues a certificate at once: nothing is validated. */
  requestCertificate(domainName: string, alternativeNames: readonly string[]): Certificate;
  find(arn: string): Certificate | undefined;
  /** @throws AwsError `ResourceNotFoundException`, or `ResourceInUseException` while somebody uses it */
  deleteCertificate(arn: string): void;
  /** From now on, somebody is asked whether they use a certificate before it is deleted. */
  addUser(uses: (arn: string) => boolean): void;
}

/**
 * The ARN of a certificate in the engine. It depends only on the name, so that the stacks that use the certificate can be
 * packaged before it exists. It is not a secret.
 */
export function certificateArnOf(domainName: string): string {
  const digest = createHash('sha256').update(domainName).digest('hex');
  const parts = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(12, 16),
    digest.slice(16, 20),
    digest.slice(20, 32),
  ];
  return `${ARN_PREFIX}${parts.join('-')}`;
}

/** Does a certificate cover a host name? */
export function covers({ domainNames }: Certificate, hostName: string): boolean {
  const parent = hostName.slice(hostName.indexOf('.') + 1);
  return domainNames.some((name) => name === hostName || name === `*.${parent}`);
}
