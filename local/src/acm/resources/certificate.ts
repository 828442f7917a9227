// AWS::CertificateManager::Certificate: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import { UserError } from '../../foundation/errors';

/** Where CloudFront and AppSync look for certificates: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html */
const REGION = 'us-east-1';

/** `Ref` is the certificate's ARN. It is issued at once: the records of its validation are nobody's here. */
export const certificate: ResourceType = {
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
  create: (request, region) => {
    const properties = propertiesOf(request);
    requireRegion(request.logicalId, region.name);
    requireDnsValidation(properties);
    const domainName = properties.required.text('DomainName');
    const { arn } = region.services.acm.requestCertificate(
      domainName,
      properties.texts('SubjectAlternativeNames') ?? [],
    );
    return { physicalId: arn, attributes: {} };
  },
};

function requireRegion(logicalId: string, region: string): void {
  if (region === REGION) return;
  const sentence = `Resource ${logicalId}: the engine has certificates in ${REGION} alone, where CloudFront and AppSync take them from.`;
  throw new UserError('UNSUPPORTED_VALUE', sentence);
}

/** Without it AWS would write to the owner of the domain and wait. */
function requireDnsValidation(properties: Properties): void {
  const method = properties.text('ValidationMethod') ?? 'EMAIL';
  if (method === 'DNS') return;
  throw properties.unsupported('ValidationMethod', `must be DNS, not ${method}: the engine reads no mail`);
}
