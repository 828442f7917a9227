// The API through aws-amplify: start from here if you write a client of your own.
import { Amplify } from 'aws-amplify';
import { CONNECTION_STATE_CHANGE, ConnectionState, generateClient } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { ulid } from 'ulid';
import { type Message, MESSAGE_FIELDS } from '../board/message';
import type { Api, Draft, Receipt, SocketTrouble, SubscriptionObserver } from './api';
import type { Credential } from '../credential/credential';
import { listenToSockets } from './socket-frames';

const REGION = 'query Region { region }';
const CHANNELS = 'query Channels { channels }';
const PUBLISH = `mutation Publish($name: String!, $message: String!, $data: AWSJSON, $id: ID) {
  publish(name: $name, message: $message, data: $data, id: $id) { id region }
}`;
const SUBSCRIBE = `subscription Subscribe($name: String!) { subscribe(name: $name) { ${MESSAGE_FIELDS} } }`;

/** Amplify's event for the frame `start_ack`. */
const SUBSCRIPTION_ACK = 'Subscription ack';

/** What Amplify's Hub says on the channel `api`. */
interface HubData {
  readonly connectionState?: ConnectionState;
  /** Of a subscription: the id in its frames, and what it was made with. */
  readonly id?: string;
  readonly variables?: object;
}

/** A subscription's part of Amplify's `Observable`. */
interface Events {
  subscribe(observer: {
    next(event: { readonly data: { readonly subscribe: Message | null } }): void;
    error(error: unknown): void;
  }): { unsubscribe(): void };
}

/** Subscriptions by the object with their variables, which is all that Amplify's event lets one know them by. */
const starting = new WeakMap<object, SubscriptionObserver>();
/** Subscriptions by the id in their frames. */
const live = new Map<string, SubscriptionObserver>();
let isListening = false;

/** @param endpoint of the GraphQL API: at the page's own domain */
export function amplifyApi(endpoint: string, credential: Credential): Api {
  listenOnce();
  // Amplify warns at each call if it was not configured; what counts is what the client is generated with.
  Amplify.configure({
    API: { GraphQL: { endpoint, defaultAuthMode: credential.kind === 'apiKey' ? 'apiKey' : 'lambda' } },
  });
  const client = generateClient(
    credential.kind === 'apiKey'
      ? { endpoint, authMode: 'apiKey', apiKey: credential.value }
      : { endpoint, authMode: 'lambda', authToken: credential.value },
  );
  const ask = async (query: string, variables: object = {}) => {
    const { data } = (await client.graphql({ query, variables: { ...variables } })) as { readonly data: unknown };
    return data;
  };

  return {
    region: async () => ((await ask(REGION)) as { readonly region: string }).region,
    channels: async () => ((await ask(CHANNELS)) as { readonly channels: readonly string[] }).channels,
    publish: async ({ channel, text, data }: Draft) => {
      // An id of the sender's own, so that a request that Amplify repeats is recognised.
      const variables = { name: channel, message: text, id: ulid(), ...(data !== undefined && { data }) };
      return ((await ask(PUBLISH, variables)) as { readonly publish: Receipt }).publish;
    },
    subscribe: (channel, observer) => {
      const variables = { name: channel };
      const events = client.graphql({ query: SUBSCRIBE, variables }) as unknown as Events;
      starting.set(variables, observer);
      const subscription = events.subscribe({
        next: ({ data }) => {
          if (data.subscribe) observer.message(data.subscribe);
        },
        error: (error) => observer.failed(error),
      });
      return () => {
        starting.delete(variables);
        for (const [id, other] of live) if (other === observer) live.delete(id);
        subscription.unsubscribe();
      };
    },
    watchSocket: (listener) =>
      Hub.listen('api', ({ payload }) => {
        const trouble = payload.event === CONNECTION_STATE_CHANGE ? troubleOf(payload.data as HubData) : undefined;
        if (trouble) listener(trouble);
      }),
  };
}

/** Hears which subscriptions become live, and which the API ends. */
function listenOnce(): void {
  if (isListening) return;
  isListening = true;
  Hub.listen('api', ({ payload }) => {
    if (payload.event !== SUBSCRIPTION_ACK) return;
    const { id, variables = {} } = payload.data as HubData;
    const observer = starting.get(variables);
    if (id === undefined || !observer) return;
    live.set(id, observer);
    observer.live();
  });
  listenToSockets((id) => live.get(id)?.closed());
}

/** Amplify waits for five minutes of silence, although the API says something every minute. */
function troubleOf({ connectionState }: HubData): SocketTrouble | undefined {
  switch (connectionState) {
    case ConnectionState.ConnectionDisrupted:
    case ConnectionState.ConnectionDisruptedPendingNetwork:
      return 'lost';
    case ConnectionState.ConnectedPendingKeepAlive:
      return 'silent';
    default:
      return undefined;
  }
}
