// Asks an HTTP server of this machine that stands behind an origin's name.
import { type ClientRequest, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../foundation/clock';
import type { EndpointAgent } from '../../foundation/http/endpoint-agent';
import type { Endpoint } from '../../foundation/host-names';
import { passBody } from '../../foundation/http/pass-body';
import { outgoingHeadersOf } from '../edge-functions/edge-headers';
import { MILLISECONDS } from '../limits';
import type { OriginRequest, OriginTarget } from './origin-request';
import { type Refusal, refusals } from '../edge-locations/refusal';

/** What an origin answers: a response, or a connection that speaks another protocol from now on. */
export interface OriginAnswer {
  readonly response: IncomingMessage;
  /** Only after a WebSocket handshake that the origin took. */
  readonly upgraded: { readonly socket: Socket; readonly head: Buffer } | undefined;
}

/** How an origin is asked. */
export interface Asking {
  /** What is behind the origin's name. */
  readonly endpoint: Endpoint;
  /** Keeps connections. */
  readonly agent: EndpointAgent;
  /** How often it is tried to connect. */
  readonly attempts: number;
  readonly clock: Clock;
  /** `X-Amz-Cf-Id` */
  readonly requestId: string;
  /** The viewer's request, whose body goes on; absent when there is none. */
  readonly body: IncomingMessage | undefined;
  /** Ask for a WebSocket? */
  readonly isWebSocket: boolean;
  /** The answer to the viewer, which closes when the viewer goes away. */
  readonly viewer: ServerResponse;
}

type CustomTarget = Extract<OriginTarget, { kind: 'custom' }>;

/** Requests that may be sent a second time. */
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** @throws Refusal 502 or 504 when there is no answer */
export async function askOrigin(request: OriginRequest, target: CustomTarget, asking: Asking): Promise<OriginAnswer> {
  for (let left = asking.attempts; ; left -= 1) {
    const outcome = await attempt(request, target, asking);
    if ('response' in outcome) return outcome;
    if (!outcome.isRepeatable || left <= 1 || asking.viewer.destroyed) throw outcome.refusal;
  }
}

type Outcome = OriginAnswer | { readonly refusal: Refusal; readonly isRepeatable: boolean };

function attempt(request: OriginRequest, target: CustomTarget, asking: Asking): Promise<Outcome> {
  const { body, clock, viewer } = asking;
  const outgoing = begun(request, target, asking);
  return new Promise<Outcome>((resolve) => {
    let cancel: () => void = () => undefined;
    const giveUp = () => outgoing.destroy();
    viewer.once('close', giveUp);
    const settle = (outcome: Outcome) => {
      cancel();
      viewer.off('close', giveUp);
      resolve(outcome);
    };
    outgoing.once('response', (response) => settle({ response, upgraded: undefined }));
    outgoing.once('upgrade', (response, socket, head) => settle({ response, upgraded: { socket, head } }));
    outgoing.on('error', () => {
      const isConnected = outgoing.socket?.connecting === false && outgoing.socket.bytesWritten > 0;
      const isRepeatable = !isConnected || (outgoing.reusedSocket && REPEATABLE.has(request.method));
      settle({ refusal: refusals.originConnection(), isRepeatable });
    });
    outgoing.once('finish', () => {
      cancel = clock.after(target.readTimeout * MILLISECONDS, () => {
        settle({ refusal: refusals.originTimeout(), isRepeatable: false });
        outgoing.destroy();
      });
    });
    whenConnected(outgoing, () => {
      if (!body) {
        outgoing.end();
        return;
      }
      passBody(body, outgoing);
      // What is left of it would keep the viewer's next request from being read.
      outgoing.once('close', () => body.resume());
    });
  });
}

/** The request to the origin, whose body was not sent yet. */
function begun(
  request: OriginRequest,
  { customHeaders, domainName, path }: CustomTarget,
  asking: Asking,
): ClientRequest {
  const { agent, endpoint, isWebSocket, requestId } = asking;
  const headers = outgoingHeadersOf(request.headers, customHeaders);
  // For a function that took the host away.
  if (!Object.hasOwn(request.headers, 'host')) headers['Host'] = domainName;
  headers['X-Amz-Cf-Id'] = requestId;
  if (isWebSocket) {
    headers['Connection'] = 'Upgrade';
    headers['Upgrade'] = 'websocket';
  }
  const options = {
    host: '127.0.0.1',
    port: endpoint.port,
    method: request.method,
    path: `${path}${request.uri}${request.querystring === '' ? '' : `?${request.querystring}`}`,
    headers,
    setHost: false,
    // A connection that becomes a WebSocket is not shared.
    agent: isWebSocket ? undefined : agent,
    createConnection: isWebSocket ? () => endpoint.connect() : undefined,
    endpoint,
  };
  return httpRequest(options);
}

/** Only then is the body begun: it can be read once. */
function whenConnected(outgoing: ClientRequest, send: () => void): void {
  outgoing.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', send);
    else send();
  });
}
