// What an execution asks of its API.
import type { JsonObject } from '../../foundation/json';
import type { Caller } from '../authorization/authorization';
import type { ApiSchema } from '../schema/schema';
import type { Resolver } from './resolver';

/** An API, as its executions see it. */
export interface ExecutedApi {
  readonly schema: ApiSchema;
  /** `ctx.env` */
  readonly environment: JsonObject;
  readonly resolverCountLimit: number;
  readonly resolvers: {
    of(typeName: string, fieldName: string): Resolver | undefined;
    /** Another number whenever one came or went. */
    readonly revision: number;
  };
  /** Milliseconds since 1970. */
  now(): number;
  /** May the caller see a field? */
  maySee(caller: Caller, typeName: string, fieldName: string): boolean;
  /** Tells the person at the terminal what the API's code logs. */
  logged(line: string): void;
}
