// AWS's own simulator of AppSync, with a resolver that needs no data source.
import { Server } from 'node:net';
import { AmplifyAppSyncSimulator } from '@aws-amplify/amplify-appsync-simulator';
import { answerParent } from '../answers.ts';

const API_KEY = 'da2-fakeApiId123456';
const REQUEST = `$util.qr($ctx.args.put("id", "01KAJ0M9T3Q5W7E9R1T3Y5V7X9"))
$util.qr($ctx.args.put("publishedAt", "2026-01-01T00:00:00.000Z"))
$util.qr($ctx.args.put("region", "us-west-2"))
{ "version": "2018-05-29", "payload": $util.toJson($ctx.args) }`;

// It would listen on every interface.
const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(port, ...others) {
  return typeof port === 'number'
    ? listen.call(this, port, '127.0.0.1', ...others)
    : listen.call(this, port, ...others);
};

const simulator = new AmplifyAppSyncSimulator();
simulator.init({
  schema: {
    content: `
      type Query { region: String }
      type Mutation { publish(name: String!, message: String!): Message }
      type Subscription { subscribe(name: String!): Message @aws_subscribe(mutations: ["publish"]) }
      type Message { name: String! message: String! id: ID! publishedAt: String! region: String! }
    `,
  },
  appSync: {
    name: 'bench',
    apiKey: API_KEY,
    defaultAuthenticationType: { authenticationType: 'API_KEY' },
    additionalAuthenticationProviders: [],
  },
  dataSources: [{ type: 'NONE', name: 'none' }],
  mappingTemplates: [],
  resolvers: [
    {
      ...{ kind: 'UNIT', typeName: 'Mutation', fieldName: 'publish', dataSourceName: 'none' },
      requestMappingTemplate: REQUEST,
      responseMappingTemplate: '$util.toJson($ctx.result)',
    },
  ],
});
await simulator.start();
const { port } = new URL(simulator.localhostUrl);
const address = `127.0.0.1:${port}/graphql`;
answerParent({
  direct: {
    httpUrl: `http://${address}`,
    webSocketUrl: `ws://${address}/realtime`,
    apiKey: API_KEY,
    dialect: 'appsync',
  },
});
