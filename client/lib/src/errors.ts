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

/** The code of credentials that are not accepted. */
export const UNAUTHORIZED = 'Unauthorized';

/** Different names for one thing. AppSync says `Unauthorized` of a field and `UnauthorizedException` of a request. */
const UNAUTHORIZED_NAMES = /^(Un|Not)auth/i;
/** What may be over in a moment, with nothing changed. */
const PASSING =
  /Unavailable|LimitExceed|Throttl|TooMany|WAF|Timeout|Internal|Unreachable|MaxSub|EventRefused|BatchTooL|:/;

/** May the same succeed a moment later? @param thrown whatever was thrown */
export function isPassing(thrown: unknown): boolean {
  return PASSING.test(errorOf(thrown).code);
}

/** The error in what the API says in `errors`: a list, and in some frames one error without the list. */
export function errorIn(errors: unknown): PubSubError {
  const [first] = [errors].flat();
  const { errorType, message } = (first ?? {}) as Readonly<Record<string, unknown>>;
  const type = textOf(errorType).replace(/.*#/, '');
  const code = UNAUTHORIZED_NAMES.test(type) ? UNAUTHORIZED : type;
  return new PubSubError(code || 'InvalidRequest', textOf(message) || 'The API gave no reason.');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whatever was thrown, as an error of ours. */
export function errorOf(thrown: unknown): PubSubError {
  if (thrown instanceof PubSubError) return thrown;
  return new PubSubError('Unreachable', 'No answer came; see the cause.', { cause: thrown });
}
