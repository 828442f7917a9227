// One subscription on a socket of its own, in AppSync's real-time protocol: docs/PROTOCOL.md. It ends with its connection, and says so.
import { dataIn } from '../board/structured-data';
import { authorizationOf, headerProtocolOf } from '../credential/authorization';
import type { Access } from '../connection/access';
import { isRecord } from '../settings/settings';
import type { Operation } from './operation';

/** Told what becomes of a subscription. */
export interface SubscriptionObserver {
  live(): void;
  /** @param payload what a `data` frame carries */
  event(payload: unknown): void;
  /** @param why the API's errors, or a sentence */
  ended(why: unknown): void;
}

/** What a subscription needs. */
export interface SubscriptionOptions extends Access {
  readonly observer: SubscriptionObserver;
}

/** Subscribes at the front door. @returns ends it; its observer is told no more */
export function subscribe(
  { query, variables }: Pick<Operation, 'query' | 'variables'>,
  { credential, WebSocket, observer }: SubscriptionOptions,
): () => void {
  const { host, origin } = location;
  const authorization = authorizationOf(credential, host);
  const url = `${origin.replace(/^http/, 'ws')}/graphql/realtime`;
  const socket = new WebSocket(url, ['graphql-ws', headerProtocolOf(authorization)]);
  let isOver = false;
  const end = (why?: unknown) => {
    if (isOver) return;
    isOver = true;
    socket.close();
    if (why !== undefined) observer.ended(why);
  };
  const send = (frame: object) => socket.send(JSON.stringify(frame));

  socket.addEventListener('open', () => send({ type: 'connection_init' }));
  socket.addEventListener('close', ({ code }) => end(`The connection was closed with ${code}.`));
  socket.addEventListener('message', ({ data: text }) => {
    const frame = dataIn(String(text));
    if (isOver || !isRecord(frame)) return;
    const { type, payload } = frame;
    if (type === 'connection_ack') {
      const data = JSON.stringify({ query, variables });
      send({ id: '1', type: 'start', payload: { data, extensions: { authorization } } });
    } else if (type === 'start_ack') observer.live();
    else if (type === 'data') observer.event(payload);
    else if (type === 'complete') end('The API ended the subscription.');
    else if (type === 'error' || type === 'connection_error') end(payload ?? 'The API gave no reason.');
  });
  return () => end();
}
