// The data source without a backend: its result is the request's payload.
import { isJsonObject } from '../../foundation/json';
import type { DataSource } from './data-source';

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-none-js.html */
export function noneDataSource(name: string): DataSource {
  return {
    name,
    invoke: (request) => {
      const result = isJsonObject(request) ? (request['payload'] ?? null) : null;
      return { result, error: null };
    },
  };
}
