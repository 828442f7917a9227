// Custom domain names: https://docs.aws.amazon.com/appsync/latest/devguide/custom-domain-name.html
import { type Acm, covers } from '../../acm/acm';
import { CLOUDFRONT_REGION } from '../../foundation/account';
import { AwsError } from '../../foundation/errors';
import type { Region } from '../../foundation/region';
import type { DomainName, DomainNameDefinition } from '../appsync';
import { DOMAIN_NAME, MAX_DOMAIN_NAME_LENGTH } from '../limits';

/** Characters after the `d` of a distribution's name: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-returned.html */
const DISTRIBUTION_ID_LENGTH = 13;

/** A domain name, and whether it leads to an API. */
interface Entry extends DomainName {
  readonly isAssociated: boolean;
}

/** The custom domain names of one region. */
export class DomainNames {
  readonly #entries = new Map<string, Entry>();
  readonly #region: Region;
  readonly #acm: Acm;

  constructor(region: Region, acm: Acm) {
    this.#region = region;
    this.#acm = acm;
  }

  /** @throws AwsError `BadRequestException` */
  create({ domainName, certificateArn }: DomainNameDefinition): DomainName {
    if (!DOMAIN_NAME.test(domainName) || domainName.length > MAX_DOMAIN_NAME_LENGTH) {
      throw badRequest(`${domainName} is not a domain name that AppSync accepts.`);
    }
    this.#requireCertificate(certificateArn, domainName);
    if (this.#entries.has(domainName)) throw badRequest(`The domain name ${domainName} already exists.`);
    const { accountId, ids, name, partition } = this.#region;
    const entry = {
      domainName,
      arn: `arn:${partition}:appsync:${name}:${accountId}:domainnames/${domainName}`,
      appSyncDomainName: `d${ids.lowerCase(`appsync/domain/${domainName}`, DISTRIBUTION_ID_LENGTH)}.cloudfront.net`,
      isAssociated: false,
    };
    this.#entries.set(domainName, entry);
    return entry;
  }

  /**
   * Notes that a domain name leads to an API.
   * @throws AwsError `NotFoundException`, or `BadRequestException` when it leads to one already
   */
  associate(domainName: string): DomainName {
    const entry = this.#entries.get(domainName);
    if (!entry) throw new AwsError('NotFoundException', `Domain name ${domainName} not found.`, 404);
    if (entry.isAssociated) throw badRequest(`The domain name ${domainName} is associated with an API already.`);
    this.#entries.set(domainName, { ...entry, isAssociated: true });
    return entry;
  }

  /** AppSync's sentence: https://github.com/crossplane-contrib/provider-upjet-aws/issues/150 */
  #requireCertificate(arn: string, domainName: string): void {
    const [, , service, region] = arn.split(':');
    if (service !== 'acm' || region !== CLOUDFRONT_REGION) {
      throw badRequest(`Certificate is invalid. It must be one of ACM's in ${CLOUDFRONT_REGION}, not ${arn}.`);
    }
    const certificate = this.#acm.find(arn);
    if (!certificate) throw badRequest(`Certificate is invalid. There is no certificate ${arn}.`);
    if (covers(certificate, domainName)) return;
    const names = certificate.domainNames.join(', ');
    throw badRequest(`Certificate is invalid. It covers ${names}, and not ${domainName}.`);
  }
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}
