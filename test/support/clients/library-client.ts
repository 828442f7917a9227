// The client library, as an application uses it.
import { WebSocket } from 'ws';
import {
  type Client,
  connect,
  type ConnectOptions,
  type Gap,
  type Message,
  type State,
} from '../../../client/lib/src/index';
import { Inbox } from '../../../local/test/support/messages';
import { endLater } from '../endings';
import type { Api, TestPlanet } from '../planet';

/** A client of a planet's front door near a region; `endAll` closes it. */
export function libraryClient(planet: TestPlanet, api: Api, options: Partial<ConnectOptions>): Client {
  const client = connect({
    url: api.graphqlUrl,
    WebSocket: trustingSocket(api.ca),
    regions: planet.apis.map(({ region, graphqlUrl }) => ({ name: region, url: graphqlUrl })),
    ...options,
  });
  endLater(() => client.close());
  return client;
}

/** A `WebSocket` that trusts an authority. */
export function trustingSocket(ca: string) {
  return class extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { ca });
    }
  };
}

/** What a subscription was told, in its order. */
export class Heard {
  readonly messages = new Inbox<Message>();
  readonly gaps = new Inbox<Gap<Message>>();
  readonly states = new Inbox<State>();

  get texts(): readonly string[] {
    return this.messages.items.map(({ message }) => message);
  }

  /** Waits for a message. */
  async text(text: string): Promise<Message> {
    return this.messages.find(({ message }) => message === text);
  }
}

/** Subscribes, keeps all that is told, and waits until the subscription is live. */
export async function listening(
  client: Client,
  channel: string,
  options: Parameters<Client['subscribe']>[1] = {},
): Promise<Heard & { close(): void }> {
  const heard = new Heard();
  const subscription = client.subscribe(channel, {
    onMessage: (message) => heard.messages.push(message),
    onGap: (gap) => heard.gaps.push(gap),
    ...options,
  });
  subscription.on('state', (state) => heard.states.push(state));
  await heard.states.find((state) => state === 'live' || state === 'refused');
  return Object.assign(heard, { close: () => subscription.close() });
}
