// The engine's errors: what a user can fix, and what AWS would answer. Everything else that is thrown is our own fault.

import type { JsonObject } from './json';

/** Something the user can fix: a template, an option, a port. Printed as one sentence, without a stack. */
export class UserError extends Error {
  /**
   * @param code stable, in upper snake case; listed in local/README.md
   * @param message one full sentence that says what to do
   */
  constructor(
    readonly code: string,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'UserError';
  }
}

/** An error that an AWS service answers to its caller. */
export class AwsError extends Error {
  /**
   * The error's code in the older query protocol, for services that still answer it in `x-amzn-query-error`:
   * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
   */
  readonly queryErrorCode: string | undefined = undefined;

  /** What the error holds besides, for protocols in JSON. */
  readonly members: JsonObject = {};

  /**
   * @param code AWS's error code, such as `ValidationException`
   * @param message AWS's sentence
   * @param status the HTTP status
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = 'AwsError';
  }
}

/** A region could not be reached. */
export class Unreachable extends Error {
  constructor(from: string, to: string) {
    super(`${to} cannot be reached from ${from}.`);
    this.name = 'Unreachable';
  }
}
