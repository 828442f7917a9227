// The WebSocket handshake with an API by hand, for clients that behave as no library would.
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { portOf, rawSocket } from '../../../local/test/support/raw-socket';
import { apiKeyOf } from './bare-client';
import type { Api } from '../planet';

/** Opens a socket that has gone through the WebSocket handshake with the API's key. */
export async function websocketHandshake(api: Api): Promise<Socket> {
  const header = Buffer.from(JSON.stringify(apiKeyOf(api))).toString('base64url');
  const socket = await rawSocket(portOf(api.graphqlUrl));
  socket.write(
    [
      'GET /graphql/realtime HTTP/1.1',
      `Host: ${new URL(api.graphqlUrl).host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Sec-WebSocket-Protocol: graphql-ws, header-${header}`,
      '\r\n',
    ].join('\r\n'),
  );
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}
