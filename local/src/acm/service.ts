// The account's certificates.
import { ACCOUNT_ID } from '../foundation/account';
import { AwsError } from '../foundation/errors';
import { type Acm, type Certificate, certificateArnOf } from './acm';

/** Creates an account's ACM, without certificates. */
export function createAcm(): Acm {
  const certificates = new Map<string, Certificate>();
  const users: ((arn: string) => boolean)[] = [];
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
    deleteCertificate: (arn) => {
      if (!certificates.has(arn)) {
        throw new AwsError('ResourceNotFoundException', `Could not find certificate ${arn}.`, 404);
      }
      // https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html
      if (users.some((uses) => uses(arn))) {
        // https://github.com/dfds/infrastructure-modules/issues/5
        throw new AwsError('ResourceInUseException', `Certificate ${arn} in account ${ACCOUNT_ID} is in use.`);
      }
      certificates.delete(arn);
    },
    addUser: (uses) => users.push(uses),
  };
}
