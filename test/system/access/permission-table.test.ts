// The tables of docs/PERMISSIONS.md, cell by cell.
import { randomUUID } from 'node:crypto';
import { BareClient } from '../../support/clients/bare-client';
import { CHANNEL, type Credential, credentialsOf, GUESTS, usersWithPolicies } from '../../support/credentials';
import { endAll } from '../../support/endings';
import { post } from '../../support/clients/http-client';
import { type Cell, CHANNELS, permissionTable } from '../../support/permission-table';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { aSigner, templatesTrusting } from '../../support/clients/signer';

const OPERATIONS: Readonly<Record<string, (name: string) => string>> = {
  channels: () => 'query { channels }',
  region: () => 'query { region }',
  history: (name) => `query { history(name: "${name}", region: "us-west-2") { hasMore } }`,
  publish: (name) => `mutation { publish(name: "${name}", message: "hi") { id } }`,
  publishBatch: (name) =>
    `mutation { publishBatch(messages: [{ name: "${name}", message: "hi" }]) { message { id } error { errorType message } } }`,
  unsubscribe: (name) => `mutation { unsubscribe(name: "${name}") { name } }`,
  admitFromBus: (name) => fromBus('admitFromBus', name),
  publishFromBus: (name) => fromBus('publishFromBus', name),
  broadcastFromBus: (name) => fromBus('broadcastFromBus', name),
  unsubscribeFromBus: (name) => `mutation { unsubscribeFromBus(detail: { name: "${name}" }) { name } }`,
  subscribe: (name) => `subscription { subscribe(name: "${name}") { id } }`,
};
/** What has no channel is tried once. */
const WITHOUT_CHANNEL = new Set(['channels', 'region', 'connect']);
const UNAUTHORIZED = 'UnauthorizedException';
/** What an answer may say as it likes, and a sentence of any words. */
const ANYTHING: unknown = expect.anything();
const SENTENCE: unknown = expect.stringMatching(/^.+$/);
const CONNECT = { path: '/graphql/connect', body: '{}' };

const overHttp = permissionTable('Over HTTP');
const overWebSocket = permissionTable('Over WebSocket');

let planet: TestPlanet;
let api: Api;
let credentials: ReadonlyMap<string, Credential>;
let host: string;

beforeAll(async () => {
  const users = usersWithPolicies();
  const signer = aSigner();
  planet = await startTestPlanet('local', { users, templates: templatesTrusting(signer, 'local', GUESTS) });
  api = planet.api();
  host = new URL(api.graphqlUrl).host;
  credentials = credentialsOf({ planet, users, signer });
});

afterAll(endAll);

it('has a row for every credential in both tables', () => {
  const rows = [overHttp, overWebSocket].map((table) => [...new Set(table.map(({ credential }) => credential))]);

  expect(rows).toEqual([[...credentials.keys()], [...credentials.keys()]]);
});

describe('over HTTP', () => {
  it.each(tried(overHttp))('$credential: $operation, $channel channel: $verdict', async (cell) => {
    const query = documentOf(cell);
    const body = JSON.stringify({ query });

    const answer = await post(api, body, await credentialOf(cell).headers({ path: '/graphql', body }));

    expect({ ...answer, headers: answer.headers.get('x-amzn-errortype') }).toEqual(expectedAnswer(cell, query));
  });
});

describe('over WebSocket', () => {
  const [connects, starts] = [true, false].map((is) =>
    tried(overWebSocket).filter(({ operation }) => (operation === 'connect') === is),
  );

  it.each(connects ?? [])('$credential: connect: $verdict', async (cell) => {
    const authorization = { host, ...(await credentialOf(cell).headers(CONNECT)) };
    const client = await BareClient.open(api, { authorization, carrier: 'query' });
    client.send({ type: 'connection_init' });

    const frame = await client.frames.find(() => true);
    client.close();

    const refused = { errorType: UNAUTHORIZED, message: sentenceOf(cell), errorCode: 401 };
    expect(frame).toEqual(
      cell.verdict === 'yes'
        ? { type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } }
        : { type: 'connection_error', payload: { errors: [refused] } },
    );
  });

  it.each(starts ?? [])('$credential: $operation, $channel channel: $verdict', async (cell) => {
    const query = documentOf(cell);
    const client = await BareClient.connect(api);
    const shown = { path: '/graphql', body: JSON.stringify({ query, variables: {} }) };

    const id = client.start(query, {}, { host, ...(await credentialOf(cell).headers(shown)) });
    const frame = await client.frames.find((candidate) => candidate.id === id);
    client.close();

    const error = { errorType: errorTypeOf(cell), message: sentenceOf(cell) };
    expect(frame).toEqual(
      cell.verdict === 'yes' ? { id, type: 'start_ack' } : { id, type: 'error', payload: { errors: [error] } },
    );
  });

  it.each(['token for everything', 'IAM administrator'])('%s: no mutation', async (credential) => {
    const query = OPERATIONS['publish']?.(CHANNEL.own) ?? '';
    const client = await BareClient.connect(api);
    const shown = { path: '/graphql', body: JSON.stringify({ query, variables: {} }) };

    const id = client.start(query, {}, { host, ...(await credentials.get(credential)?.headers(shown)) });

    expect(await client.frame('error', id)).toMatchObject({
      payload: { errors: [{ message: 'Only subscriptions are supported through the realtime channel' }] },
    });
    client.close();
  });
});

describe('a guest', () => {
  const headers = { authorization: 'guest' };
  const asked = async (query: string) => post(api, JSON.stringify({ query }), headers);

  it('has no user id, whatever was said of one', async () => {
    const { own } = CHANNEL;
    const client = await BareClient.connect(api);
    const subscriber = await client.subscribe(own);

    const claims = await asked(`mutation { publish(name: "${own}", message: "hi", userId: "ana") { id } }`);
    await asked(`mutation { publish(name: "${own}", message: "hi", data: "{\\"userId\\":\\"ana\\"}") { id } }`);

    expect(claims.body).toMatchObject({ data: null, errors: [{ message: expect.stringContaining('userId') }] });
    expect(await subscriber.find(({ data }) => data?.includes('ana') === true)).toMatchObject({ userId: null });
    client.close();
  });

  it.each([`${CHANNEL.own}/*`, '*', CHANNEL.other])('subscribes to no %s', async (name) => {
    const authorization = { host, Authorization: 'guest' };
    const client = await BareClient.connect(api, { authorization });

    const id = client.start(`subscription { subscribe(name: "${name}") { id } }`, {}, authorization);

    expect(await client.frame('error', id)).toMatchObject({
      payload: { errors: [{ errorType: 'ChannelNotAllowed' }] },
    });
    client.close();
  });

  it('is shown the channels of guests only', async () => {
    expect((await asked('{ channels }')).body).toEqual({ data: { channels: [CHANNEL.own] } });
  });

  it('is a guest in every region', async () => {
    for (const each of planet.apis) {
      const { body } = await post(each, JSON.stringify({ query: '{ region }' }), headers);
      expect(body).toEqual({ data: { region: each.region } });
    }
  });
});

function fromBus(field: string, name: string): string {
  const event = `{ id: "${randomUUID()}", source: "x", region: "x", time: "2026-01-01T00:00:00Z" }`;
  return `mutation { ${field}(event: ${event}, detail: { name: "${name}", message: "hi" }) { id } }`;
}

function tried(table: readonly Cell[]): readonly Cell[] {
  return table.filter(({ operation, channel }) => !WITHOUT_CHANNEL.has(operation) || channel === CHANNELS[0]);
}

function credentialOf({ credential }: Cell): Credential {
  const found = credentials.get(credential);
  if (!found) throw new Error(`docs/PERMISSIONS.md speaks of "${credential}", which the tests do not know.`);
  return found;
}

function documentOf({ operation, channel }: Cell): string {
  const write = OPERATIONS[operation];
  if (!write) throw new Error(`docs/PERMISSIONS.md speaks of "${operation}", which the tests do not know.`);
  return write(channelName(channel));
}

function channelName(channel: string): string {
  return Object.entries(CHANNEL).find(([key]) => key === channel)?.[1] ?? '';
}

/** The whole answer, with the header that names the error. */
function expectedAnswer(cell: Cell, query: string): object {
  const { operation, verdict } = cell;
  if (verdict === 'yes') return { status: 200, headers: null, body: { data: { [operation]: ANYTHING } } };
  const error = { errorType: errorTypeOf(cell), message: sentenceOf(cell) };
  if (verdict === 'channel' && operation === 'publishBatch') {
    return { status: 200, headers: null, body: { data: { [operation]: [{ message: null, error }] } } };
  }
  if (verdict !== 'field' && verdict !== 'channel') {
    return { status: 401, headers: UNAUTHORIZED, body: { errors: [error] } };
  }
  const locations = [{ line: 1, column: query.indexOf(operation) + 1, sourceName: null }];
  const errors = [{ path: [operation], data: null, errorInfo: null, locations, ...error }];
  return { status: 200, headers: null, body: { data: { [operation]: null }, errors } };
}

function errorTypeOf({ verdict }: Cell): string {
  if (verdict === 'channel') return 'ChannelNotAllowed';
  return verdict === 'field' ? 'Unauthorized' : UNAUTHORIZED;
}

function sentenceOf(cell: Cell): unknown {
  const { verdict, operation, channel } = cell;
  if (verdict === 'denied') return 'Permission denied';
  if (verdict === 'unauthorized') return credentialOf(cell).refusal ?? SENTENCE;
  if (verdict === 'field') return `Not Authorized to access ${operation} on type Mutation`;
  return `Channel "${channelName(channel)}" is not allowed; the query "channels" lists those that are.`;
}
