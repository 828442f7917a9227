import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  credentialScopeOf,
  SignatureError,
  type SignedRequest,
  type VerificationOptions,
  verifySignature,
} from '../../src/iam/signature';
import { anIam, aSignedRequest, aUser, type RequestToSign, SIGNING_TIME, USER_ARN } from '../support/iam';

const MINUTE = 60_000;
const SCOPE = 'AKIAIOSFODNN7EXAMPLE/20260101/us-west-2/events/aws4_request';
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and ' +
  'signing method. Consult the service documentation for details.';

describe('IA-20 a signature is verified', () => {
  it('and tells who signed for what', async () => {
    const request = await aSignedRequest();

    const verified = await verify(request);

    expect(verified).toMatchObject({
      principal: { kind: 'user', arn: USER_ARN },
      service: 'events',
      region: 'us-west-2',
      accessKeyId: aUser().accessKeyId,
    });
  });

  it.each<[string, Partial<RequestToSign>]>([
    ['with an empty body', { body: '' }],
    ['with any characters in the body', { body: '{"text":"ключ \u0000 😀"}' }],
    ['with a path to encode', { path: '/v1/a%20b/%C3%A9' }],
    ['with dots in the path', { path: '/a/./b/../c' }],
    ['with a query string', { query: { b: '2', a: '1', A: '0' } }],
    ['with special characters in the query string', { query: { 'k e=y': "é&=+/?#%20!'()*~", empty: '' } }],
    ['with a parameter given twice', { query: { a: ['2', '1', '1'] } }],
    ['with blanks in a header', { headers: { host: 'h', 'x-text': '  a   b\t c ' } }],
    ['with a header in upper case', { headers: { Host: 'h', 'X-AMZ-TARGET': 'AWSEvents.PutEvents' } }],
    ['as GET', { method: 'GET', body: '' }],
    ['for a path with a question mark in its query', { query: { a: 'b?c' } }],
  ])('%s', async (_, overrides) => {
    const request = await aSignedRequest(overrides);

    await expect(verify(request)).resolves.toMatchObject({ accessKeyId: aUser().accessKeyId });
  });

  it('whatever the order and the case of the headers', async () => {
    const { headers, ...request } = await aSignedRequest();

    const shuffled = Object.fromEntries(
      Object.entries(headers)
        .reverse()
        .map(([name, value]) => [name.toUpperCase(), value]),
    );

    await expect(verify({ ...request, headers: shuffled })).resolves.toBeDefined();
  });

  it('when a header came twice', async () => {
    const request = await aSignedRequest({ headers: { host: 'h', 'x-text': 'a,b' } });

    const received = { ...request, headers: { ...request.headers, 'x-text': ['a', ' b'] } };

    await expect(verify(received)).resolves.toBeDefined();
  });

  it('when there are more headers than those signed', async () => {
    const request = await aSignedRequest();

    const received = { ...request, headers: { ...request.headers, connection: 'keep-alive', 'user-agent': 'x' } };

    await expect(verify(received)).resolves.toBeDefined();
  });

  it('when the parameters are separated only by commas', async () => {
    const request = await aSignedRequest();

    const authorization = request.headers['authorization']?.replaceAll(', ', ',');

    await expect(verify({ ...request, headers: { ...request.headers, authorization } })).resolves.toBeDefined();
  });

  it('in the headers that a WebSocket client puts into a message', async () => {
    const { headers } = await aSignedRequest({
      path: '/graphql/connect',
      body: '{}',
      service: 'appsync',
      headers: { accept: 'application/json, text/javascript', 'content-encoding': 'amz-1.0', host: 'api.example' },
    });
    const { authorization, 'x-amz-date': date, ...others } = headers;

    const verified = verify({
      method: 'POST',
      path: '/graphql/connect',
      headers: { ...others, Authorization: authorization, 'X-Amz-Date': date, 'X-Amz-Security-Token': '' },
      body: Buffer.from('{}'),
    });

    await expect(verified).resolves.toMatchObject({ service: 'appsync' });
  });

  it.each([-5 * MINUTE, 5 * MINUTE])('IA-24 when the clocks are %d ms apart', async (skew) => {
    const request = await aSignedRequest();

    await expect(verify(request, { now: SIGNING_TIME + skew })).resolves.toBeDefined();
  });
});

describe('IA-21 a signature does not verify', () => {
  it.each<[string, (request: SignedRequest) => SignedRequest]>([
    ['another body', (request) => ({ ...request, body: Buffer.from('{}') })],
    ['another method', (request) => ({ ...request, method: 'PUT' })],
    ['another path', (request) => ({ ...request, path: '/other' })],
    ['another query string', (request) => ({ ...request, path: '/?a=1' })],
    ['a parameter that the signer cannot sign', (request) => ({ ...request, path: '/?__proto__=1' })],
    ['another value of a signed header', (request) => withHeaders(request, { host: 'other' })],
    ['a signed header that is missing', (request) => withHeaders(request, { 'content-type': undefined })],
    ['a signed header that came once more', (request) => withHeaders(request, { Host: 'other' })],
    ['the hash of another body', (request) => withHeaders(request, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })],
    ['a signature of another length', (request) => withAuthorization(request, /Signature=.*/, 'Signature=00')],
    ['a signature with other characters', (request) => withAuthorization(request, /Signature=.{4}/, 'Signature=éé')],
  ])('for %s', async (_, change) => {
    const request = change(await aSignedRequest());

    await expect(verify(request)).rejects.toMatchObject({ code: 'InvalidSignatureException', message: MISMATCH });
  });

  it('by another secret key', async () => {
    const request = await aSignedRequest({ secretAccessKey: 'other' });

    await expect(verify(request)).rejects.toMatchObject({ code: 'InvalidSignatureException', message: MISMATCH });
  });

  it('IA-26 for a body that was not signed', async () => {
    const headers = { host: 'h', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    const request = await aSignedRequest({ headers });

    await expect(verify(request)).rejects.toMatchObject({ code: 'InvalidSignatureException', message: MISMATCH });
  });
});

describe('a request is refused', () => {
  it.each<[string, (request: SignedRequest) => SignedRequest, string, string]>([
    [
      'IA-22 without a signature',
      (request) => withHeaders(request, { authorization: undefined }),
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    ],
    [
      'IA-22 with another scheme',
      (request) => withHeaders(request, { authorization: 'Bearer x' }),
      'IncompleteSignatureException',
      "Authorization header requires 'Credential' parameter. ",
    ],
    [
      'IA-22 without the list of signed headers',
      (request) => withAuthorization(request, /SignedHeaders=[^,]*,/, ''),
      'IncompleteSignatureException',
      "Authorization header requires 'SignedHeaders' parameter. ",
    ],
    [
      'IA-22 without a date',
      (request) => withHeaders(request, { 'x-amz-date': undefined }),
      'IncompleteSignatureException',
      "requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
    ],
    [
      'with a date in another form',
      (request) => withHeaders(request, { 'x-amz-date': '2026-01-01T00:00:00Z' }),
      'IncompleteSignatureException',
      "Date must be in ISO-8601 'basic format'",
    ],
    [
      'with a credential of four elements',
      (request) => withAuthorization(request, '/aws4_request', ''),
      'IncompleteSignatureException',
      'Credential must have exactly 5 slash-delimited elements',
    ],
    [
      'IA-22 with a parameter without a value',
      (request) => withAuthorization(request, 'Signature=', 'Signature'),
      'IncompleteSignatureException',
      '(missing equal-sign)',
    ],
    [
      'with another algorithm',
      (request) => withAuthorization(request, 'HMAC', 'ECDSA'),
      'IncompleteSignatureException',
      'The local engine verifies AWS4-HMAC-SHA256 only',
    ],
    [
      'with another terminator',
      (request) => withAuthorization(request, 'aws4_request', 'aws5_request'),
      'InvalidSignatureException',
      "valid terminator: 'aws4_request', not 'aws5_request'",
    ],
    [
      'IA-23 with the date of another day in its scope',
      (request) => withAuthorization(request, '20260101', '20251231'),
      'InvalidSignatureException',
      "'20251231' != '20260101', from '20260101T000000Z'",
    ],
    [
      'IA-25 by an unknown key',
      (request) => withAuthorization(request, 'AKIA', 'ASIA'),
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    [
      'by a key that is a name of JavaScript',
      (request) => withAuthorization(request, /=AKIA\w+/, '=__proto__'),
      'UnrecognizedClientException',
      'The security token included',
    ],
    [
      'with a session token',
      (request) => withHeaders(request, { 'x-amz-security-token': 'x' }),
      'UnrecognizedClientException',
      'The security token included',
    ],
    [
      'without the host among the signed headers',
      (request) => withAuthorization(request, 'host;', ''),
      'InvalidSignatureException',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ],
  ])('%s', async (_, change, code, sentence) => {
    const request = change(await aSignedRequest());

    await expect(verify(request)).rejects.toMatchObject({
      name: 'SignatureError',
      status: 403,
      code,
      message: expect.stringContaining(sentence) as string,
    });
  });

  it.each<[string, Partial<VerificationOptions>, string]>([
    ['IA-23 for another region', { region: 'eu-west-1' }, 'Credential should be scoped to a valid region.'],
    ['IA-23 for another service', { service: 'sqs' }, "Credential should be scoped to correct service: 'sqs'."],
    [
      'IA-24 when it is too old',
      { now: SIGNING_TIME + 6 * MINUTE },
      'Signature expired: 20260101T000000Z is now earlier than 20260101T000100Z (20260101T000600Z - 5 min.)',
    ],
    [
      'IA-24 when it comes from the future',
      { now: SIGNING_TIME - 6 * MINUTE },
      'Signature not yet current: 20260101T000000Z is still later than 20251231T235900Z (20251231T235400Z + 5 min.)',
    ],
  ])('%s', async (_, options, message) => {
    const request = await aSignedRequest();

    await expect(verify(request, options)).rejects.toMatchObject({ code: 'InvalidSignatureException', message });
  });
});

// Published by AWS: the Signature Version 4 test suite, and the example of the IAM User Guide.
describe('IA-20 a published signature is verified', () => {
  const DAY = '20150830T123600Z';
  it.each([
    {
      name: 'get-vanilla',
      method: 'GET',
      path: '/',
      headers: { host: 'example.amazonaws.com', 'x-amz-date': DAY },
      scope: '20150830/us-east-1/service',
      signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    },
    {
      name: 'get-vanilla-query-order-key-case',
      method: 'GET',
      path: '/?Param2=value2&Param1=value1',
      headers: { host: 'example.amazonaws.com', 'x-amz-date': DAY },
      scope: '20150830/us-east-1/service',
      signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    },
    {
      name: 'post-vanilla',
      method: 'POST',
      path: '/',
      headers: { host: 'example.amazonaws.com', 'x-amz-date': DAY },
      scope: '20150830/us-east-1/service',
      signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    },
    {
      name: 'ListUsers',
      method: 'GET',
      path: '/?Action=ListUsers&Version=2010-05-08',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        host: 'iam.amazonaws.com',
        'x-amz-date': DAY,
      },
      scope: '20150830/us-east-1/iam',
      signature: '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    },
    {
      name: 'get-vanilla with Date',
      method: 'GET',
      path: '/',
      headers: { date: 'Mon, 09 Sep 2011 23:36:00 GMT', host: 'host.foo.com' },
      scope: '20110909/us-east-1/host',
      signature: 'b27ccfbfa7df52a200ff74193ca6e32d4b48b8856fab7ebf1c595d0670a7e470',
    },
  ])('$name', async ({ method, path, headers, scope, signature }) => {
    const accessKeyId = 'AKIDEXAMPLE';
    const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
    const iam = anIam({ users: [aUser({ accessKeyId, secretAccessKey })] });
    const authorization =
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}/aws4_request, ` +
      `SignedHeaders=${Object.keys(headers).join(';')}, Signature=${signature}`;

    const verified = verify(
      { method, path, headers: { ...headers, authorization }, body: Buffer.alloc(0) },
      {
        accessKey: (id) => iam.accessKey(id),
        now: Date.parse(scope.startsWith('2015') ? '2015-08-30T12:36:00Z' : '2011-09-09T23:36:00Z'),
      },
    );

    await expect(verified).resolves.toMatchObject({ accessKeyId });
  });
});

describe('the credential scope', () => {
  it('is read without being verified', () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${SCOPE}, SignedHeaders=host, Signature=00`;

    expect(credentialScopeOf({ Authorization: authorization, 'x-amz-date': '20260101T000000Z' })).toEqual({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      date: '20260101',
      region: 'us-west-2',
      service: 'events',
    });
  });

  it('is refused when there is none', () => {
    expect(() => credentialScopeOf({})).toThrow(SignatureError);
  });
});

describe('a request of a real client is verified', () => {
  it('of EventBridge', async () => {
    const request = await received(async (endpoint) => {
      const client = new EventBridgeClient(clientOptions(endpoint));
      await client.send(new PutEventsCommand({ Entries: [{ Source: 'тест', DetailType: 'd', Detail: '{"a":"😀"}' }] }));
    });

    await expect(verify(request, { now: Date.now(), service: 'events' })).resolves.toMatchObject({
      region: 'us-west-2',
    });
  });

  it('of SQS', async () => {
    const request = await received(async (endpoint) => {
      const client = new SQSClient({ ...clientOptions(endpoint), md5: false });
      await client.send(new SendMessageCommand({ QueueUrl: `${endpoint}/123456789012/queue`, MessageBody: 'é' }));
    });

    await expect(verify(request, { now: Date.now(), service: 'sqs' })).resolves.toMatchObject({ region: 'us-west-2' });
  });
});

function verify(request: SignedRequest, options: Partial<VerificationOptions> = {}) {
  const iam = anIam();
  return verifySignature(request, { accessKey: (id) => iam.accessKey(id), now: SIGNING_TIME, ...options });
}

function withHeaders(request: SignedRequest, headers: SignedRequest['headers']): SignedRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

function withAuthorization(request: SignedRequest, from: string | RegExp, to: string): SignedRequest {
  return withHeaders(request, { authorization: String(request.headers['authorization']).replace(from, to) });
}

function clientOptions(endpoint: string) {
  const { accessKeyId, secretAccessKey } = aUser();
  return { endpoint, region: 'us-west-2', credentials: { accessKeyId, secretAccessKey } };
}

/** What a client sends to a server that answers `{}`. */
async function received(send: (endpoint: string) => Promise<void>): Promise<SignedRequest> {
  const requests: Promise<SignedRequest>[] = [];
  const server = createServer((incoming, response) => {
    requests.push(read(incoming));
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await send(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  const [request] = requests;
  if (!request) throw new Error('The client sent nothing.');
  return request;
}

async function read(incoming: IncomingMessage): Promise<SignedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = '', url: path = '', headers } = incoming;
  return { method, path, headers, body: Buffer.concat(chunks) };
}
