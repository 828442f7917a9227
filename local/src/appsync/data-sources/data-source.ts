// A data source: what a resolver's request goes to.
import type { JsonValue } from '../../foundation/json';

/** What came back. A failure does not end the resolver: its response handler sees it as `ctx.error`. */
export interface DataSourceAnswer {
  /** `ctx.result` */
  readonly result: JsonValue;
  /** `ctx.error` */
  readonly error: { readonly message: string; readonly type: string } | null;
}

/** Something that answers resolvers. */
export interface DataSource {
  readonly name: string;
  /**
   * @param request what the request handler returned
   * @returns at once where nobody has to be asked
   * @throws ResolverError when the data source does not understand the request
   */
  invoke(request: JsonValue): DataSourceAnswer | Promise<DataSourceAnswer>;
}
