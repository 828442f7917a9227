// Encodings: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html
import { BuiltinError, type Builtins, requireText } from '../builtin';

/** `util.urlEncode`, `util.base64Encode` and their like. */
export const encoding: Builtins = {
  'util.escapeJavaScript': ([value]) => escapeJavaScript(requireText(value, 'util.escapeJavaScript')),
  'util.urlEncode': ([value]) => urlEncode(requireText(value, 'util.urlEncode')),
  'util.urlDecode': ([value]) => urlDecode(requireText(value, 'util.urlDecode')),
  'util.base64Encode': ([value]) => Buffer.from(requireText(value, 'util.base64Encode'), 'utf8').toString('base64'),
  'util.base64Decode': ([value]) => base64Decode(requireText(value, 'util.base64Decode')),
};

const ESCAPES = new Map([
  ["'", "\\'"],
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['/', '\\/'],
  ['\b', '\\b'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);

/** As Apache Commons does, which AppSync's Java seems to use: quotes, slashes, and whatever is not printable ASCII. */
function escapeJavaScript(value: string): string {
  return value.replace(
    /['"\\/]|[^ -~]/g,
    (character) =>
      ESCAPES.get(character) ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

function urlEncode(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

function urlDecode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch (cause) {
    throw new BuiltinError('util.urlDecode takes a string in application/x-www-form-urlencoded form.', { cause });
  }
}

function base64Decode(value: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw new BuiltinError('util.base64Decode takes a string in base64.');
  return Buffer.from(value, 'base64').toString('utf8');
}
