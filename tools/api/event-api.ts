// How commands speak to Event APIs: their addresses, credentials and refusals. docs/PROTOCOL.md has the requirements.
import { isJsonObject, type JsonValue } from 'local-aws/terms';
import type { Connection, Credentials } from './connection';
import { expiredToken } from './expired-token';
import { isPassing } from './failure';

/** https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html */
const SUBPROTOCOL = 'aws-appsync-event-ws';
/** The codes of credentials that are not accepted, of a request and of a frame. */
const UNAUTHORIZED = /^(Un|Not)auth/i;
/** What the channels' handlers say of a message that the bus did not take; it may take it a moment later. */
const PASSING = /Limit|Throttl|TooMany|Internal|Unavailable|^EventRefused/;

/** Why an Event API refuses something. */
export interface EventRefusal {
  /** What to tell people. */
  readonly sentence: string;
  /** May it be otherwise a moment later? */
  readonly isPassing: boolean;
}

/** Where clients publish. */
export function eventUrl({ url }: Connection): string {
  return `${url}/event`;
}

/** Where clients subscribe, and the subprotocols with which they connect. AppSync's own hosts have another one for WebSockets. */
export function eventSocket(connection: Connection): readonly [url: string, protocols: string[]] {
  const realtime = connection.url.replace(/^http/, 'ws').replace('.appsync-api.', '.appsync-realtime-api.');
  const authorization = JSON.stringify(eventAuthorization(connection));
  return [`${realtime}/event/realtime`, [SUBPROTOCOL, `header-${Buffer.from(authorization).toString('base64url')}`]];
}

/** What shows the credentials of a connection, and of each subscription. */
export function eventAuthorization({ url, credentials }: Connection): Readonly<Record<string, string>> {
  return { host: new URL(url).host, ...eventHeaders(credentials) };
}

/** What shows the credentials: headers of a request, members of a frame's authorization. */
export function eventHeaders(credentials: Credentials): Readonly<Record<string, string>> {
  return 'token' in credentials ? { authorization: credentials.token } : { 'x-api-key': credentials.apiKey };
}

/**
 * The refusal in what an Event API says in `errors`, or of an event in `failed`.
 * @param said a list, of which the first item counts, or one item
 * @param status of the request, if it was refused as a whole
 */
export function eventRefusal(said: JsonValue | undefined, credentials: Credentials, status = 0): EventRefusal {
  const [first] = [said].flat();
  const members = isJsonObject(first) ? first : {};
  const [type, message] = [textOf(members['errorType'] ?? members['code']), textOf(members['message'])];
  // The handlers' own refusals of single events have their code in the text.
  const sentence = [...(type === '' || type === HANDLER ? [] : [type]), message || 'The API gave no reason.'].join(
    ': ',
  );
  const code = UNAUTHORIZED.test(type) ? 'Unauthorized' : type;
  return {
    sentence: expiredToken({ code }, credentials) ?? sentence,
    isPassing: type === HANDLER ? PASSING.test(codeIn(message)) : PASSING.test(type) || isPassing(status),
  };
}

/** The code of events that a handler refuses one by one. */
const HANDLER = 'HandlerExecutionError';

/** What a handler says begins with its code; what follows names channels, and may say anything. */
function codeIn(message: string): string {
  return message.split(':')[0] ?? '';
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
