// The part of dynalite that the engine uses; the package has no types of its own.
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** https://github.com/architect/dynalite#programmatically */
  export default function dynalite(options?: {
    /** Milliseconds for which a new table is being created. */
    readonly createTableMs?: number;
    /** Milliseconds for which a table is being deleted. */
    readonly deleteTableMs?: number;
    /** Milliseconds for which a table is being updated. */
    readonly updateTableMs?: number;
  }): Server;
}

declare module 'dynalite/db/conditionParser.js' {
  /** What the parser is given beside the text. */
  export interface ParserContext {
    readonly attrNames?: Readonly<Record<string, string>>;
    /** Attribute values, such as `{ N: '1' }`. */
    readonly attrVals?: Readonly<Record<string, object>>;
    readonly isKeyCondition?: boolean;
    /** Those that no expression of the request has named yet; the parser takes out those that it finds. */
    readonly unusedAttrNames?: Record<string, unknown>;
    readonly unusedAttrVals?: Record<string, unknown>;
  }

  /** @throws what is wrong with an expression */
  export type Parse = (expression: string, options: { readonly context: ParserContext }) => unknown;

  const parser: { parse: Parse };
  export default parser;
}

declare module 'memory-level' {
  /** Of `_batch`. */
  export type Operation =
    | { readonly type: 'put'; readonly key: Buffer; readonly value: Buffer }
    | { readonly type: 'del'; readonly key: Buffer };

  /** The store of dynalite, with what its package has no types of: https://github.com/Level/abstract-level#private-api-for-concrete-implementations */
  export class MemoryLevel {
    _put: (this: MemoryLevel, key: Buffer, value: Buffer, options: object) => Promise<void>;
    _batch: (this: MemoryLevel, operations: readonly Operation[], options: object) => Promise<void>;
    _values: (this: MemoryLevel, options: object) => object;
    /** https://github.com/Level/abstract-level#dbattachresourceresource */
    attachResource: (this: MemoryLevel, resource: object) => void;
  }
}
