// graphql-ws with its usual companions: GraphQL.js and graphql-subscriptions.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { buildSchema, graphql } from 'graphql';
import { PubSub } from 'graphql-subscriptions';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { ENVELOPE, listenForParent } from '../answers.ts';

const schema = buildSchema(`
  type Query { region: String }
  type Mutation { publish(name: String!, message: String!): Message }
  type Subscription { subscribe(name: String!): Message }
  type Message { name: String! message: String! id: ID! publishedAt: String! region: String! }
`);
const messages = new PubSub();
const roots = {
  mutation: {
    publish: async ({ name, message }) => {
      const published = { name, message, ...ENVELOPE };
      await messages.publish(name, { subscribe: published });
      return published;
    },
  },
  subscription: { subscribe: ({ name }) => messages.asyncIterableIterator(name) },
};

const server = createServer(async (request, response) => {
  const { query: source, variables: variableValues } = JSON.parse(await text(request));
  const result = await graphql({ schema, source, variableValues, rootValue: roots.mutation });
  response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
});
useServer({ schema, roots }, new WebSocketServer({ server, perMessageDeflate: false }));
listenForParent(server, 'graphql-ws');
