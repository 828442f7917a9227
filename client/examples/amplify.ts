// AWS Amplify: shows the newest messages of a channel, listens to it, and publishes there until something has come back.
// NODE_EXTRA_CA_CERTS=.local/ca.pem npx tsx client/examples/amplify.ts [CHANNEL [URL TOKEN]]
// Without URL and TOKEN through the front door of the engine that runs here, whose certificate Node is told to trust.
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { WebSocket } from 'ws';
import { endWith } from './ending';
import { endpointOf } from './endpoint';
import { FIELDS, isHistoryOff, type Message, messagesIn, Received, regionsAt } from './history';

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
    readonly next: (event: {
      readonly data: { readonly subscribe: Message | null };
      readonly errors?: unknown;
    }) => void;
    readonly error: (reason: unknown) => void;
  }): void;
}

const received = new Received();
function show(message: Message): void {
  if (received.add(message)) process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function catchUp(): Promise<void> {
  try {
    const { data } = (await client.graphql(received.missing(name, await regionsAt(endpoint)))) as { data: unknown };
    for (const message of messagesIn(data)) show(message);
  } catch (reason) {
    if (!isHistoryOff(reason)) endWith(reason);
  }
}

// Amplify says this at the start and after each reconnect: from now on messages come, and those before are to be asked for.
let caughtUp = Promise.resolve();
Hub.listen('api', ({ payload }) => {
  if (payload.event === 'Subscription ack') caughtUp = catchUp();
});

const subscription = client.graphql({
  query: `subscription Subscribe($name: String!) { subscribe(name: $name) { ${FIELDS} } }`,
  variables: { name },
}) as unknown as Subscription;

subscription.subscribe({
  next: ({ data, errors }) => {
    if (errors) endWith({ errors });
    if (!data.subscribe) return;
    show(data.subscribe);
    void caughtUp.then(() => process.exit(0));
  },
  error: endWith,
});

setInterval(() => {
  const query =
    'mutation Publish($name: String!, $message: String!) { publish(name: $name, message: $message) { id } }';
  Promise.resolve(client.graphql({ query, variables: { name, message: 'Hello from Amplify' } })).catch(endWith);
}, 1000);
