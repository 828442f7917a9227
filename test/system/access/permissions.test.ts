// Who may call what over HTTP: API keys, signatures, and neither.
import { endAll } from '../../support/endings';
import {
  type HttpAnswer,
  type KeyPair,
  request,
  signedHeaders,
  signedRequest,
  post,
} from '../../support/clients/http-client';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';

const OPERATIONS = {
  channels: 'query { channels }',
  publish: 'mutation { publish(name: "tech", message: "hi") { id } }',
  unsubscribe: 'mutation { unsubscribe(name: "tech") { name } }',
  publishFromBus: `mutation { publishFromBus(event: { id: "1", source: "x", region: "x", time: "2026-01-01T00:00:00Z" },
    detail: { name: "tech", message: "hi" }) { id } }`,
  unsubscribeFromBus: 'mutation { unsubscribeFromBus(detail: { name: "tech" }) { name } }',
};
const MINUTE = 60_000;

let planet: TestPlanet;
let api: Api;
let administrator: KeyPair;

beforeAll(async () => {
  planet = await startTestPlanet('local');
  api = planet.api('us-west-2');
  administrator = planet.aws;
});

afterAll(endAll);

describe('an API key', () => {
  it.each(['channels', 'publish'] as const)('may call %s', async (field) => {
    const { status, body } = await request(api, OPERATIONS[field]);

    expect(status).toBe(200);
    expect(body.errors).toBeUndefined();
    expect(body.data?.[field]).not.toBeNull();
  });

  it.each(['unsubscribe', 'publishFromBus', 'unsubscribeFromBus'] as const)('may not call %s', async (field) => {
    const { status, body } = await request(api, OPERATIONS[field]);

    expect(status).toBe(200);
    expect(body).toEqual({
      data: { [field]: null },
      errors: [
        {
          path: [field],
          data: null,
          errorType: 'Unauthorized',
          errorInfo: null,
          locations: [{ line: 1, column: 12, sourceName: null }],
          message: `Not Authorized to access ${field} on type Mutation`,
        },
      ],
    });
  });

  it('of another region opens nothing', async () => {
    const other = planet.api('ap-southeast-2');

    const answer = await request(api, OPERATIONS.channels, {}, { 'x-api-key': other.apiKey });

    expectUnauthorized(answer, 'You are not authorized to make this call.');
  });

  it('that does not exist opens nothing', async () => {
    const answer = await request(api, OPERATIONS.channels, {}, { 'x-api-key': 'da2-x' });

    expectUnauthorized(answer, 'You are not authorized to make this call.');
  });
});

it('refuses a call without credentials', async () => {
  const answer = await request(api, OPERATIONS.channels, {}, {});

  expectUnauthorized(answer, 'Valid authorization header not provided.');
});

describe('a signature', () => {
  it.each(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])('of the administrator may call %s', async (field) => {
    const { body } = await signedRequest(api, administrator, OPERATIONS[field]);

    expect(body.errors).toBeUndefined();
    expect(body.data?.[field]).not.toBeNull();
  });

  it('with a wrong secret gets AppSync’s 401', async () => {
    const answer = await signedRequest(api, { ...administrator, secretAccessKey: 'wrong' }, OPERATIONS.channels);

    expectUnauthorized(answer);
  });

  it('with an unknown access key gets AppSync’s 401', async () => {
    const answer = await signedRequest(api, { ...administrator, accessKeyId: 'AKIAUNKNOWN' }, OPERATIONS.channels);

    expectUnauthorized(answer);
  });

  it.each([
    ['ten minutes old', -10 * MINUTE],
    ['ten minutes ahead', 10 * MINUTE],
  ])('that is %s gets AppSync’s 401', async (_, shift) => {
    const answer = await signedRequest(api, administrator, OPERATIONS.channels, {}, new Date(Date.now() + shift));

    expectUnauthorized(answer);
  });

  it('for another region gets AppSync’s 401', async () => {
    const answer = await signedRequest({ ...api, region: 'ap-southeast-2' }, administrator, OPERATIONS.channels);

    expectUnauthorized(answer);
  });

  it('of another body gets AppSync’s 401', async () => {
    const body = JSON.stringify({ query: OPERATIONS.channels });
    const headers = await signedHeaders(api, administrator, { path: '/graphql', body });

    const answer = await post(api, body.replace('channels', '__typename'), headers);

    expectUnauthorized(answer);
  });
});

function expectUnauthorized({ status, headers, body }: HttpAnswer, message: unknown = expect.any(String)): void {
  expect(status).toBe(401);
  expect(headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
  expect(body).toEqual({ errors: [{ errorType: 'UnauthorizedException', message }] });
}
