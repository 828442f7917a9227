// Verifies the Signature Version 4 of a request: who signed it, for which region and service?
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash, timingSafeEqual } from 'node:crypto';
import { parse } from 'node:querystring';

import { SignatureV4 } from '@smithy/signature-v4';
import {
  type Authorization,
  basicDate,
  type CredentialScope,
  type LowerCasedHeaders,
  parseAuthorization,
  timeOf,
} from './authorization-header';
import type { AccessKey, Principal } from './caller';
import { MAX_CLOCK_SKEW } from './limits';
import { Sha256 } from './sha256';
import { expired, invalid, mismatch, unrecognized } from './signature-error';

export { SignatureError } from './signature-error';
export type { CredentialScope } from './authorization-header';

/** Header values by name, in any case; a list where a header came several times. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as it was received. A message of a WebSocket client is one too, with the path that its signer assumed. */
export interface SignedRequest {
  readonly method: string;
  /** The raw path with its query string. */
  readonly path: string;
  readonly headers: Headers;
  /** As it is, or how it is read: only a signature with a known key is worth that. */
  readonly body: Buffer | (() => Promise<Buffer>);
}

/** What a signature is held against. */
export interface VerificationOptions {
  /** The key pair with this id. */
  readonly accessKey: (accessKeyId: string) => AccessKey | undefined;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  /** The only service for which the signature may be, such as `events`; any when absent. */
  readonly service?: string | undefined;
  /** The only region for which the signature may be; any when absent. */
  readonly region?: string | undefined;
}

/** Who signed, and for what. */
export interface VerifiedSignature {
  readonly principal: Principal;
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
const S3 = 's3';
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * The credential scope that a request claims, unverified: where to look for the key, and for which service to verify.
 * @throws SignatureError `MissingAuthenticationTokenException` or `IncompleteSignatureException`
 */
export function credentialScopeOf(headers: Headers): CredentialScope {
  return parseAuthorization(lowerCased(headers)).scope;
}

/**
 * Verifies the signature in the headers of a request, with the hash of the body as it came: `X-Amz-Content-Sha256` is
 * a header like any other, so that `UNSIGNED-PAYLOAD` does not verify. Only S3 takes the header's word for it, if the body is not
 * signed, and does not encode the path twice.
 * @throws SignatureError AWS's code and sentence
 */
export async function verifySignature(
  request: SignedRequest,
  options: VerificationOptions,
): Promise<VerifiedSignature> {
  const headers = lowerCased(request.headers);
  const authorization = parseAuthorization(headers);
  requireScope(authorization, options);
  const { accessKeyId, region, service } = authorization.scope;
  const key = requireKey(options.accessKey(accessKeyId), headers, options.now);
  requireRecent(authorization.date, options.now);
  requireHost(authorization);
  const expected = await new Verifier(authorization.scope, key).signatureOf(request, headers, authorization);
  if (!equalInConstantTime(expected, authorization.signature)) throw mismatch();
  return { principal: key.principal, service, region, accessKeyId };
}

/** Signs a request once more, as it came, with nothing of it replaced. */
class Verifier extends SignatureV4 {
  constructor({ region, service }: CredentialScope, { accessKeyId, secretAccessKey }: AccessKey) {
    const uriEscapePath = service !== S3;
    super({ region, service, credentials: { accessKeyId, secretAccessKey }, sha256: Sha256, uriEscapePath });
  }

  /** The signature that the request should have, in hexadecimal. */
  async signatureOf(request: SignedRequest, headers: LowerCasedHeaders, authorization: Authorization): Promise<string> {
    const { date, scope, signedHeaders } = authorization;
    const canonicalRequest = this.createCanonicalRequest(
      { ...httpMessageOf(request), headers: {}, protocol: 'https:', hostname: '' },
      canonicalHeadersOf(headers, signedHeaders),
      (scope.service === S3 && headers.get('x-amz-content-sha256') === UNSIGNED_PAYLOAD && UNSIGNED_PAYLOAD) ||
        hashOf(typeof request.body === 'function' ? await request.body() : request.body),
    );
    const credentialScope = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
    const stringToSign = await this.createStringToSign(date, credentialScope, canonicalRequest, ALGORITHM);
    return this.sign(stringToSign, { signingDate: new Date(timeOf(date)) });
  }
}

function httpMessageOf({ method, path }: SignedRequest) {
  const [pathname = '', ...search] = path.split('?');
  const query = parse(search.join('?'), '&', '=', { maxKeys: 0 });
  // The signing library leaves a parameter of this name out of the signature.
  if (Object.hasOwn(query, '__proto__')) throw mismatch();
  return { method, path: pathname, query: query as Record<string, string | string[]> };
}

/** The signed headers; if the request lacks one, no signature can match. */
function canonicalHeadersOf(headers: LowerCasedHeaders, signedHeaders: readonly string[]): Record<string, string> {
  return Object.fromEntries(signedHeaders.map((name) => [name, canonicalValue(headers.get(name) ?? '')]));
}

function canonicalValue(value: string): string {
  return value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}

/** Node's own hash: a body may have a megabyte, and the signing library's hash is written in JavaScript. */
function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

/** A header that came several times is signed as one, its values joined by commas. */
function lowerCased(headers: Headers): LowerCasedHeaders {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const key = name.toLowerCase();
    const text = [value].flat().map(canonicalValue).join(',');
    const before = values.get(key);
    values.set(key, before === undefined ? text : `${before},${text}`);
  }
  return values;
}

function requireScope({ scope }: Authorization, { region, service }: VerificationOptions): void {
  if (region !== undefined && scope.region !== region) {
    throw invalid('Credential should be scoped to a valid region.');
  }
  if (service !== undefined && scope.service !== service) {
    throw invalid(`Credential should be scoped to correct service: '${service}'.`);
  }
}

/** The key of a session comes with the session's token, and a user's own key with none. */
function requireKey(key: AccessKey | undefined, headers: LowerCasedHeaders, now: number): AccessKey {
  const token = headers.get('x-amz-security-token');
  if (!key || (token || undefined) !== key.sessionToken) throw unrecognized();
  if (key.expiresAt !== undefined && key.expiresAt <= now) throw expired();
  return key;
}

function requireRecent(date: string, now: number): void {
  const time = timeOf(date);
  const minutes = MAX_CLOCK_SKEW / 60_000;
  const [earliest, latest] = [now - MAX_CLOCK_SKEW, now + MAX_CLOCK_SKEW];
  if (time < earliest) {
    throw invalid(
      `Signature expired: ${date} is now earlier than ${basicDate(earliest)} (${basicDate(now)} - ${minutes} min.)`,
    );
  }
  if (time > latest) {
    throw invalid(
      `Signature not yet current: ${date} is still later than ${basicDate(latest)} (${basicDate(now)} + ${minutes} min.)`,
    );
  }
}

function requireHost({ signedHeaders }: Authorization): void {
  if (signedHeaders.includes('host') || signedHeaders.includes(':authority')) return;
  throw invalid(`'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.`);
}

function equalInConstantTime(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
