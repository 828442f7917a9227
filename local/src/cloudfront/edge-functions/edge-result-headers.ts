// The headers that a function returned.
import { isJsonArray, isJsonObject, type JsonValue } from '../../foundation/json';
import { type EdgeHeaders, type HeaderValue, noHeaders } from './edge-headers';
import { isDisallowed } from './header-rules';
import { type Refusal, refusals } from '../edge-locations/refusal';

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
/** https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/**
 * The headers, names in lower case, every value with the name under which it is sent.
 * @param before those that the function was given: what it returns unchanged, as it does most, is not looked at again
 * @throws Refusal 502
 */
export function resultHeaders(headers: JsonValue | undefined, before: EdgeHeaders = noHeaders()): EdgeHeaders {
  if (!isJsonObject(headers)) throw invalidEntry('The headers must be an object.');
  const result = noHeaders();
  for (const name of Object.keys(headers)) {
    const values = headers[name];
    const given = before[name];
    if (given && isUnchanged(values, given)) result[name] = given;
    else result[name.toLowerCase()] = valuesOf(name, values);
  }
  return result;
}

function isUnchanged(values: JsonValue | undefined, given: readonly HeaderValue[]): boolean {
  if (!isJsonArray(values) || values.length !== given.length) return false;
  return values.every((entry, index) => {
    const { key, value } = given[index] ?? {};
    return isJsonObject(entry) && entry['key'] === key && entry['value'] === value;
  });
}

function valuesOf(name: string, values: JsonValue | undefined): readonly HeaderValue[] {
  if (!TOKEN.test(name)) throw invalidEntry('A header name has an invalid character.');
  if (!isJsonArray(values)) throw invalidEntry('Each header entry in the headers object must be an array.');
  return values.map((entry) => {
    const { key = capitalized(name), value } = isJsonObject(entry) ? entry : {};
    if (typeof value !== 'string' || !VALUE.test(value))
      throw invalidEntry('Each header must have a value that is a line of text.');
    if (typeof key !== 'string' || key.toLowerCase() !== name.toLowerCase()) {
      throw invalidEntry('The key of a header must be its name.');
    }
    return { key, value };
  });
}

/** As Lambda@Edge writes a name that has no key: `User-Agent`. */
function capitalized(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function invalidEntry(reason: string): Refusal {
  return refusals.functionReturned(`an invalid entry in the headers object: ${reason}`);
}

/** @throws Refusal 502 for a header that is not the function's to add or to change */
export function requireOnlyAllowed(
  headers: EdgeHeaders,
  { before, readOnly }: { readonly before: EdgeHeaders; readonly readOnly: readonly string[] },
): void {
  if (Object.keys(headers).some(isDisallowed)) {
    throw refusals.functionResult('The function tried to add a blacklisted header.');
  }
  const isSame = (name: string) => headers[name] === before[name] || textOf(headers[name]) === textOf(before[name]);
  if (readOnly.every(isSame)) return;
  throw refusals.functionResult('The function tried to add, delete, or change a read-only header.');
}

function textOf(values: readonly HeaderValue[] = []): string {
  return JSON.stringify(values.map(({ value }) => value));
}
