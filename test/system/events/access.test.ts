// Who may do what at the Events door: the same as at the GraphQL door, and nobody but the broadcaster broadcasts.
import { randomBytes } from 'node:crypto';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { JsonObject, User } from 'local-aws';
import {
  bodyOf,
  type EventDoor,
  eventDoor,
  type EventSubscriber,
  eventSubscriber,
  type Published,
  publishEvents,
  type Shown,
} from '../../support/clients/event-client';
import { type KeyPair, signedHeaders } from '../../support/clients/http-client';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { endAll, endLater } from '../../support/endings';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import { templatesAllowing } from '../../support/packages/allowed-channels';
import { type Permissions, tokenOf } from '../../support/tokens';

const signer = aSigner();
const publisher = aUser('publisher', ['appsync:EventPublish']);
const nobody = aUser('nobody', []);
const ACCOUNT = '123456789012';
const REFUSED = 'is not allowed; the query "channels" lists those that are.';

let planet: TestPlanet;
let door: EventDoor;
let everything: EventSubscriber;

beforeAll(async () => {
  planet = await startTestPlanet('local', {
    users: [publisher, nobody],
    templates: withAlmostBroadcaster(
      templatesAllowing(templatesTrusting(signer, 'local'), ['tech', 'cars/*', 'music/a']),
    ),
  });
  door = eventDoor(planet, 'us-west-2');
  everything = await listening('cars/*', withToken({ subscribe: ['*'] }));
});

afterAll(endAll);

function aUser(userName: string, actions: readonly string[]): User {
  const statement = { Effect: 'Allow' as const, Action: [...actions], Resource: '*' };
  return {
    userName,
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
    policies: actions.length === 0 ? [] : [{ Version: '2012-10-17', Statement: [statement] }],
  };
}

function withToken(permissions: Permissions): Shown {
  return { Authorization: tokenOf(signer, permissions) };
}

async function listening(channel: string, shown?: Shown): Promise<EventSubscriber> {
  const subscriber = await eventSubscriber(door, channel, shown);
  endLater(() => subscriber.close());
  return subscriber;
}

/** The same templates with a role for the account's users whose name begins with the broadcaster's. */
function withAlmostBroadcaster(templates: ReadonlyMap<string, JsonObject>): Map<string, JsonObject> {
  const policy = (statement: JsonObject) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...statement }],
  });
  const Properties = {
    RoleName: { 'Fn::Sub': '${BroadcasterRole}s' },
    AssumeRolePolicyDocument: policy({ Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }),
    Policies: [{ PolicyName: 'publish', PolicyDocument: policy({ Action: 'appsync:EventPublish', Resource: '*' }) }],
  };
  const Almost = { Type: 'AWS::IAM::Role', Properties };
  return new Map(
    [...templates].map(([region, { Resources, ...template }]) => [
      region,
      { ...template, Resources: { ...(Resources as JsonObject), Almost } },
    ]),
  );
}

/** A session of that role. */
async function almostBroadcaster(): Promise<KeyPair> {
  const name = planet.regions.get(door.region)?.stack.resources.get('Almost')?.physicalId ?? '';
  const client = new STSClient({ endpoint: planet.aws.endpointUrl, region: door.region, credentials: planet.aws });
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const { Credentials: given } = await client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'broadcast' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** Publishes as a user. */
async function publishAs(user: KeyPair, channel: string, text: string): Promise<Published> {
  const events = [{ message: text }];
  const request = { path: '/event', body: bodyOf(channel, events) };
  const signed = await signedHeaders({ ...planet.api(door.region), graphqlUrl: door.eventUrl }, user, request);
  return publishEvents(door, channel, events, signed);
}

it.each<[string, Permissions | undefined, string, boolean]>([
  ['an API key', undefined, 'cars/1', true],
  ['an API key', undefined, 'cars', false],
  ['an API key', undefined, 'music/b', false],
  ['a token for it', { publish: ['cars/*'] }, 'cars/1', true],
  ['a token to subscribe', { subscribe: ['cars/*'] }, 'cars/1', false],
  ['a token for another one', { publish: ['tech'] }, 'cars/1', false],
])('publishing with %s, %j, to %s: %s', async (_, permissions, channel, isAllowed) => {
  const { status, body } = await publishEvents(door, channel, ['x'], permissions && withToken(permissions));

  const message = `ChannelNotAllowed: Channel "${channel}" ${REFUSED}`;
  expect({ status, failed: body['failed'] }).toMatchObject({ status: 200, failed: isAllowed ? [] : [{ message }] });
});

it.each<[string, Permissions | undefined, string, boolean]>([
  ['an API key', undefined, 'cars/*', true],
  ['an API key', undefined, 'tech/*', false],
  ['an API key', undefined, 'music/*', false],
  ['a token for it', { subscribe: ['cars/1'] }, 'cars/1', true],
  ['a token for a part of it', { subscribe: ['cars/1'] }, 'cars/*', false],
  ['a token to publish', { publish: ['tech'] }, 'tech', false],
])('subscribing with %s, %j, to %s: %s', async (_, permissions, channel, isAllowed) => {
  const { answer } = await listening(channel, permissions && withToken(permissions));

  const errors = [{ errorType: 'ChannelNotAllowed', message: `Channel "${channel}" ${REFUSED}` }];
  expect(answer).toEqual(
    isAllowed ? { type: 'subscribe_success', id: 'one' } : { type: 'subscribe_error', id: 'one', errors },
  );
});

it('gives messages the subject of the token that they were published with', async () => {
  await publishEvents(door, 'cars/1', [{ message: 'by ana' }], withToken({ publish: ['*'] }));

  expect(await everything.find(({ message }) => message === 'by ana')).toMatchObject({ name: 'cars/1', userId: 'ana' });
});

it.each<[string, (event: object) => Promise<unknown>]>([
  ['a holder of an API key', async (event) => publishEvents(door, 'cars/2', [{ ...event }])],
  [
    'a holder of a token',
    async (event) => publishEvents(door, 'cars/2', [{ ...event }], withToken({ publish: ['*'], subscribe: ['*'] })),
  ],
  ['an IAM user who may publish', async () => publishAs(publisher, 'cars/2', 'forged')],
  ['a role almost of the name', async () => publishAs(await almostBroadcaster(), 'cars/2', 'forged')],
])('lets nobody broadcast past the bus: what %s publishes gets a place and a region of its own', async (who, send) => {
  const forged = {
    message: 'forged',
    region: 'mars-1',
    userId: 'root',
    position: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
    name: 'cars/2',
  };
  const before = everything.messages.length;

  await send(forged);
  await publishEvents(door, 'cars/2', [{ message: `after ${who}` }]);
  await everything.find(({ message }) => message === `after ${who}`);
  await everything.find(
    ({ name, message, data }) =>
      name === 'cars/2' && (message === 'forged' || JSON.stringify(data) === JSON.stringify(forged)),
  );

  const heard = everything.messages.slice(before);
  expect(heard.map(({ region }) => region)).toEqual(['us-west-2', 'us-west-2']);
  expect(heard.map(({ userId }) => userId)).not.toContain('root');
  expect(heard.filter(({ position }) => position.startsWith('7'))).toEqual([]);
});

it('lets an IAM user without permission publish nothing', async () => {
  expect(await publishAs(nobody, 'tech', 'x')).toMatchObject({ status: 401 });
});
