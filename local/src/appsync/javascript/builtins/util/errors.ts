// How code reports errors: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import type { RaisedError } from '../../javascript';
import type { Builtins } from '../builtin';

/** `util.error`, `util.appendError` and `util.unauthorized`. */
export const errors: Builtins = {
  // https://github.com/aws/aws-appsync-community/issues/384
  'util.error': (args, { effects }) => {
    if (isTaken(args)) effects.ending = { kind: 'error', error: raised(args) };
    return undefined;
  },
  'util.appendError': (args, { effects }) => {
    effects.outErrors.push(raised(args));
    return undefined;
  },
  'util.unauthorized': (_args, { context, effects }) => {
    const message = notAuthorized(context);
    effects.ending = { kind: 'error', error: { message, errorType: 'Unauthorized', data: null, errorInfo: null } };
    return undefined;
  },
};

/** AppSync ignores a call whose message or type is no text. */
function isTaken([message, errorType = null]: readonly JsonValue[]): boolean {
  return typeof message === 'string' && (errorType === null || typeof errorType === 'string');
}

function raised([message = null, errorType = null, data = null, errorInfo = null]: readonly JsonValue[]): RaisedError {
  return { message: asText(message), errorType: errorType === null ? null : asText(errorType), data, errorInfo };
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The sentence that AppSync has for every field that may not be resolved. */
function notAuthorized({ info }: JsonObject): string {
  if (!isJsonObject(info)) return 'Unauthorized';
  const { fieldName, parentTypeName } = info;
  if (typeof fieldName !== 'string' || typeof parentTypeName !== 'string') return 'Unauthorized';
  return `Not Authorized to access ${fieldName} on type ${parentTypeName}`;
}
