// AWS Amplify: listens to a channel, and publishes there until something has come back.
// NODE_EXTRA_CA_CERTS=.local/ca.pem npx tsx client/examples/amplify.ts [CHANNEL [URL TOKEN]]
// Without URL and TOKEN through the front door of the engine that runs here, whose certificate Node is told to trust.
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { WebSocket } from 'ws';
import { endWith } from './ending';
import { endpointOf } from './endpoint';

// Browsers have one, and so has Node from version 22 on.
Object.assign(globalThis, { WebSocket });

const [name = 'tech', ...typed] = process.argv.slice(2);
const { url: endpoint, token: authToken } = endpointOf(typed);

// Amplify wants a region for signatures, which no token needs.
Amplify.configure({ API: { GraphQL: { endpoint, region: 'us-east-1', defaultAuthMode: 'lambda' } } });
const client = generateClient({ authMode: 'lambda', authToken });

/** What `graphql` gives for a subscription; its own type leaves open which kind of operation it was given. */
interface Subscription {
  subscribe(observer: {
    readonly next: (event: { readonly data: unknown; readonly errors?: unknown }) => void;
    readonly error: (reason: unknown) => void;
  }): void;
}

const subscription = client.graphql({
  query: 'subscription Subscribe($name: String!) { subscribe(name: $name) { name message id region publishedAt } }',
  variables: { name },
}) as unknown as Subscription;

subscription.subscribe({
  next: ({ data, errors }) => {
    if (errors) endWith({ errors });
    process.stdout.write(`${JSON.stringify(data)}\n`);
    process.exit(0);
  },
  error: endWith,
});

// Amplify does not say when the subscription has begun.
setInterval(() => {
  const query =
    'mutation Publish($name: String!, $message: String!) { publish(name: $name, message: $message) { id } }';
  Promise.resolve(client.graphql({ query, variables: { name, message: 'Hello from Amplify' } })).catch(endWith);
}, 1000);
