// One question of a health checker to an endpoint:
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { Clock } from '../foundation/clock';
import { BODY_TIMEOUT, CONNECT_TIMEOUT, MAX_SEARCHED_BYTES, STATUS_TIMEOUT } from './limits';

/** What is asked, and where. */
export interface EndpointQuestion {
  /** Of 127.0.0.1. */
  readonly port: number;
  readonly hostName: string;
  readonly path: string;
  /** Must be in the body. */
  readonly searchString: string | undefined;
  /** Aborted when the answer is no longer wanted. */
  readonly signal: AbortSignal;
}

/** Asks an endpoint. @returns whether it passes; the promise never rejects */
export type AskEndpoint = (question: EndpointQuestion) => Promise<boolean>;

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-router-firewall-rules.html */
const USER_AGENT = 'Amazon-Route53-Health-Check-Service';

/**
 * Asks over the machine's network.
 * @param clock the machine's as well: an endpoint answers no faster because a minute is shorter
 */
export function endpointAsker(clock: Clock): AskEndpoint {
  return ({ port, hostName, path, searchString, signal }) =>
    new Promise((resolve) => {
      let cancel: () => void = () => undefined;
      const outgoing = httpRequest({
        ...{ host: '127.0.0.1', port, path, signal, agent: false },
        headers: { host: hostName, 'user-agent': USER_AGENT },
      });
      const settle = (passes: boolean) => {
        cancel();
        resolve(passes);
        outgoing.destroy();
      };
      const allow = (milliseconds: number) => {
        cancel();
        cancel = clock.after(milliseconds, () => settle(false));
      };
      allow(CONNECT_TIMEOUT);
      outgoing.once('socket', (socket) => socket.once('connect', () => allow(STATUS_TIMEOUT)));
      outgoing.once('response', (response) => {
        if (!isGood(response) || searchString === undefined) {
          settle(isGood(response));
          return;
        }
        allow(BODY_TIMEOUT);
        search(response, searchString, settle);
      });
      outgoing.on('error', () => settle(false));
      outgoing.end();
    });
}

function isGood({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 400;
}

/** Reads no more of a body than is searched. */
function search(response: IncomingMessage, text: string, settle: (isThere: boolean) => void): void {
  let body = Buffer.alloc(0);
  response.on('data', (chunk: Buffer) => {
    body = Buffer.concat([body, chunk]).subarray(0, MAX_SEARCHED_BYTES);
    if (body.includes(text)) settle(true);
    else if (body.length === MAX_SEARCHED_BYTES) settle(false);
  });
  response.on('error', () => settle(false));
  response.once('end', () => settle(false));
}
