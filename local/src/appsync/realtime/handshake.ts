// The credentials of a WebSocket handshake, in the three ways in which clients send them.
import type { IncomingMessage } from 'node:http';
import { isJsonObject, type JsonObject, jsonIn } from '../../foundation/json';
import { Unauthorized } from '../authorization/authorization';
import type { Credentials } from '../authorization/credentials';
import { headersOf } from '../http/origin';
import { MAX_REQUEST_HEADER_BYTES } from '../limits';

/** A handshake that is answered with `connection_error` (RT-12). */
export class HandshakeRefused extends Error {
  /** @param error as the frame has it */
  constructor(readonly error: JsonObject) {
    super('The handshake was refused.');
    this.name = 'HandshakeRefused';
  }
}

/** What begins the subprotocol that carries credentials (RT-04). */
const HEADER_SUBPROTOCOL = 'header-';

/**
 * The credentials of a handshake, as if they were an HTTP request: that is how clients sign them (RT-05).
 * @param subprotocol that of the API's protocol, which the client must offer
 * @throws HandshakeRefused
 */
export function handshakeCredentials(request: IncomingMessage, subprotocol: string, shown: Shown): Credentials {
  const protocols = subprotocolsOf(request);
  if (protocols.length === 0) throw refused({ message: 'NoProtocolError', errorCode: 400 });
  if (!protocols.includes(subprotocol)) throw refused({ message: 'SubProtocolNotSupportedError', errorCode: 400 });
  return credentialsIn(authorizationOf(request, protocols), shown);
}

/** What an authorization object is shown for. */
export interface Shown {
  /** What an IAM signature was made for. */
  readonly path: string;
  /** What an IAM signature covers. */
  readonly body: string;
  readonly told: Credentials['told'];
  readonly purpose: string;
  /** Must the object name the API's host, whatever else it has? */
  readonly needsHost: boolean;
}

/**
 * The credentials of a message on a connection, which has an authorization object of its own.
 * @throws Unauthorized when they cannot be read (RT-51)
 */
export function messageCredentials(authorization: JsonObject | undefined, shown: Shown): Credentials {
  try {
    return credentialsIn(authorization ?? {}, shown);
  } catch (error) {
    if (error instanceof HandshakeRefused) throw new Unauthorized('Valid authorization header not provided.');
    throw error;
  }
}

/**
 * The credentials of an authorization object (RT-06).
 * @throws HandshakeRefused when there is no `host` and it needs one, or when it is larger than HTTP headers could be
 */
function credentialsIn(authorization: JsonObject, { body, needsHost, ...shown }: Shown): Credentials {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(authorization)) {
    if (typeof value === 'string') headers.set(name.toLowerCase(), value);
  }
  if (needsHost && !headers.get('host')) throw badRequest('The authorization header must have a host.');
  if ([...headers].join('').length > MAX_REQUEST_HEADER_BYTES)
    throw badRequest('The authorization header is too long.');
  return {
    ...shown,
    method: 'POST',
    headers: Object.fromEntries(headers),
    body: () => Promise.resolve(Buffer.from(body)),
  };
}

/** The subprotocols that a client offers. */
export function subprotocolsOf(request: IncomingMessage): readonly string[] {
  return (request.headers['sec-websocket-protocol'] ?? '').split(',').flatMap((name) => name.trim() || []);
}

function authorizationOf(request: IncomingMessage, protocols: readonly string[]): JsonObject {
  const protocol = protocols.find((name) => name.startsWith(HEADER_SUBPROTOCOL));
  if (protocol !== undefined) return decoded(protocol.slice(HEADER_SUBPROTOCOL.length), 'base64url');
  const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '');
  const header = query.get('header');
  if (header === null) return headersOf(request);
  if (query.get('payload') === null) throw badRequest('The query string must have a payload.');
  // In a query string a `+` that was not escaped reads as a space.
  return decoded(header.replaceAll(' ', '+'), 'base64');
}

function decoded(text: string, encoding: 'base64' | 'base64url'): JsonObject {
  const header = jsonIn(Buffer.from(text, encoding).toString());
  if (!isJsonObject(header)) throw badRequest('The authorization header is not a JSON object in Base64.');
  return header;
}

function badRequest(message: string): HandshakeRefused {
  return refused({ errorType: 'BadRequestException', message, errorCode: 400 });
}

/** Credentials that name no API of the region (RT-08). */
export function unknownApi(): HandshakeRefused {
  return refused({ errorType: 'com.amazon.coral.service.http#HttpNotFoundException', errorCode: 400 });
}

function refused(error: JsonObject): HandshakeRefused {
  return new HandshakeRefused(error);
}
