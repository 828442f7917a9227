// The load: many subscribers that count what arrives, and one publisher that waits for them.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import { CHANNEL, MESSAGE_LENGTH, processorTime, type AudienceOrder, type AudienceReport } from './protocol';

type Server = Extract<AudienceOrder, { kind: 'join' }>['server'];

const FIELDS = 'name message id publishedAt region';
const SUBSCRIBE = `subscription Subscribe($name: String!) { subscribe(name: $name) { ${FIELDS} } }`;
const PUBLISH = `mutation Publish($name: String!, $message: String!) { publish(name: $name, message: $message) { ${FIELDS} } }`;
/** Sockets that are opened at the same time. */
const OPENING = 50;

/** Everybody who listens to one server. */
class Audience {
  readonly #server: Server;
  readonly #sockets: WebSocket[] = [];
  #arrived = 0;
  #onArrival = () => {};

  constructor(server: Server) {
    this.#server = server;
  }

  async join(subscribers: number): Promise<void> {
    for (let joined = 0; joined < subscribers; joined += OPENING) {
      const batch = Math.min(OPENING, subscribers - joined);
      await Promise.all(Array.from({ length: batch }, async () => this.#subscribe()));
    }
  }

  /**
   * Publishes events, never more than so many ahead of what everybody has received.
   * @returns milliseconds until everybody had the last one
   */
  async publish(events: number, inFlight: number): Promise<number> {
    const audience = this.#sockets.length;
    // Connections of an earlier round may have been closed by the server since then.
    const agent = new Agent({ keepAlive: true });
    const started = performance.now();
    const before = this.#arrived;
    let published = 0;
    await new Promise<void>((resolve, reject) => {
      const goOn = () => {
        const complete = Math.floor((this.#arrived - before) / audience);
        if (complete === events) resolve();
        for (; published < events && published < complete + inFlight; published += 1) {
          send(this.#server, agent).catch(reject);
        }
      };
      this.#onArrival = () => {
        if ((this.#arrived - before) % audience === 0) goOn();
      };
      goOn();
    });
    agent.destroy();
    return performance.now() - started;
  }

  leave(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  async #subscribe(): Promise<void> {
    const { webSocketUrl, apiKey } = this.#server;
    const authorization = { host: new URL(webSocketUrl).host, 'x-api-key': apiKey };
    const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
    const socket = new WebSocket(webSocketUrl, ['graphql-ws', `header-${header}`], { skipUTF8Validation: true });
    this.#sockets.push(socket);
    const data = JSON.stringify({ query: SUBSCRIBE, variables: { name: CHANNEL } });
    await new Promise<void>((resolve, reject) => {
      const frames = [
        () =>
          socket.send(
            JSON.stringify({ id: randomUUID(), type: 'start', payload: { data, extensions: { authorization } } }),
          ),
        resolve,
      ];
      socket.once('error', reject);
      socket.once('open', () => socket.send('{"type":"connection_init"}'));
      socket.on('message', () => {
        const next = frames.shift();
        if (next) next();
        else this.#arrive();
      });
    });
  }

  #arrive(): void {
    this.#arrived += 1;
    this.#onArrival();
  }
}

async function send({ httpUrl, apiKey }: Server, agent: Agent): Promise<void> {
  const body = JSON.stringify({ query: PUBLISH, variables: { name: CHANNEL, message: 'x'.repeat(MESSAGE_LENGTH) } });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-api-key': apiKey,
  };
  await new Promise<void>((resolve, reject) => {
    const call = request(httpUrl, { agent, method: 'POST', headers }, (response) => {
      response.resume().once('end', resolve);
    });
    call.once('error', reject).end(body);
  });
}

let audience: Audience | undefined;

async function carryOut(order: AudienceOrder): Promise<number> {
  if (order.kind === 'join') {
    audience = new Audience(order.server);
    await audience.join(order.subscribers);
    return 0;
  }
  if (!audience) throw new Error('The audience has not joined yet.');
  if (order.kind === 'publish') return audience.publish(order.events, order.inFlight);
  audience.leave();
  return 0;
}

process.on('message', (order: AudienceOrder) => {
  const before = processorTime();
  const done = (elapsed: number) => {
    const report: AudienceReport = { kind: 'done', elapsed, cpu: processorTime() - before };
    process.send?.(report);
  };
  void carryOut(order).then(done);
});
process.on('disconnect', () => process.exit());
