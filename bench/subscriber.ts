// A subscriber: one socket with one subscription.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Door } from './protocol';

const SUBSCRIBE = `subscription Subscribe($name: String!) {
  subscribe(name: $name) { name message id publishedAt region } }`;
/** Before and after a message's number, at the beginning of its text. */
const MARK = '#';
const MARK_BYTE = 0x23;
const DIGITS = 9;
const ZERO = 0x30;

/** The text of a message, always equally long. */
export function textOf(number: number, length: number): string {
  return `${MARK}${String(number).padStart(DIGITS, '0')}${MARK}`.padEnd(length, 'x');
}

/** @returns the number of the message in a frame; `undefined` for any other frame */
function numberIn(frame: Buffer): number | undefined {
  const start = frame.indexOf(MARK_BYTE) + 1;
  if (start === 0) return undefined;
  let number = 0;
  for (let place = start; place < start + DIGITS; place += 1) number = number * 10 + (frame[place] ?? ZERO) - ZERO;
  return number;
}

/** @returns the socket, when the server has it as a subscriber of the channel */
export async function subscribe(door: Door, channel: string, onMessage: (number: number) => void): Promise<WebSocket> {
  const socket = socketOf(door);
  await new Promise<void>((resolve, reject) => {
    const onFrame = (frame: Buffer) => {
      const { type } = JSON.parse(frame.toString()) as { readonly type: string };
      if (type === 'connection_ack') socket.send(startOf(door, channel));
      // The server of graphql-ws does not say when it has a subscription.
      if (
        type === 'start_ack' ||
        type === 'subscribe_success' ||
        (type === 'connection_ack' && door.dialect === 'graphql-ws')
      ) {
        socket.off('message', onFrame);
        resolve();
      }
      if (/error/.test(type)) reject(new Error(`The server refused a subscriber: ${frame.toString()}`));
    };
    socket.on('message', onFrame);
    socket.once('error', reject);
    socket.once('open', () => socket.send('{"type":"connection_init"}'));
  });
  socket.on('message', (frame: Buffer) => {
    const number = numberIn(frame);
    if (number !== undefined) onMessage(number);
  });
  return socket;
}

function socketOf({ dialect, webSocketUrl, apiKey, ca }: Door): WebSocket {
  const options = { skipUTF8Validation: true, perMessageDeflate: false, ...(ca !== undefined && { ca }) };
  if (dialect === 'graphql-ws') return new WebSocket(webSocketUrl, 'graphql-transport-ws', options);
  const url = new URL(webSocketUrl);
  if (dialect === 'events') {
    const header = Buffer.from(JSON.stringify({ host: url.host, 'x-api-key': apiKey })).toString('base64url');
    return new WebSocket(url, ['aws-appsync-event-ws', `header-${header}`], options);
  }
  url.searchParams.set('header', base64({ host: url.host, 'x-api-key': apiKey }));
  url.searchParams.set('payload', base64({}));
  return new WebSocket(url, 'graphql-ws', options);
}

function startOf({ dialect, webSocketUrl, apiKey }: Door, channel: string): string {
  const id = randomUUID();
  const operation = { query: SUBSCRIBE, variables: { name: channel } };
  if (dialect === 'graphql-ws') return JSON.stringify({ id, type: 'subscribe', payload: operation });
  const authorization = { host: new URL(webSocketUrl).host, 'x-api-key': apiKey };
  if (dialect === 'events') return JSON.stringify({ id, type: 'subscribe', channel: `/${channel}`, authorization });
  const payload = { data: JSON.stringify(operation), extensions: { authorization } };
  return JSON.stringify({ id, type: 'start', payload });
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}
