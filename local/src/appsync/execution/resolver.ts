// A resolver that was created: compiled code and the data sources that it asks.
import type { DataSource } from '../data-sources/data-source';
import type { CompiledCode } from '../javascript/javascript';

/** A request to one data source and the handlers around it. */
export interface Step {
  readonly code: CompiledCode;
  readonly dataSource: DataSource;
}

/** A resolver, as it runs. */
export type Resolver =
  | (Step & { readonly kind: 'UNIT' })
  | {
      readonly kind: 'PIPELINE';
      /** Its `request` runs before the functions, its `response` after them. */
      readonly code: CompiledCode;
      readonly functions: readonly Step[];
    };
