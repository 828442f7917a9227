// `extensions`: https://docs.aws.amazon.com/appsync/latest/devguide/extensions-js.html
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonValue } from '../../../foundation/json';
import type { Invalidation } from '../javascript';
import { MAX_INVALIDATIONS } from '../limits';
import { BuiltinError, type Builtins, requireObject, requireText } from './builtin';

/** Subscription filters, invalidations and the cache. */
export const extensions: Builtins = {
  'extensions.setSubscriptionFilter': ([filter = null], { effects }) => {
    effects.subscriptionFilter = filter;
    return undefined;
  },
  'extensions.setSubscriptionInvalidationFilter': ([filter = null], { effects }) => {
    effects.invalidationFilter = filter;
    return undefined;
  },
  'extensions.invalidateSubscriptions': ([argument], { effects: { invalidations } }) => {
    const invalidation = asInvalidation(argument);
    if (invalidations.some((earlier) => isDeepStrictEqual(earlier, invalidation))) return undefined;
    if (invalidations.length === MAX_INVALIDATIONS) {
      throw new BuiltinError(`A request can invalidate subscriptions at most ${MAX_INVALIDATIONS} times.`);
    }
    invalidations.push(invalidation);
    return undefined;
  },
  // No API of the engine has a cache (AWS::AppSync::ApiCache is refused), so there is nothing to take out of it.
  'extensions.evictFromApiCache': ([typeName, fieldName, keys]) => {
    requireText(typeName, 'extensions.evictFromApiCache');
    requireText(fieldName, 'extensions.evictFromApiCache');
    requireObject(keys, 'extensions.evictFromApiCache');
    return undefined;
  },
};

function asInvalidation(argument: JsonValue | undefined): Invalidation {
  if (isJsonObject(argument)) {
    const { subscriptionField, payload } = argument;
    if (typeof subscriptionField === 'string' && isJsonObject(payload)) return { subscriptionField, payload };
  }
  throw new BuiltinError(
    'extensions.invalidateSubscriptions takes { subscriptionField, payload }: a string and an object.',
  );
}
