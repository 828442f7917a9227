// The account's certificates.
import { type Acm, type Certificate, certificateArnOf } from './acm';

/** Creates an account's ACM, without certificates. */
export function createAcm(): Acm {
  const certificates = new Map<string, Certificate>();
  return {
    requestCertificate: (domainName, alternativeNames) => {
      const arn = certificateArnOf(domainName);
      // The ARN depends only on the name: a second request gets the same certificate, for all the names.
      const known = certificates.get(arn)?.domainNames ?? [];
      const certificate = { arn, domainNames: [...new Set([...known, domainName, ...alternativeNames])] };
      certificates.set(arn, certificate);
      return certificate;
    },
    find: (arn) => certificates.get(arn),
  };
}
