// `util.http`: https://docs.aws.amazon.com/appsync/latest/devguide/http-helpers-in-utils-http-js.html
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { JsonValue } from '../../../../foundation/json';
import type { EvaluationEffects } from '../../evaluation-effects';
import { type Builtins, requireObject } from '../builtin';

/** Copies the headers of requests and adds headers to responses. */
export const http: Builtins = {
  'util.http.copyHeaders': ([headers]) => {
    const entries = Object.entries(requireObject(headers, 'util.http.copyHeaders'));
    return Object.fromEntries(entries.filter(([name]) => !NOT_COPIED.includes(name.toLowerCase())));
  },
  'util.http.addResponseHeader': ([name = null, value = null], { effects }) => {
    addResponseHeader(name, value, effects);
    return undefined;
  },
  'util.http.addResponseHeaders': ([headers], { effects }) => {
    for (const [name, value] of Object.entries(requireObject(headers, 'util.http.addResponseHeaders'))) {
      addResponseHeader(name, value, effects);
    }
    return undefined;
  },
};

const NOT_COPIED: readonly string[] = [
  ...['transfer-encoding', 'connection', 'host', 'expect', 'keep-alive', 'upgrade', 'proxy-authenticate'],
  ...['proxy-authorization', 'te', 'content-length'],
];

const NOT_ADDED: readonly string[] = [
  ...NOT_COPIED,
  ...['access-control-allow-credentials', 'access-control-allow-origin', 'access-control-expose-headers'],
  ...['access-control-max-age', 'access-control-allow-methods', 'access-control-allow-headers', 'vary'],
  'content-type',
];

const RESTRICTED_PREFIX = /^x-amzn?-/;

/** AWS leaves out a header that it does not accept and adds an error of this type to the answer. */
function addResponseHeader(name: JsonValue, value: JsonValue, { outErrors, responseHeaders }: EvaluationEffects): void {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (typeof name === 'string' && value !== null && isAccepted(name, text)) {
    responseHeaders.push({ name, value: text });
    return;
  }
  const shown = typeof name === 'string' ? name : JSON.stringify(name);
  const message = `The response header "${shown}" is empty, restricted, or has no value.`;
  outErrors.push({ message, errorType: 'ResponseHeaderError', data: null, errorInfo: null });
}

function isAccepted(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (NOT_ADDED.includes(lower) || RESTRICTED_PREFIX.test(lower)) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    // Both throw for what HTTP does not allow.
    return false;
  }
}
