// Everybody who may knock at an API: who they are, and what they show.
import { randomBytes } from 'node:crypto';
import type { PolicyDocument, User } from 'local-aws';
import { type KeyPair, signedHeaders } from './clients/http-client';
import type { Api, TestPlanet } from './planet';
import { FORGERIES, type Permissions, type Signer, tokenOf } from './tokens';

/** What is shown with a request. */
export interface Shown {
  /** `/graphql`, or `/graphql/connect` for a handshake. */
  readonly path: string;
  readonly body: string;
}

export interface Credential {
  /** What an API with these credentials says when it refuses; any sentence when absent. */
  readonly refusal?: string;
  /** The headers of a request, or the authorization object of a WebSocket message but for `host`. */
  headers(shown: Shown): Promise<Readonly<Record<string, string>>>;
}

/** The caller's own channel, another one of the stage's list, and one that is in no list. */
export const CHANNEL = { own: 'tech', other: 'cars', unlisted: 'nowhere' } as const;

const MINUTE = 60;
const UNAUTHORIZED = 'You are not authorized to make this call.';
const OWN: readonly string[] = [CHANNEL.own];
/** What guests may do in the tests of the tables. */
export const GUESTS: Permissions = { publish: OWN, subscribe: OWN };
const EVERYTHING: Permissions = { publish: ['*'], subscribe: ['*'] };

/** The account's users, with what docs/PERMISSIONS.md says that they may do. */
export function usersWithPolicies(): readonly User[] {
  return [
    aUser('guest', [
      'Query.region',
      'Query.history',
      'Mutation.publish',
      'Mutation.publishBatch',
      'Subscription.subscribe',
    ]),
    aUser('backend', ['Mutation.publish', 'Mutation.publishBatch']),
    aUser('operator', ['Query.channels', 'Query.region', 'Mutation.unsubscribe']),
    aUser('unprivileged', []),
  ];
}

function aUser(userName: string, fields: readonly string[]): User {
  return {
    userName,
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
    policies: fields.length === 0 ? [] : [policyFor(fields)],
  };
}

function policyFor(fields: readonly string[]): PolicyDocument {
  const resources = fields.map((coordinate) => {
    const [type = '', field = ''] = coordinate.split('.');
    return `arn:aws:appsync:*:*:apis/*/types/${type}/fields/${field}`;
  });
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'appsync:GraphQL', Resource: resources }] };
}

/** Who the rows of docs/PERMISSIONS.md are. */
export interface Surroundings {
  readonly planet: TestPlanet;
  readonly users: readonly User[];
  readonly signer: Signer;
}

/** The credentials of the rows of docs/PERMISSIONS.md, by their names there, as they are shown in the first region. */
export function credentialsOf(surroundings: Surroundings): ReadonlyMap<string, Credential> {
  return new Map([
    ...keys(surroundings.planet),
    ['guest', shows({ Authorization: 'guest' })],
    ['guest as a bearer', shows({ Authorization: 'Bearer guest' })],
    ...goodTokens(surroundings.signer),
    ...badTokens(surroundings.signer),
    ...signatures(surroundings),
  ]);
}

function keys({ apis: [here, there] }: TestPlanet): readonly [string, Credential][] {
  return [
    ['none', { refusal: 'Valid authorization header not provided.', headers: async () => Promise.resolve({}) }],
    ['API key of this region', shows({ 'x-api-key': here?.apiKey ?? '' })],
    ['API key of another region', shows({ 'x-api-key': there?.apiKey ?? '' })],
  ];
}

function goodTokens(signer: Signer): readonly [string, Credential][] {
  const tokens = {
    'for everything': tokenOf(signer, EVERYTHING),
    'to publish and subscribe': tokenOf(signer, { publish: OWN, subscribe: OWN }),
    'to publish': tokenOf(signer, { publish: OWN }),
    'to subscribe': tokenOf(signer, { subscribe: OWN }),
    'without permissions': tokenOf(signer, {}, { claims: { permissions: undefined } }),
    'with malformed permissions': tokenOf(signer, {}, { claims: { permissions: { publish: '*', subscribe: [1] } } }),
  };
  return Object.entries(tokens).map(([name, Authorization]) => [`token ${name}`, shows({ Authorization })]);
}

function badTokens(signer: Signer): readonly [string, Credential][] {
  const now = Math.floor(Date.now() / 1000);
  const expired = tokenOf(signer, EVERYTHING, { claims: { exp: now - 1 } });
  const early = tokenOf(signer, EVERYTHING, { claims: { nbf: now + MINUTE } });
  const forged = [...FORGERIES].map(([name, forge]): [string, string] => [
    `forged: ${name}`,
    forge(signer, EVERYTHING),
  ]);
  return [['that has expired', expired] as const, ['that is not yet valid', early] as const, ...forged].map(
    ([name, Authorization]) => [`token ${name}`, shows({ Authorization })],
  );
}

function signatures({ planet, users }: Surroundings): readonly [string, Credential][] {
  const api = planet.api();
  const user = (name: string) => users.find(({ userName }) => userName === name) ?? planet.aws;
  return [
    ['IAM guest', signs(api, user('guest'))],
    ['IAM backend', signs(api, user('backend'))],
    ['IAM operator', signs(api, user('operator'))],
    ['IAM without policies', signs(api, user('unprivileged'))],
    ['IAM administrator', signs(api, planet.aws)],
    ['signature with a wrong secret', signs(api, { ...planet.aws, secretAccessKey: 'wrong' })],
    ['signature for another region', signs({ ...api, region: 'eu-north-1' }, planet.aws)],
  ];
}

function shows(headers: Readonly<Record<string, string>>): Credential {
  return { refusal: UNAUTHORIZED, headers: async () => Promise.resolve(headers) };
}

function signs(api: Api, keyPair: KeyPair): Credential {
  return { headers: async (shown) => signedHeaders(api, keyPair, shown) };
}
