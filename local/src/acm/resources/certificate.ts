// AWS::CertificateManager::Certificate: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Acm } from '../acm';
import { CLOUDFRONT_REGION } from '../../foundation/account';
import { UserError } from '../../foundation/errors';

/** `Ref` is the certificate's ARN. It is issued at once: the engine needs no validation records. */
export const certificate: ResourceType<{ readonly acm: Acm }> = {
  type: 'AWS::CertificateManager::Certificate',
  properties: [
    'DomainName',
    'SubjectAlternativeNames',
    'ValidationMethod',
    'DomainValidationOptions',
    // Without a meaning on one machine.
    'CertificateTransparencyLoggingPreference',
    'KeyAlgorithm',
    'Tags',
  ],
  create: (request, { acm }) => {
    const properties = propertiesOf(request);
    requireRegion(request.logicalId, request.region.name);
    requireDnsValidation(properties);
    const domainName = properties.required.text('DomainName');
    const { arn } = acm.requestCertificate(domainName, properties.texts('SubjectAlternativeNames') ?? []);
    return { physicalId: arn, attributes: {} };
  },
  // Only what has no meaning here changes without another certificate.
  update: ({ physicalId, attributes }) => ({ physicalId, attributes }),
  delete: ({ physicalId }, { acm }) => {
    acm.deleteCertificate(physicalId);
  },
};

function requireRegion(logicalId: string, region: string): void {
  if (region === CLOUDFRONT_REGION) return;
  const sentence = `Resource ${logicalId}: the engine has certificates only in ${CLOUDFRONT_REGION}, where CloudFront and AppSync take them from.`;
  throw new UserError('UNSUPPORTED_VALUE', sentence);
}

/** Without it AWS would write to the owner of the domain and wait. */
function requireDnsValidation(properties: Properties): void {
  const method = properties.text('ValidationMethod') ?? 'EMAIL';
  if (method === 'DNS') return;
  throw properties.unsupported('ValidationMethod', `must be DNS, not ${method}: the engine reads no mail`);
}
