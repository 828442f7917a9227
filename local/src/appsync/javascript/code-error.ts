// Errors in code, in the sentences of AppSync's compiler: `code.js(5,44): error …`.
import type { CodeError } from './javascript';

/** A place in the code. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A piece of the code. */
export interface Span extends Position {
  /** Characters. */
  readonly length: number;
}

/** What AppSync answers when no piece of code is to blame: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CodeErrorLocation.html */
const NOWHERE: Span = { line: 0, column: 0, length: 0 };

/** Why the compiler refuses a piece of code. */
export interface Complaint {
  /** Such as `@aws-appsync/no-regex` or `TS2307`; absent where AppSync's own is not known. */
  readonly rule?: string;
  readonly message: string;
}

/**
 * An error that AppSync's compiler would find.
 * @param errorType such as `LINT_ERROR`
 */
export function compileError(errorType: string, { rule, message }: Complaint, span: Span): CodeError {
  const error = rule === undefined ? 'error' : `error ${rule}`;
  return codeError(errorType, `code.js(${span.line},${span.column}): ${error}: ${message}`, span);
}

/** An error with its own sentence; without a span, of the code as a whole. */
export function codeError(errorType: string, value: string, span = NOWHERE): CodeError {
  return { errorType, value, location: { line: span.line, column: span.column, span: span.length } };
}
