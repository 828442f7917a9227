// aws-amplify v6, as an application uses it.
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import type { SocketWatch } from '../browser/browser-globals';
import { Inbox, PUBLISH, type ReceivedMessage, SUBSCRIBE, type Subscriber } from '../../../local/test/support/messages';
import type { Api } from '../planet';

/**
 * Subscribes through Amplify and waits until the subscription is live.
 * @param token what the client shows, in the mode `lambda`, instead of the API's key
 */
export async function amplifySubscriber(
  api: Api,
  name: string,
  watch: SocketWatch,
  token?: string,
): Promise<Subscriber> {
  const inbox = new Inbox<ReceivedMessage>();
  const live = watch.nextStartAck(new URL(api.realtimeUrl).host);
  const observable = clientOf(api, token).graphql({ query: SUBSCRIBE, variables: { name } }) as unknown as Observable;
  const subscription = observable.subscribe({
    next: ({ data }) => inbox.push(data.subscribe),
    error: (error) => {
      throw new Error('Amplify’s subscription failed.', { cause: error });
    },
  });
  await live;
  return {
    messages: inbox.items,
    find: async (is) => inbox.find(is),
    close: () => subscription.unsubscribe(),
  };
}

/**
 * Publishes through Amplify.
 * @param token as above
 */
export async function amplifyPublish(
  api: Api,
  variables: { readonly name: string; readonly message: string },
  token?: string,
): Promise<void> {
  await clientOf(api, token).graphql({ query: PUBLISH, variables });
}

interface Observable {
  subscribe(observer: {
    next(event: { readonly data: { readonly subscribe: ReceivedMessage } }): void;
    error(error: unknown): void;
  }): { unsubscribe(): void };
}

function clientOf({ graphqlUrl, region, apiKey }: Api, token: string | undefined) {
  if (token !== undefined) {
    Amplify.configure({ API: { GraphQL: { endpoint: graphqlUrl, region, defaultAuthMode: 'lambda' } } });
    return generateClient({ endpoint: graphqlUrl, authMode: 'lambda', authToken: token });
  }
  Amplify.configure({
    API: { GraphQL: { endpoint: graphqlUrl, region, defaultAuthMode: 'apiKey', apiKey } },
  });
  return generateClient({ endpoint: graphqlUrl, authMode: 'apiKey', apiKey });
}
