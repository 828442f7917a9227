// What a handler wants of an HTTP data source, read: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-http-js.html
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { ResolverError } from '../execution/graphql-error';

/** A request, as it goes to an endpoint. */
export interface EndpointRequest {
  readonly method: string;
  /** Begins with a slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

/** What handlers cannot set. AppSync writes some of them otherwise: `EXPECTATION`, `TRANSFER_ENCODING`. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'user-agent', 'expect', 'expectation', 'transfer-encoding', 'content-length'],
]);

const CONTENT_TYPES: ReadonlySet<string> = new Set([
  ...['application/xml', 'application/json', 'application/soap+xml', 'application/x-amz-json-1.0'],
  ...['application/x-amz-json-1.1', 'application/vnd.api+json', 'application/x-ndjson'],
]);

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2, and what Node.js takes as a value. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** @throws ResolverError when the data source does not understand the request */
export function endpointRequest(request: JsonValue): EndpointRequest {
  const { method, params, resourcePath } = isJsonObject(request) ? request : {};
  if (typeof method !== 'string' || !METHODS.includes(method)) {
    throw unsupported(`The method of an HTTP request must be one of ${METHODS.join(', ')}.`);
  }
  if (typeof resourcePath !== 'string' || !resourcePath.startsWith('/')) {
    throw unsupported('The resourcePath of an HTTP request must be a string that begins with a slash.');
  }
  const { headers, query, body = null } = isJsonObject(params) ? params : {};
  return { method, path: pathOf(resourcePath), query: queryOf(query), headers: headersOf(headers), body: bodyOf(body) };
}

/** Nothing in it begins a query or a fragment. */
function pathOf(resourcePath: string): string {
  if (/[?#\s]/.test(resourcePath))
    throw unsupported('The resourcePath of an HTTP request has neither spaces, ? nor #.');
  return new URL(`http://host${resourcePath}`).pathname;
}

function queryOf(query: JsonValue | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(membersOf(query, 'query')).map(([name, value]) => [name, textOf(value)]));
}

function headersOf(headers: JsonValue | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(membersOf(headers, 'headers')).map(([name, value]) => {
    const key = name.toLowerCase();
    if (typeof value !== 'string') throw unsupported(`The header ${name} of an HTTP request must be a string.`);
    if (OWN_HEADERS.has(key)) throw unsupported(`The header ${name} of an HTTP request cannot be set.`);
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) throw unsupported(`The header ${name} cannot be sent.`);
    if (key === 'content-type') requireContentType(value);
    return [key, value] as const;
  });
  return Object.fromEntries(entries);
}

function requireContentType(value: string): void {
  const [type = ''] = value.toLowerCase().split(';');
  if (type.startsWith('text/') || CONTENT_TYPES.has(type.trim())) return;
  throw unsupported(`The Content-Type ${value} of an HTTP request is not supported.`);
}

function bodyOf(body: JsonValue): Buffer {
  return Buffer.from(body === null ? '' : textOf(body));
}

/** Text as it is, anything else as JSON. */
function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function membersOf(value: JsonValue | undefined, name: string): JsonObject {
  const members = value ?? {};
  if (!isJsonObject(members)) throw unsupported(`The ${name} of an HTTP request must be an object.`);
  return members;
}

function unsupported(message: string): ResolverError {
  return new ResolverError(message, 'BadRequestException');
}
