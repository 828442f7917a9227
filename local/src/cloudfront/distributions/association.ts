// What a distribution names elsewhere, looked up when it is created, with AWS's objections.
import { type Acm, covers } from '../../acm/acm';
import { AwsError, UserError } from '../../foundation/errors';
import type { Home } from '../cloudfront';
import type { Behavior, DistributionDefinition, Origin } from './distribution';
import { isCustomHeader } from '../edge-functions/header-rules';
import { forwardingOf } from './managed-policies';
import { compilePathPattern } from './path-pattern';
import type { ResponseHeadersPolicyDefinition } from './response-headers-policy';
import type { Route } from './served-distribution';

/** What the account has already. */
export interface Known {
  readonly policies: ReadonlyMap<string, ResponseHeadersPolicyDefinition>;
  /** Ids. */
  readonly originAccessControls: ReadonlySet<string>;
  /** The names of the other distributions. */
  readonly aliases: ReadonlySet<string>;
}

const ALIAS_RULES =
  'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements';

/**
 * The routes of a distribution.
 * @throws AwsError `NoSuchOrigin`, `InvalidArgument`, `InvalidLambdaFunctionAssociation`, `NoSuchResponseHeadersPolicy`,
 *   `InvalidOriginAccessControl`; UserError `UNSUPPORTED_VALUE`
 */
export function routesOf(definition: DistributionDefinition, home: Home, known: Known): readonly Route[] {
  const { origins, behaviors, defaultBehavior } = definition;
  requireUnique(
    'Origin Id',
    origins.map(({ id }) => id),
  );
  requireUnique(
    'PathPattern',
    behaviors.map(({ pathPattern = '' }) => pathPattern),
  );
  for (const origin of origins) requireOrigin(origin, home, known);
  return [...behaviors, defaultBehavior].map((behavior) => ({
    behavior,
    fits: compilePathPattern(behavior.pathPattern ?? '*'),
    origin: originOf(behavior, origins),
    forwarding: forwardingOf(behavior.cachePolicyId, behavior.originRequestPolicyId),
    responseHeadersPolicy: policyOf(behavior, known),
    edgeVersion:
      behavior.originRequestFunctionArn === undefined
        ? undefined
        : home.lambda.edgeVersion(behavior.originRequestFunctionArn),
  }));
}

/**
 * Other names need a certificate that covers them.
 * @throws AwsError `InvalidViewerCertificate` or `CNAMEAlreadyExists`
 */
export function requireAliases(
  { aliases, certificateArn }: DistributionDefinition,
  acm: Acm,
  { aliases: others }: Known,
): void {
  const certificate = certificateArn === undefined ? undefined : acm.find(certificateArn);
  if (certificateArn !== undefined && !certificate) {
    throw new AwsError(
      'InvalidViewerCertificate',
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  }
  if (aliases.length > 0 && !certificate) {
    throw new AwsError(
      'InvalidViewerCertificate',
      'To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that ' +
        `validates your authorization to use the domain name. For more details, see: ${ALIAS_RULES}`,
    );
  }
  if (certificate && !aliases.every((alias) => covers(certificate, alias))) {
    throw new AwsError(
      'InvalidViewerCertificate',
      "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're " +
        `trying to add. For more details, see: ${ALIAS_RULES}`,
    );
  }
  if (aliases.some((alias) => others.has(alias))) {
    const sentence = 'One or more of the CNAMEs you provided are already associated with a different resource.';
    throw new AwsError('CNAMEAlreadyExists', sentence, 409);
  }
}

function requireUnique(name: string, values: readonly string[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated === undefined) return;
  throw new AwsError('InvalidArgument', `The parameter ${name} contains the duplicate value ${repeated}.`);
}

function requireOrigin(origin: Origin, { region, s3 }: Home, { originAccessControls }: Known): void {
  const header = origin.customHeaders.find(([name]) => !isCustomHeader(name.toLowerCase()));
  if (header) {
    throw new AwsError('InvalidArgument', `The parameter HeaderName contains ${header[0]}, which is not allowed.`);
  }
  if (origin.kind !== 's3') return;
  const { domainName, originAccessControlId } = origin;
  if (s3.bucketAt(domainName) === undefined) {
    const sentence = `Origin ${origin.id}: ${domainName} is not a bucket of ${region.name}; the engine knows only those in the distribution's region.`;
    throw new UserError('UNSUPPORTED_VALUE', sentence);
  }
  if (originAccessControlId === undefined || originAccessControls.has(originAccessControlId)) return;
  throw new AwsError('InvalidOriginAccessControl', 'The origin access control is not valid.');
}

function originOf({ targetOriginId }: Behavior, origins: readonly Origin[]): Origin {
  const origin = origins.find(({ id }) => id === targetOriginId);
  if (origin) return origin;
  throw new AwsError('NoSuchOrigin', 'One or more of your origins or origin groups do not exist.', 404);
}

function policyOf({ responseHeadersPolicyId: id }: Behavior, { policies }: Known) {
  if (id === undefined) return undefined;
  const policy = policies.get(id);
  if (policy) return policy;
  throw new AwsError('NoSuchResponseHeadersPolicy', 'The response headers policy does not exist.', 404);
}
