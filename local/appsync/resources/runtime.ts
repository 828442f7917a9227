// The `Runtime` of resolvers and functions: APPSYNC_JS 1.0.0 is the only one.
import type { Properties } from './properties';

/** @throws UserError when the code is meant for another runtime, or for none */
export function requireAppSyncJs(properties: Properties): void {
  const runtime = properties.object('Runtime');
  for (const name of ['Name', 'RuntimeVersion']) runtime.text(name);
  runtime.choice('Name', ['APPSYNC_JS']);
  runtime.choice('RuntimeVersion', ['1.0.0']);
}
