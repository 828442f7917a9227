// Every built-in that AWS documents: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-util-reference-js.html
import { authorization } from './authorization';
import { type Builtin, unsupported } from './builtin';
import { dynamodb } from './dynamodb';
import { encoding } from './encoding';
import { errors } from './errors';
import { extensions } from './extensions';
import { identifiers } from './identifiers';
import { logs } from './logs';
import { math } from './math';
import { pattern } from './pattern';
import { runtime } from './runtime';
import { text } from './text';
import { time } from './time';

/** What code can call, by name. */
const CALLABLE: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({
    ...authorization,
    ...dynamodb,
    ...encoding,
    ...errors,
    ...extensions,
    ...identifiers,
    ...logs,
    ...math,
    ...runtime,
    ...text,
    ...time,
    ...unsupported(
      'util.rds.toJsonObject',
      'util.http.copyHeaders',
      'util.http.addResponseHeader',
      'util.http.addResponseHeaders',
      'util.xml.toMap',
      'util.xml.toJsonString',
      'util.transform.toDynamoDBFilterExpression',
      'util.transform.toDynamoDBConditionExpression',
      'util.transform.toElasticsearchQueryDSL',
      'util.transform.toSubscriptionFilter',
    ),
  }),
);

/** The names under which code finds the built-ins. `util.matches` runs in QuickJS, where a time limit can stop it. */
export const BUILTIN_NAMES: readonly string[] = [...CALLABLE.keys(), 'util.matches'];

/** The built-ins, and what the prelude calls for itself. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map([...CALLABLE, ...Object.entries(pattern)]);
