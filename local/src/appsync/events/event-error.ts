// What an Event API refuses, over HTTP and WebSockets alike.

/** A request that is not carried out. Credentials that are refused are `Unauthorized` instead. */
export class EventError extends Error {
  /** @param status over HTTP */
  constructor(
    readonly errorType: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = 'EventError';
  }
}

/** A request that cannot be understood. */
export function badRequest(message: string): EventError {
  return new EventError('BadRequestException', message, 400);
}

/** AWS's words for what a handler gets wrong: https://github.com/aws-powertools/powertools-lambda-typescript/issues/3884 */
export const UNABLE_TO_PROCESS = 'Unable to process request';

/** The type of the same. */
export const HANDLER_EXECUTION_ERROR = 'HandlerExecutionError';

/** A handler that failed. Its reason is not the client's business (EV-48). */
export function handlerFailed(): EventError {
  return new EventError(HANDLER_EXECUTION_ERROR, UNABLE_TO_PROCESS, 500);
}
