// One token, every region: by every kind of client, with its subject on the messages, until it ends.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { APPSYNC_DEFINITIONS } from 'local-aws/specification';
import { amplifyPublish, amplifySubscriber } from '../../support/clients/amplify-client';
import { apolloSubscriber } from '../../support/clients/apollo-client';
import { putMessage } from '../../support/clients/backend';
import { BareClient, bareSubscriber } from '../../support/clients/bare-client';
import { installBrowserGlobals, type SocketWatch } from '../../support/browser/browser-globals';
import { endAll } from '../../support/endings';
import { request } from '../../support/clients/http-client';
import { PUBLISH } from '../../../local/test/support/messages';
import { ROOT } from '../../support/packages/templates';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { tokenOf } from '../../support/tokens';

const MINUTE = 60;
const signer = aSigner();
const token = tokenOf(signer, { publish: ['tech'], subscribe: ['tech'] });

let planet: TestPlanet;
let watch: SocketWatch;

beforeAll(async () => {
  planet = await startTestPlanet('local', { templates: templatesTrusting(signer, 'local') });
  watch = installBrowserGlobals(planet.certificateAuthority);
});

afterAll(endAll);

const clients = {
  'a bare WebSocket': async (api: Api) => tokenSubscriber(api, token),
  'aws-amplify': async (api: Api) => amplifySubscriber(api, 'tech', watch, token),
  'aws-appsync-subscription-link': async (api: Api) => apolloSubscriber(api, 'tech', watch, token),
};
const publishers = {
  curl: async (api: Api, message: string) => publishWith(api, token, message),
  'aws-amplify': async (api: Api, message: string) => amplifyPublish(api, { name: 'tech', message }, token),
};

describe('a token made once', () => {
  it.each(Object.entries(clients))('subscribes %s in every region', async (client, subscribe) => {
    const subscribers = await Promise.all(planet.apis.map(subscribe));

    for (const api of planet.apis) {
      for (const [by, send] of Object.entries(publishers)) await send(api, `${by} in ${api.region} for ${client}`);
    }

    for (const subscriber of subscribers) {
      for (const { region } of planet.apis) {
        for (const by of Object.keys(publishers)) {
          const message = await subscriber.find((one) => one.message === `${by} in ${region} for ${client}`);
          expect(message).toMatchObject({ name: 'tech', region, userId: 'ana' });
        }
      }
    }
    await Promise.all(subscribers.map(async (subscriber) => subscriber.close()));
  });
});

/** A value for every argument of `publish`: who adds one, adds one here. */
const ARGUMENTS = {
  name: 'tech',
  message: 'with everything',
  data: '{"a":1}',
  id: '01J9Z3NDEKTSV4RRFFQ69G5FB0',
  previous: '01J9Z3NDEKTSV4RRFFQ69G5FAV',
};

describe('a message with every argument of `publish`', () => {
  const schema = buildSchema(APPSYNC_DEFINITIONS + readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8'));
  const argumentsOfPublish = schema.getMutationType()?.getFields()['publish']?.args ?? [];
  const fields = Object.keys((schema.getType('Message') as GraphQLObjectType).getFields());

  it('leaves none of them out', () => {
    expect(Object.keys(ARGUMENTS).sort()).toEqual(argumentsOfPublish.map(({ name }) => name).sort());
  });

  it('reaches another region with every field of Message, and none is null', async () => {
    const [here, there = here] = planet.apis;
    if (!here || !there) throw new Error('There are no regions.');
    const authorization = { host: new URL(there.graphqlUrl).host, Authorization: token };
    const query = `subscription { subscribe(name: "tech") { ${fields.join(' ')} } }`;
    const client = await BareClient.connect(there, { authorization });
    const subscriber = await client.subscribe('tech', query);
    const names = argumentsOfPublish.map(({ name, type }) => [name, `$${name}: ${String(type)}`] as const);
    const declared = names.map(([, variable]) => variable).join(', ');
    const given = names.map(([name]) => `${name}: $${name}`).join(', ');

    const publish = `mutation (${declared}) { publish(${given}) { ${fields.join(' ')} } }`;
    await request(here, publish, ARGUMENTS, { authorization: token });
    const received = await subscriber.find(({ id }) => id === ARGUMENTS.id);

    expect(Object.entries(received).filter(([, value]) => value === null)).toEqual([]);
    expect(received).toMatchObject({ ...ARGUMENTS, region: here.region, userId: 'ana' });
    await subscriber.close();
  });
});

describe('a token that ends', () => {
  // A backend says when a message was published, so that the test need not wait for the end.
  it('lets its subscription hear nothing that is published afterwards, in any region', async () => {
    const exp = Math.floor(Date.now() / 1000) + MINUTE;
    const brief = tokenOf(signer, { subscribe: ['tech'] }, { claims: { exp } });
    const subscribers = await Promise.all(planet.apis.map(async (api) => tokenSubscriber(api, brief)));
    const witness = await bareSubscriber(planet.api(), 'tech');

    for (const [message, seconds] of [
      ['after', 1],
      ['at', 0],
      ['before', -1],
    ] as const) {
      const publishedAt = new Date((exp + seconds) * 1000).toISOString();
      await putMessage(planet, planet.api(), { name: 'tech', message: `${message} the end`, publishedAt });
      await witness.find((one) => one.message === `${message} the end`);
    }
    const heard = await Promise.all(
      subscribers.map(async (subscriber) => subscriber.find(({ message }) => message === 'before the end')),
    );

    expect(heard).toHaveLength(planet.apis.length);
    for (const { messages } of subscribers) {
      expect(messages.map(({ message }) => message)).not.toContain('after the end');
      expect(messages.map(({ message }) => message)).not.toContain('at the end');
    }
    for (const subscriber of [...subscribers, witness]) await subscriber.close();
  });
});

async function tokenSubscriber(api: Api, Authorization: string) {
  return bareSubscriber(api, 'tech', { authorization: { host: new URL(api.graphqlUrl).host, Authorization } });
}

async function publishWith(api: Api, authorization: string, message: string): Promise<void> {
  const { body } = await request(api, PUBLISH, { name: 'tech', message }, { authorization });
  if (body.errors) throw new Error(`publish failed: ${JSON.stringify(body.errors)}`);
}
