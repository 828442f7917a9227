// What can go wrong, each with a code that does not change.

/** Something that went wrong. */
export class PubSubError extends Error {
  override readonly name: string = 'PubSubError';

  /** @param code the API's `errorType`, or one of the README's */
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A message that was not acknowledged. */
export class PublishError extends PubSubError {
  override readonly name = 'PublishError';

  /**
   * @param id the message's ULID, with which it may be published again
   * @param mayArrive is it possible that subscribers get the message all the same, because an answer was lost?
   */
  constructor(
    cause: PubSubError,
    readonly id: string,
    readonly mayArrive: boolean,
  ) {
    super(cause.code, cause.message, { cause });
  }
}

/** Different names for one thing. AppSync says `Unauthorized` of a field and `UnauthorizedException` of a request. */
const UNAUTHORIZED = /^(Unauthorized|NotAuthorized)(Exception)?$/;
/** What may be over in a moment, with nothing changed. */
const PASSING = /Unavailable|LimitExceed|Throttl|TooMany|WAF|Timeout|Internal|Unreachable|MaxSub|^EventRefused$|^\w+:/;

/** May the same succeed a moment later? */
export function isPassing({ code }: PubSubError): boolean {
  return PASSING.test(code);
}

/** Are the credentials not accepted? */
export function isUnauthorized({ code }: PubSubError): boolean {
  return code === 'Unauthorized';
}

/** The error in what the API says in `errors`: a list, and in some frames one error without the list. */
export function errorIn(errors: unknown): PubSubError {
  const { errorType, message } = ((Array.isArray(errors) ? errors[0] : errors) ?? {}) as Record<string, unknown>;
  const type = typeof errorType === 'string' ? (errorType.split('#').at(-1) ?? '') : '';
  const said = typeof message === 'string' && message !== '' ? message : 'The API gave no reason.';
  return new PubSubError(UNAUTHORIZED.test(type) ? 'Unauthorized' : type || 'InvalidRequest', said);
}

/** Whatever was thrown, as an error of ours. */
export function errorOf(thrown: unknown): PubSubError {
  if (thrown instanceof PubSubError) return thrown;
  return new PubSubError('Unreachable', 'No answer came; see the cause.', { cause: thrown });
}
