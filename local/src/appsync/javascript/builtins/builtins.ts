// Every built-in that AWS documents: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-util-reference-js.html
import { authorization } from './util/authorization';
import { type Builtin, BuiltinError, type Builtins } from './builtin';
import { dynamodb } from './dynamodb/values';
import { dynamodbRequests } from './dynamodb/requests';
import { encoding } from './util/encoding';
import { errors } from './util/errors';
import { extensions } from './extensions';
import { http } from './util/http';
import { identifiers } from './util/identifiers';
import { logs } from './logs';
import { math } from './util/math';
import { pattern } from './pattern';
import { runtime } from './runtime';
import { text } from './util/text';
import { time } from './time/time';
import { transform } from './transform/transform';
import { xml } from './util/xml';

/** What every code has, without imports. `util.matches` runs in the realm, where a time limit can stop it. */
const GLOBAL: Builtins = {
  ...authorization,
  ...dynamodb,
  ...encoding,
  ...errors,
  ...extensions,
  ...http,
  ...identifiers,
  ...logs,
  ...math,
  ...runtime,
  ...text,
  ...time,
  ...transform,
  ...xml,
  ...refused('util.rds.toJsonObject', 'util.transform.toElasticsearchQueryDSL'),
};

const DYNAMODB: Builtins = {
  ...dynamodbRequests,
  ...refused('dynamodb.sync', 'dynamodb.batchGet', 'dynamodb.batchPut', 'dynamodb.batchDelete'),
  ...refused('dynamodb.transactGet', 'dynamodb.transactWrite'),
};

/** The names under which code finds the built-ins. */
export const BUILTIN_NAMES: readonly string[] = [...Object.keys(GLOBAL), 'util.matches'];

/** What only imports have, by module: names that all begin with one word, which code does not see. */
export const MODULE_BUILTIN_NAMES: Readonly<Record<string, readonly string[]>> = {
  '@aws-appsync/utils/dynamodb': Object.keys(DYNAMODB),
};

/** The built-ins, and what the prelude calls for itself. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(Object.entries({ ...GLOBAL, ...DYNAMODB, ...pattern }));

/** What makes requests to data sources that the engine does not have, or reads their answers. */
function refused(...names: readonly string[]): Builtins {
  const refusal = (name: string): Builtin => {
    return () => {
      throw new BuiltinError(`${name} is not supported by the local engine.`);
    };
  };
  return Object.fromEntries(names.map((name) => [name, refusal(name)]));
}
