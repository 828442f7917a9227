// The `Runtime` of resolvers and functions: APPSYNC_JS 1.0.0 is the only one.
import type { Properties } from '../../cloudformation/properties';

/** @throws UserError when the code is meant for another runtime, or for none */
export function requireAppSyncJs(properties: Properties): void {
  const { required } = properties.required.inside('Runtime', ['Name', 'RuntimeVersion']);
  required.choice('Name', ['APPSYNC_JS']);
  required.choice('RuntimeVersion', ['1.0.0']);
}
