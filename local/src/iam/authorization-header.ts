// The headers in which a Signature Version 4 travels, read but not yet verified.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
import { incomplete, invalid, SignatureError } from './signature-error';

/** Header values by lower-case name. */
export type LowerCasedHeaders = ReadonlyMap<string, string>;

/** For whom, when, where and for what a signature is. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  /** Such as `events`. */
  readonly service: string;
}

/** What a request says of its signature. */
export interface Authorization {
  readonly scope: CredentialScope;
  /** Lower-case names, in their order. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal. */
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly date: string;
}

const PARAMETERS = ['Credential', 'Signature', 'SignedHeaders'] as const;
const TERMINATOR = 'aws4_request';
const BASIC_DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/**
 * Reads the signature of a request.
 * @throws SignatureError `MissingAuthenticationTokenException`, `IncompleteSignatureException` or `InvalidSignatureException`
 */
export function parseAuthorization(headers: LowerCasedHeaders): Authorization {
  const header = headers.get('authorization');
  if (header === undefined || header === '') {
    throw new SignatureError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const parameters = parametersOf(header);
  const date = dateOf(headers);
  const missing = PARAMETERS.filter((name) => !parameters.get(name)).map(
    (name) => `Authorization header requires '${name}' parameter. `,
  );
  if (date === undefined) {
    missing.push(`Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. `);
  }
  if (date === undefined || missing.length > 0) throw incomplete(`${missing.join('')}Authorization=${header}`);
  const scope = scopeOf(parameters.get('Credential') ?? '');
  requireDateOf(scope, date);
  return {
    scope,
    signedHeaders: (parameters.get('SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: parameters.get('Signature') ?? '',
    date,
  };
}

/** `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; the space after a comma is optional. */
function parametersOf(header: string): ReadonlyMap<string, string> {
  const [algorithm = '', ...rest] = header.trim().split(/\s+/);
  if (algorithm.startsWith('AWS4-') && algorithm !== 'AWS4-HMAC-SHA256') {
    throw incomplete(`The local engine verifies AWS4-HMAC-SHA256 only, not "${algorithm}".`);
  }
  if (algorithm !== 'AWS4-HMAC-SHA256') return new Map();
  const pairs = rest
    .join('')
    .split(',')
    .filter((pair) => pair !== '');
  return new Map(pairs.map((pair) => nameAndValue(pair, header)));
}

function nameAndValue(pair: string, header: string): readonly [string, string] {
  const equalSign = pair.indexOf('=');
  if (equalSign > 0) return [pair.slice(0, equalSign), pair.slice(equalSign + 1)];
  throw incomplete(`'${pair}' not a valid key=value pair (missing equal-sign) in Authorization header: '${header}'.`);
}

function dateOf(headers: LowerCasedHeaders): string | undefined {
  const amzDate = headers.get('x-amz-date');
  if (amzDate !== undefined) {
    if (!Number.isNaN(timeOf(amzDate))) return amzDate;
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${amzDate}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const date = headers.get('date');
  if (date === undefined || !Number.isNaN(timeOf(date))) return date;
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : basicDate(time);
}

/** Milliseconds since 1970-01-01T00:00:00Z of a date in the form `YYYYMMDDTHHMMSSZ`; NaN for any other text. */
export function timeOf(date: string): number {
  return BASIC_DATE.test(date) ? Date.parse(date.replace(BASIC_DATE, '$1-$2-$3T$4:$5:$6Z')) : Number.NaN;
}

/** A time as `YYYYMMDDTHHMMSSZ`. */
export function basicDate(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+|[-:]/g, '');
}

function scopeOf(credential: string): CredentialScope {
  const elements = credential.split('/');
  const [accessKeyId, date, region, service, terminator] = elements;
  if (
    elements.length !== 5 ||
    accessKeyId === undefined ||
    date === undefined ||
    region === undefined ||
    service === undefined
  ) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  if (terminator === TERMINATOR) return { accessKeyId, date, region, service };
  throw invalid(`Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator ?? ''}'.`);
}

function requireDateOf(scope: CredentialScope, date: string): void {
  const day = date.slice(0, 'YYYYMMDD'.length);
  if (scope.date === day) return;
  throw invalid(
    `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != ` +
      `'${day}', from '${date}'.`,
  );
}
