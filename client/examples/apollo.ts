// Apollo Client with AWS's subscription link: listens to a channel, publishes there until something has come back, and shows what came
// before it.
// NODE_EXTRA_CA_CERTS=.local/ca.pem npx tsx client/examples/apollo.ts [CHANNEL [URL TOKEN]]
// Without URL and TOKEN through the front door of the engine that runs here, whose certificate Node is told to trust.
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import { WebSocket } from 'ws';
import { endWith } from './ending';
import { endpointOf } from './endpoint';
import { FIELDS, isHistoryOff, type Message, messagesIn, Received, regionsAt } from './history';

// Browsers have one, and so has Node from version 22 on.
Object.assign(globalThis, { WebSocket });

const [name = 'tech', ...endpoint] = process.argv.slice(2);
const { url, token } = endpointOf(endpoint);

const link = createSubscriptionHandshakeLink(
  // The link wants a region for signatures, which no token needs.
  { url, region: 'us-east-1', auth: { type: 'AWS_LAMBDA', token } },
  new HttpLink({ uri: url, headers: { Authorization: token } }),
);
const client = new ApolloClient({ link, cache: new InMemoryCache() });

const SUBSCRIBE = gql`subscription Subscribe($name: String!) { subscribe(name: $name) { ${FIELDS} } }`;
const PUBLISH = gql`
  mutation Publish($name: String!, $message: String!) {
    publish(name: $name, message: $message) {
      id
    }
  }
`;

const received = new Received();
function show(message: Message): void {
  if (received.add(message)) process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function catchUp(): Promise<void> {
  try {
    const { query, variables } = received.missing(name, await regionsAt(url));
    const { data } = await client.query({ query: gql(query), variables, fetchPolicy: 'no-cache' });
    for (const message of messagesIn(data)) show(message);
  } catch (reason) {
    if (!isHistoryOff(reason)) endWith(reason);
  }
}

client.subscribe<{ subscribe: Message | null }>({ query: SUBSCRIBE, variables: { name } }).subscribe({
  next: ({ data, error }) => {
    if (error) endWith(error);
    if (!data?.subscribe) return;
    // The link does not say when the subscription has begun, or begun again: the first message does.
    void catchUp().then(() => {
      if (data.subscribe) show(data.subscribe);
      process.exit(0);
    });
  },
});

setInterval(() => {
  client.mutate({ mutation: PUBLISH, variables: { name, message: 'Hello from Apollo' } }).catch(endWith);
}, 1000);
