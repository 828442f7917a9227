// What an origin-request function returned: another request, or a response of its own. Checked as CloudFront checks it.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-testing-debugging.html
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { resultHeaders, requireOnlyAllowed } from './edge-result-headers';
import { targetOf } from './edge-result-origin';
import type { EdgeHeaders } from './edge-headers';
import { READ_ONLY_IN_RESPONSE, READ_ONLY } from './header-rules';
import { MAX_FUNCTION_URI, MAX_GENERATED_BYTES } from '../limits';
import type { OriginRequest } from '../origins/origin-request';
import { refusals } from '../edge-locations/refusal';

/** A response that a function made. */
export interface GeneratedResponse {
  readonly status: number;
  readonly statusDescription: string | undefined;
  readonly headers: EdgeHeaders;
  readonly body: Buffer;
}

/** How it goes on after the function. */
export type EdgeResult =
  | { readonly kind: 'request'; readonly request: OriginRequest }
  | { readonly kind: 'response'; readonly response: GeneratedResponse };

/** Without control characters, spaces and `#`. */
const QUERY = /^[!"$-~\u0080-\u{10ffff}]*$/u;
/** Without control characters and spaces. */
const URI = /^\/[!-~\u0080-\u{10ffff}]*$/u;
const STATUS = { min: 200, max: 599 } as const;

/**
 * @param before what the function was asked
 * @throws Refusal 502 for a result that CloudFront does not take
 */
export function edgeResultOf(result: JsonValue, before: OriginRequest): EdgeResult {
  if (!isJsonObject(result)) throw refusals.functionResult('The function must return a request or a response object.');
  if (result['status'] !== undefined) return { kind: 'response', response: responseOf(result) };
  return { kind: 'request', request: requestOf(result, before) };
}

function requestOf(result: JsonObject, before: OriginRequest): OriginRequest {
  const { method, clientIp, uri, querystring = '', origin } = result;
  if (method !== before.method) throw refusals.functionResult('The function tried to change the method.');
  if (clientIp !== undefined && clientIp !== before.clientIp) {
    throw refusals.functionResult('The function tried to change the address of the viewer.');
  }
  if (isJsonObject(result['body'])) {
    throw refusals.functionResult('The function tried to change a body that it was not shown.');
  }
  const headers = resultHeaders(result['headers'], before.headers);
  requireOnlyAllowed(headers, { before: before.headers, readOnly: READ_ONLY });
  return {
    ...before,
    headers,
    ...addressOf(uri, querystring),
    target: targetOf(origin, headers, before.target),
  };
}

function addressOf(uri: JsonValue | undefined, querystring: JsonValue): Pick<OriginRequest, 'uri' | 'querystring'> {
  if (typeof uri !== 'string' || !URI.test(uri)) {
    throw refusals.functionResult('The uri must begin with a slash and be without spaces.');
  }
  if (typeof querystring !== 'string' || !QUERY.test(querystring)) {
    throw refusals.functionResult('The query string must be without spaces, control characters and #.');
  }
  if (uri.length + querystring.length >= MAX_FUNCTION_URI) {
    throw refusals.functionResult(`The uri and the query string must have fewer than ${MAX_FUNCTION_URI} characters.`);
  }
  return { uri, querystring };
}

function responseOf(result: JsonObject): GeneratedResponse {
  const { status, statusDescription, headers: given = {}, body = '', bodyEncoding = 'text' } = result;
  const number = typeof status === 'string' && /^\d{3}$/.test(status) ? Number(status) : status;
  if (typeof number !== 'number' || number < STATUS.min || number > STATUS.max) {
    throw refusals.functionResult('The status must be a number from 200 to 599.');
  }
  if (
    statusDescription !== undefined &&
    (typeof statusDescription !== 'string' || /[^\t -~]/.test(statusDescription))
  ) {
    throw refusals.functionResult('The status description must be a line of text.');
  }
  const headers = resultHeaders(given);
  requireOnlyAllowed(headers, { before: {}, readOnly: READ_ONLY_IN_RESPONSE });
  const bytes = bodyOf(body, bodyEncoding);
  if (bytes.length + Buffer.byteLength(JSON.stringify(headers)) > MAX_GENERATED_BYTES) throw wrongBody();
  return { status: number, statusDescription, headers, body: bytes };
}

function bodyOf(body: JsonValue, encoding: JsonValue): Buffer {
  if (typeof body !== 'string') throw wrongBody();
  if (encoding === 'text') return Buffer.from(body);
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  throw refusals.functionResult('The bodyEncoding must be text or base64.');
}

function wrongBody() {
  return refusals.functionResult('The body is not a string, is not an object, or exceeds the maximum size.');
}
