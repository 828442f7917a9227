// The origin that a function returned: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html#request-event-fields
import { isIP } from 'node:net';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import type { EdgeHeaders } from './edge-headers';
import { resultHeaders } from './edge-result-headers';
import { isCustomHeader } from './header-rules';
import { MAX_BUCKET_HOST, MAX_ORIGIN_NAME, MAX_ORIGIN_PATH, ORIGIN_TIMEOUT } from '../limits';
import type { OriginTarget } from '../origins/origin-request';
import { type Refusal, refusals } from '../edge-locations/refusal';

const DNS_NAME = /^(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/i;
const SSL_PROTOCOLS: ReadonlySet<unknown> = new Set(['TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3']);
/** Ports beside 80 and 443. */
const OTHER_PORTS = { min: 1024, max: 65_535 } as const;

/**
 * @param headers of the request that the function returned
 * @throws Refusal 502
 */
export function targetOf(origin: JsonValue | undefined, headers: EdgeHeaders, before: OriginTarget): OriginTarget {
  if (!isJsonObject(origin)) throw wrong('The origin must be an object.');
  const { custom, s3 } = origin;
  if (isJsonObject(custom) && s3 === undefined) return customTarget(custom, headers, before);
  if (isJsonObject(s3) && custom === undefined) return bucketTarget(s3, headers, before);
  throw wrong('The origin must be exactly one of custom and s3.');
}

function customTarget(custom: JsonObject, headers: EdgeHeaders, before: OriginTarget): OriginTarget {
  const { domainName, port, protocol, sslProtocols = [] } = custom;
  if (typeof domainName !== 'string' || domainName.length > MAX_ORIGIN_NAME || !DNS_NAME.test(domainName)) {
    throw wrong(`The domainName must be a DNS name of at most ${MAX_ORIGIN_NAME} characters, without a port.`);
  }
  if (isIP(domainName) !== 0) throw wrong('The domainName must be no IP address.');
  if (protocol !== 'http' && protocol !== 'https') throw wrong('The protocol must be http or https.');
  if (!isPort(port)) throw wrong('The port must be 80, 443 or from 1024 to 65535.');
  if (!isJsonArray(sslProtocols) || !sslProtocols.every((item) => SSL_PROTOCOLS.has(item))) {
    throw wrong('The sslProtocols must be a list of TLSv1.2, TLSv1.1, TLSv1 and SSLv3.');
  }
  return {
    kind: 'custom',
    domainName,
    port,
    protocol,
    sslProtocols: sslProtocols.map(String),
    path: pathOf(custom),
    readTimeout: seconds(custom, 'readTimeout'),
    keepaliveTimeout: seconds(custom, 'keepaliveTimeout'),
    customHeaders: customHeadersOf(custom, headers, before),
  };
}

function bucketTarget(s3: JsonObject, headers: EdgeHeaders, before: OriginTarget): OriginTarget {
  const { domainName, authMethod = 'none' } = s3;
  if (
    typeof domainName !== 'string' ||
    domainName.length > MAX_BUCKET_HOST ||
    domainName !== domainName.toLowerCase()
  ) {
    throw wrong(`The domainName of a bucket must have at most ${MAX_BUCKET_HOST} characters, in lower case.`);
  }
  if (authMethod !== 'none') throw wrong('The authMethod must be none: there are no origin access identities.');
  return { kind: 's3', domainName, path: pathOf(s3), customHeaders: customHeadersOf(s3, headers, before) };
}

function isPort(port: JsonValue | undefined): port is number {
  if (port === 80 || port === 443) return true;
  return typeof port === 'number' && Number.isInteger(port) && port >= OTHER_PORTS.min && port <= OTHER_PORTS.max;
}

function pathOf({ path }: JsonObject): string {
  const isPath = typeof path === 'string' && path.length <= MAX_ORIGIN_PATH && /^(?:\/[^\s?#]*[^\s?#/])?$/.test(path);
  if (isPath) return path;
  throw wrong('The path must be empty, or begin with a slash and not end with one.');
}

function seconds(custom: JsonObject, name: 'readTimeout' | 'keepaliveTimeout'): number {
  const value = custom[name];
  if (typeof value === 'number' && value >= ORIGIN_TIMEOUT.min && value <= ORIGIN_TIMEOUT.max) return value;
  throw wrong(`The ${name} must be a number from ${ORIGIN_TIMEOUT.min} to ${ORIGIN_TIMEOUT.max}.`);
}

/** Those of the distribution's own origin stand also where the request has a header of the same name. */
function customHeadersOf({ customHeaders = {} }: JsonObject, headers: EdgeHeaders, before: OriginTarget): EdgeHeaders {
  const custom = resultHeaders(customHeaders);
  const isTaken = (name: string) => headers[name] !== undefined && before.customHeaders[name] === undefined;
  const name = Object.keys(custom).find((one) => !isCustomHeader(one) || isTaken(one));
  if (name === undefined) return custom;
  throw wrong(`The header ${name} cannot be a custom header of this request.`);
}

function wrong(reason: string): Refusal {
  return refusals.functionResult(reason);
}
