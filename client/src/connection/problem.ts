// What went wrong, in words: from whatever Amplify throws.

/** Something that went wrong. */
export interface Problem {
  /** The API's `errorType`, or one of ours for what never reached the API. */
  readonly type: string;
  /** What happened: one sentence, from the API if it said one. */
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Amplify puts this before the payload of a subscription's `error` frame. */
const FRAME_PREFIX = 'Connection failed: ';

/** What the API's error types ask for. */
const REMEDIES: Readonly<Record<string, string>> = {
  ChannelNotAllowed: 'Choose a channel from the list, or ask the operator of this stage to allow more.',
  MessageTooLarge: 'Send less text or data.',
  InvalidId: 'Send the message again.',
  EventRefused: 'Send the message again.',
  EventBusUnavailable: 'Send the message again in a moment.',
  Unauthorized: 'Sign in with a token or an API key that is valid for this stage.',
  NetworkError: 'Assume that the message was not sent, and send it again in a moment.',
  LimitExceededError: 'Send fewer messages, or wait a moment.',
  MaxSubscriptionsReachedError: 'Leave another channel first.',
  Unknown: 'Try again. If it happens again, tell the operator of this stage.',
};

/** Sentences for errors that come without one. */
const SENTENCES: Readonly<Record<string, string>> = {
  Unauthorized: 'The API does not accept these credentials.',
  NetworkError: 'No region could be reached.',
  LimitExceededError: 'The API is receiving too many requests.',
};

/** Different names for one thing. AppSync says `Unauthorized` of a field and `UnauthorizedException` of a request. */
const ALIASES: Readonly<Record<string, string>> = {
  UnauthorizedException: 'Unauthorized',
  NotAuthorizedException: 'Unauthorized',
  ThrottlingException: 'LimitExceededError',
  MaxSubscriptionsReachedException: 'MaxSubscriptionsReachedError',
};

/** Statuses of HTTP answers: this one, and from this one on the server's own failures. */
const UNAUTHORIZED = 401;
const SERVER_ERROR = 500;

/** The problem behind a value that was thrown. */
export function problemOf(thrown: unknown): Problem {
  const error = firstErrorOf(thrown);
  const type = typeOf(error);
  const said = sentenceOf(error);
  return {
    type,
    sentence: SENTENCES[type] ?? (said === '' ? 'The API gave no reason.' : said),
    remedy: REMEDIES[type] ?? REMEDIES['Unknown'] ?? '',
  };
}

/** Must the visitor sign in with something else? */
export function isUnauthorized({ type }: Problem): boolean {
  return type === 'Unauthorized';
}

/** Did no region answer at all? */
export function isUnreachable({ type }: Problem): boolean {
  return type === 'NetworkError';
}

/** May the same request succeed a moment later, with nothing changed? */
export function isPassing({ type }: Problem): boolean {
  return ['NetworkError', 'EventBusUnavailable', 'LimitExceededError'].includes(type);
}

type Fields = Readonly<Record<string, unknown>>;

/** AppSync says `errors`, a list, and in some frames one error without the list. */
function firstErrorOf(thrown: unknown): Fields {
  const { errors } = fieldsOf(thrown);
  const first = fieldsOf(Array.isArray(errors) ? errors[0] : (errors ?? thrown));
  const message = textOf(first['message']);
  if (message.startsWith(FRAME_PREFIX)) return errorInFrame(message.slice(FRAME_PREFIX.length));
  return errorInAnswer(first) ?? first;
}

/** A frame's payload as JSON, or, of a connection that was refused, only the error type. */
function errorInFrame(text: string): Fields {
  const payload = jsonOf(text);
  return payload === undefined ? { errorType: text } : firstErrorOf(payload);
}

/** What the API said itself, where Amplify hides it: in the body of an answer that was not 200. */
function errorInAnswer({ originalError }: Fields): Fields | undefined {
  const { body } = responseOf(originalError);
  const { errors } = fieldsOf(jsonOf(textOf(body)));
  return Array.isArray(errors) ? fieldsOf(errors[0]) : undefined;
}

function typeOf(error: Fields): string {
  const given = textOf(error['errorType']).split('#').at(-1) ?? '';
  if (given !== '') return ALIASES[given] ?? given;
  const name = textOf(fieldsOf(error['originalError'])['name']) || textOf(error['name']);
  const alias = ALIASES[name];
  if (alias !== undefined) return alias;
  const { statusCode } = responseOf(error['originalError']);
  if (statusCode === UNAUTHORIZED) return 'Unauthorized';
  const isServerError = typeof statusCode === 'number' && statusCode >= SERVER_ERROR;
  return name === 'NetworkError' || isServerError ? 'NetworkError' : 'Unknown';
}

/** The HTTP answer behind an error, if there is one. */
function responseOf(originalError: unknown): Fields {
  return fieldsOf(fieldsOf(originalError)['response']);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sentenceOf(error: Fields): string {
  const message = textOf(error['message']);
  return message === '' || /[.!?]$/.test(message) ? message : `${message}.`;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
