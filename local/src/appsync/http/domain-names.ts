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
  readonly certificateArn: string;
  /** The API that it leads to. */
  readonly apiId: string | undefined;
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
      ...{ domainName, certificateArn },
      arn: `arn:${partition}:appsync:${name}:${accountId}:domainnames/${domainName}`,
      appSyncDomainName: `d${ids.lowerCase(`appsync/domain/${domainName}`, DISTRIBUTION_ID_LENGTH)}.cloudfront.net`,
      apiId: undefined,
    };
    this.#entries.set(domainName, entry);
    return entry;
  }

  /**
   * Notes that a domain name leads to an API.
   * @throws AwsError `NotFoundException`, or `BadRequestException` when it leads to one already
   */
  associate(domainName: string, apiId: string): DomainName {
    const entry = this.#find(domainName);
    if (entry.apiId !== undefined) throw badRequest(`The domain name ${domainName} is associated with an API already.`);
    this.#entries.set(domainName, { ...entry, apiId });
    return entry;
  }

  /**
   * Notes that a domain name leads to no API any more.
   * @returns what it was, and where it led
   * @throws AwsError `NotFoundException`
   */
  disassociate(domainName: string): DomainName & { readonly apiId: string } {
    const { apiId, ...entry } = this.#find(domainName);
    if (apiId === undefined) throw notFound(`The domain name ${domainName} is not associated with an API.`);
    this.#entries.set(domainName, { ...entry, apiId: undefined });
    return { ...entry, apiId };
  }

  /** @throws AwsError `NotFoundException`, or `BadRequestException` while it leads to an API */
  delete(domainName: string): void {
    const { apiId } = this.#find(domainName);
    if (apiId !== undefined) throw badRequest(`The domain name ${domainName} is associated with an API.`);
    this.#entries.delete(domainName);
  }

  /** Does a domain name use the certificate? */
  uses(certificateArn: string): boolean {
    return [...this.#entries.values()].some((entry) => entry.certificateArn === certificateArn);
  }

  #find(domainName: string): Entry {
    const entry = this.#entries.get(domainName);
    if (!entry) throw notFound(`Domain name ${domainName} not found.`);
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

function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, 404);
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}
