// Questions about the way of a client to an API.
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { PUBLISH } from '../../local/test/support/messages';
import { BareClient, type ConnectOptions } from '../support/clients/bare-client';
import { request, signedRequest } from '../support/clients/http-client';
import type { Api } from '../support/planet';
import {
  authorizationFor,
  credentialsFor,
  frontDoorOf,
  NotAnswered,
  type Question,
  regionBehind,
  tokenOf,
} from './question';

const CHANNEL = 'tech';
const UNSUBSCRIBE = 'mutation Unsubscribe($name: String!) { unsubscribe(name: $name) { name } }';
const STRANGER = 'https://x.example';
/** Fields that a query asks for, more than AppSync's `resolverCountLimit` of the stage allows to be resolved. */
const MANY_FIELDS = 25;

/** Of the way of a client. */
export const CONNECTIONS: readonly Question[] = [
  {
    text: 'Does a WebSocket get through with the domain’s name in its credentials?',
    ask: async (stage) => getsThrough(frontDoorOf(stage), { Authorization: tokenOf(stage) }),
  },
  {
    text: 'The same with an API key, nearest region',
    ask: async (stage) => {
      const door = frontDoorOf(stage);
      const answered = await regionBehind(door, tokenOf(stage));
      const { apiKey } = stage.api(answered);
      if (apiKey === '') throw new NotAnswered('The stage has no API keys.');
      return getsThrough(door, { 'x-api-key': apiKey });
    },
  },
  {
    text: 'Does AppSync take `wss://<region>.pubsub.example.com/graphql` without `/realtime`?',
    ask: async (stage) => opens(stage.api(), { path: '/graphql' }),
  },
  {
    text: 'Do plain HTTP headers reach AppSync on the upgrade?',
    ask: async (stage) => {
      const door = frontDoorOf(stage);
      return opens(door, {
        carrier: 'headers',
        authorization: { host: new URL(door.graphqlUrl).host, Authorization: tokenOf(stage) },
      });
    },
  },
  {
    text: 'Which CORS headers does AppSync send itself?',
    ask: async (stage) => {
      const headers = { origin: STRANGER, 'access-control-request-method': 'POST' };
      return corsOf(await sent(stage.api(), { method: 'OPTIONS', path: '/graphql', headers }));
    },
  },
  {
    text: 'Does `GET /ping` answer `healthy` on a custom domain name?',
    ask: async (stage) => {
      const { status, body } = await sent(stage.api(), { method: 'GET', path: '/ping' });
      return `${status === 200 && body === 'healthy' ? 'yes' : 'no'}: ${status} \`${body.slice(0, 60)}\``;
    },
  },
  {
    text: 'Does a plain POST get through? CloudFront passes two distributions in a row, the front door and AppSync’s own domain',
    ask: async (stage) => {
      const message = { name: CHANNEL, message: 'through the front door' };
      const { status, body } = await request(frontDoorOf(stage), PUBLISH, message, { authorization: tokenOf(stage) });
      return body.errors ? `no: ${status} ${JSON.stringify(body.errors)}` : 'yes';
    },
  },
  {
    text: 'Does `x-amz-cf-pop` name the edge?',
    ask: async (stage) => {
      const { headers } = await sent(frontDoorOf(stage), { method: 'HEAD', path: '/' });
      return headers['x-amz-cf-pop'] === undefined ? 'no' : `yes: \`${String(headers['x-amz-cf-pop'])}\``;
    },
  },
  {
    text: 'Which CORS headers does a site get that is not in `corsOrigins`?',
    ask: async (stage) =>
      corsOf(await sent(frontDoorOf(stage), { method: 'POST', path: '/graphql', headers: { origin: STRANGER } })),
  },
  {
    text: 'Does AppSync count fields without a resolver for `resolverCountLimit`?',
    ask: async (stage) => {
      const fields = Array.from({ length: MANY_FIELDS }, (_, index) => `f${index}: __typename`).join(' ');
      const { body } = await request(stage.api(), `{ ${fields} }`, {}, credentialsFor(stage));
      return body.errors ? `yes: ${body.errors[0]?.message ?? ''}` : `no: ${MANY_FIELDS} answers`;
    },
  },
  {
    text: 'What is sent to the subscribers of a channel that is closed?',
    ask: async (stage) => {
      const client = await BareClient.connect(stage.api(), { authorization: authorizationFor(stage) });
      const { id } = await client.subscribe(CHANNEL);
      await signedRequest(stage.api(), stage.aws, UNSUBSCRIBE, { name: CHANNEL });
      const frame = client.frames.find((each) => each.id === id && each.type !== 'start_ack');
      const end = await Promise.race([frame, client.closed]);
      client.close();
      return typeof end === 'number' ? `the connection is closed with ${end}` : `\`${JSON.stringify(end)}\``;
    },
  },
];

/** Does a message that is published come over a socket? */
async function getsThrough(api: Api, credential: Readonly<Record<string, string>>): Promise<string> {
  try {
    const authorization = { host: new URL(api.graphqlUrl).host, ...credential };
    const client = await BareClient.connect(api, { authorization });
    const id = client.start('subscription { subscribe(name: "tech") { name } }');
    const frame = await client.frames.find(({ id: other, type }) => other === id || type === 'connection_error');
    client.close();
    return frame.type === 'start_ack' ? 'yes' : `no: \`${JSON.stringify(frame)}\``;
  } catch (error) {
    return `no: ${(error as Error).message}`;
  }
}

/** Does a socket open, and is it taken? */
async function opens(api: Api, options: ConnectOptions): Promise<string> {
  try {
    const client = await BareClient.connect(api, options);
    client.close();
    return 'yes';
  } catch (error) {
    return `no: ${(error as Error).message}`;
  }
}

/** An answer of HTTP. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** By Node's own client: `fetch` forbids headers of CORS. */
async function sent(
  { graphqlUrl, ca }: Api,
  { path, ...options }: { method: string; path: string; headers?: Readonly<Record<string, string>> },
): Promise<Answer> {
  const url = new URL(path, graphqlUrl);
  const outgoing = url.protocol === 'https:' ? httpsRequest(url, { ...options, ca }) : httpRequest(url, options);
  outgoing.end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await textOf(answer) };
}

function corsOf({ headers }: Answer): string {
  const names = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
  if (names.length === 0) return 'none';
  return names.map((name) => `\`${name}: ${String(headers[name])}\``).join(', ');
}
