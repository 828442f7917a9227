// Apollo with AWS's aws-appsync-subscription-link, as an application uses it.
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import type { SocketWatch } from '../browser/browser-globals';
import { Inbox, type ReceivedMessage, SUBSCRIBE, type Subscriber } from '../../../local/test/support/messages';
import type { Api } from '../planet';

/**
 * Subscribes through Apollo and waits until the subscription is live.
 * @param token what the client shows, in the mode `AWS_LAMBDA`, instead of the API's key
 */
export async function apolloSubscriber(
  { graphqlUrl: url, realtimeUrl, region, apiKey }: Api,
  name: string,
  watch: SocketWatch,
  token?: string,
): Promise<Subscriber> {
  const auth = token === undefined ? ({ type: 'API_KEY', apiKey } as const) : ({ type: 'AWS_LAMBDA', token } as const);
  const inbox = new Inbox<ReceivedMessage>();
  const live = watch.nextStartAck(new URL(realtimeUrl).host);
  const link = createSubscriptionHandshakeLink({ url, region, auth }, new HttpLink({ uri: url }));
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const subscription = client
    .subscribe<{ subscribe: ReceivedMessage }>({ query: gql(SUBSCRIBE), variables: { name } })
    .subscribe({
      next: ({ data }) => {
        if (data) inbox.push(data.subscribe);
      },
    });
  await live;
  return {
    messages: inbox.items,
    find: async (is) => inbox.find(is),
    close: () => {
      subscription.unsubscribe();
      client.stop();
    },
  };
}
