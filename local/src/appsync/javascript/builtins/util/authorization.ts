// Who calls: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html
import { isJsonObject, type JsonObject } from '../../../../foundation/json';
import type { Builtins } from '../builtin';

/** `util.authType`, read off the identity, whose shape says how the caller signed in. */
export const authorization: Builtins = {
  'util.authType': (_args, { context }) => authType(context),
};

function authType({ identity }: JsonObject): string {
  if (!isJsonObject(identity)) return 'API Key Authorization';
  const has = (key: string): boolean => Object.hasOwn(identity, key);
  if (has('userArn')) return 'IAM Authorization';
  if (has('resolverContext') || has('handlerContext')) return 'Lambda Authorization';
  return has('defaultAuthStrategy') || has('username') ? 'User Pool Authorization' : 'Open ID Connect Authorization';
}
