// Lambda@Edge at the origin: what the function is shown, and what CloudFront makes of its result.
import type { DistributionDefinition } from '../../src/cloudfront/distributions/distribution';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import {
  aBehavior,
  aBucketOrigin,
  aCustomOrigin,
  aDistributionWithFunction,
  anOrigin,
  type CloudFrontBench,
  cloudFrontBench,
  ORIGIN_HOST,
  publishFunction,
  type TestOrigin,
  VERSION_ARN,
  view,
  type ViewerRequest,
} from '../support/cloudfront';
import { endpointAt } from '../support/endpoint';

let bench: CloudFrontBench;
let origin: TestOrigin;

beforeEach(async () => {
  bench = cloudFrontBench();
  origin = await bench.serveOrigin();
});

afterEach(async () => bench.stop());

/** @param code the body of a handler that is given `event` and `request` */
function open(code: string, definition: Partial<DistributionDefinition> = {}, timeout = 3) {
  const handler = `exports.handler = async (event) => { const { request } = event.Records[0].cf; ${code} };`;
  publishFunction(bench, handler, { timeout });
  return bench.open(aDistributionWithFunction(definition));
}

/** The event, as a function that answers with it saw it. */
async function eventOf(viewer: ViewerRequest, definition: Partial<DistributionDefinition> = {}): Promise<JsonObject> {
  const edge = await open('return { status: "200", body: JSON.stringify(event) };', definition);
  return JSON.parse((await view(edge, viewer)).body) as JsonObject;
}

/** The request of an event. */
function requestOf(event: JsonObject) {
  const {
    Records: [
      {
        cf: { request },
      },
    ],
  } = event as unknown as { Records: [{ cf: { request: JsonObject } }] };
  return request;
}

describe('CDN-10 the event', () => {
  it('has the shape that AWS documents', async () => {
    const event = await eventOf({
      path: '/graphql?a=%20b',
      headers: { host: 'localhost', 'User-Agent': 'curl/8', Accept: '*/*' },
    });
    const [distribution] = bench.cloudFront.distributions();

    expect(event).toEqual({
      Records: [
        {
          cf: {
            config: {
              distributionDomainName: distribution?.domainName,
              distributionId: distribution?.id,
              eventType: 'origin-request',
              requestId: expect.stringMatching(/^[\w-]{54}==$/),
            },
            request: {
              clientIp: '127.0.0.1',
              headers: {
                host: [{ key: 'host', value: 'localhost' }],
                'user-agent': [{ key: 'User-Agent', value: 'curl/8' }],
                accept: [{ key: 'Accept', value: '*/*' }],
                'x-forwarded-for': [{ key: 'X-Forwarded-For', value: '127.0.0.1' }],
                via: [{ key: 'Via', value: expect.stringMatching(/\(CloudFront\)$/) }],
              },
              method: 'GET',
              origin: {
                custom: {
                  customHeaders: {},
                  domainName: ORIGIN_HOST,
                  keepaliveTimeout: 5,
                  path: '',
                  port: 443,
                  protocol: 'https',
                  readTimeout: 30,
                  sslProtocols: ['TLSv1.2'],
                },
              },
              querystring: 'a=%20b',
              uri: '/graphql',
            },
          },
        },
      ],
    });
  });

  it('shows a bucket', async () => {
    await bench.s3.createBucket('page');
    const event = await eventOf({}, { origins: [aBucketOrigin({ id: 'api' })], defaultRootObject: 'index.html' });

    expect(requestOf(event)).toMatchObject({
      uri: '/index.html',
      origin: {
        s3: { authMethod: 'none', customHeaders: {}, domainName: 'page.s3.us-east-1.amazonaws.com', path: '' },
      },
    });
  });

  it('shows the origin’s own headers', async () => {
    const event = await eventOf({}, { origins: [aCustomOrigin({ customHeaders: [['X-Stage', 'one']] })] });

    expect(requestOf(event)).toMatchObject({
      origin: { custom: { customHeaders: { 'x-stage': [{ key: 'X-Stage', value: 'one' }] } } },
    });
  });

  it('has an entry for each time that a header was sent', async () => {
    const { headers } = requestOf(await eventOf({ headers: { 'X-Two': ['1', '2'] } }));

    expect(headers).toMatchObject({
      'x-two': [
        { key: 'X-Two', value: '1' },
        { key: 'X-Two', value: '2' },
      ],
    });
  });

  it('has neither Upgrade nor Connection', async () => {
    const { headers } = requestOf(
      await eventOf({ headers: { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' } }),
    );

    expect(Object.keys(headers as object)).toContain('sec-websocket-key');
    expect(Object.keys(headers as object)).not.toEqual(expect.arrayContaining(['upgrade']));
    expect(Object.keys(headers as object)).not.toEqual(expect.arrayContaining(['connection']));
  });

  it('has no query string unless the policy passes all of them on', async () => {
    const defaultBehavior = aBehavior({ originRequestPolicyId: undefined, originRequestFunctionArn: VERSION_ARN });

    expect(requestOf(await eventOf({ path: '/?a=1' }, { defaultBehavior }))).toMatchObject({ querystring: '' });
  });
});

describe('CDN-12 a changed request', () => {
  const other = async () => {
    const second = await anOrigin((_, response) => response.end('second'));
    bench.hosts.serve('second.example.com', endpointAt(second.port));
    return second;
  };

  it('goes to the origin that the function names, with its host, path and query', async () => {
    const second = await other();
    const edge = await open(`
      request.origin.custom.domainName = 'second.example.com';
      request.headers.host = [{ key: 'Host', value: 'second.example.com' }];
      request.headers['x-new'] = [{ value: 'added' }];
      delete request.headers.accept;
      request.uri = '/graphql/realtime';
      request.querystring = 'b=2';
      return request;`);

    expect(await view(edge, { path: '/realtime?a=1', headers: { accept: '*/*' } })).toMatchObject({ body: 'second' });
    expect(second.asked.items).toMatchObject([
      { url: '/graphql/realtime?b=2', headers: { host: 'second.example.com', 'x-new': 'added' } },
    ]);
    expect(second.asked.items[0]?.headers.accept).toBeUndefined();
    await second.stop();
  });

  it('has the origin’s name as host when it has none', async () => {
    const edge = await open('delete request.headers.host; return request;');
    await view(edge);

    expect(origin.asked.items).toMatchObject([{ headers: { host: ORIGIN_HOST } }]);
  });

  it('keeps its body', async () => {
    const edge = await open('return request;');
    await view(edge, { method: 'POST', body: 'kept' });

    expect(origin.asked.items).toMatchObject([{ body: 'kept' }]);
  });

  it('goes to a bucket', async () => {
    const edge = await open(`
      request.origin = { s3: { domainName: 'page.s3.us-east-1.amazonaws.com', authMethod: 'none', path: '', customHeaders: {} } };
      return request;`);
    await bench.s3.createBucket('page');

    expect(await view(edge)).toMatchObject({ status: 403, headers: { server: 'AmazonS3' } });
  });

  it('CDN-11 is not asked of a name that does not resolve', async () => {
    const edge = await open("request.origin.custom.domainName = 'nowhere.example.com'; return request;");

    expect(await view(edge)).toMatchObject({
      status: 502,
      body: expect.stringContaining("CloudFront wasn't able to resolve the origin domain name."),
    });
  });

  it('CDN-11 does not run the function when the name of the distribution’s origin does not resolve', async () => {
    const edge = await open("console.log('ran'); return { status: '200' };", {
      origins: [aCustomOrigin({ domainName: 'nowhere.example.com' }), aCustomOrigin({ id: 'other' })],
      behaviors: [aBehavior({ pathPattern: '/other', targetOriginId: 'other', originRequestFunctionArn: VERSION_ARN })],
    });

    expect(await view(edge)).toMatchObject({ status: 502 });
    await view(edge, { path: '/other' });
    await bench.lines.find((line) => line.endsWith('ran'));
    expect(bench.lines.items).toHaveLength(1);
  });
});

describe('CDN-13 a request that CloudFront does not take', () => {
  it.each([
    ['nothing', 'return null;', 'The function must return a request or a response object.'],
    ['a text', "return 'x';", 'The function must return a request or a response object.'],
    [
      'a header that is disallowed',
      "request.headers['x-edge-location'] = [{ value: 'x' }]; return request;",
      'The Lambda function result failed validation: The function tried to add a blacklisted header.',
    ],
    [
      'a read-only header that was changed',
      "request.headers.via = [{ value: 'x' }]; return request;",
      'The Lambda function result failed validation: The function tried to add, delete, or change a read-only header.',
    ],
    [
      'a read-only header that was added',
      "request.headers['if-none-match'] = [{ value: 'x' }]; return request;",
      'change a read-only header.',
    ],
    [
      'a read-only header that was deleted',
      'delete request.headers.via; return request;',
      'change a read-only header.',
    ],
    [
      'a header that is not a list',
      "request.headers['x-a'] = { value: 'x' }; return request;",
      'The Lambda function returned an invalid entry in the headers object: Each header entry in the headers object must be an array.',
    ],
    ['a header without value', "request.headers['x-a'] = [{ key: 'X-A' }]; return request;", 'a line of text'],
    ['a header of two lines', "request.headers['x-a'] = [{ value: 'a\\r\\nb: c' }]; return request;", 'a line of text'],
    [
      'a key of another name',
      "request.headers['x-a'] = [{ key: 'X-B', value: 'x' }]; return request;",
      'must be its name',
    ],
    ['a name with a space', "request.headers['x a'] = [{ value: 'x' }]; return request;", 'invalid character'],
    ['no headers', 'delete request.headers; return request;', 'The headers must be an object.'],
    ['another method', "request.method = 'POST'; return request;", 'tried to change the method'],
    ['another viewer', "request.clientIp = '1.2.3.4'; return request;", 'address of the viewer'],
    ['a body', "request.body = { action: 'replace', data: 'x' }; return request;", 'a body that it was not shown'],
    ['a uri without slash', "request.uri = 'graphql'; return request;", 'must begin with a slash'],
    ['a uri with a space', "request.uri = '/a b'; return request;", 'must begin with a slash'],
    ['a query with a fragment', "request.querystring = 'a#b'; return request;", 'The query string must be without'],
    ['a long uri', "request.uri = '/' + 'x'.repeat(8191); return request;", 'fewer than 8192 characters'],
    ['no origin', 'delete request.origin; return request;', 'The origin must be an object.'],
    ['no known origin', 'request.origin = {}; return request;', 'exactly one of custom and s3'],
    ['two origins', 'request.origin.s3 = {}; return request;', 'exactly one of custom and s3'],
    ['a port in the name', "request.origin.custom.domainName = 'a.example.com:1'; return request;", 'DNS name'],
    ['an address', "request.origin.custom.domainName = '127.0.0.1'; return request;", 'no IP address'],
    ['a long name', "request.origin.custom.domainName = 'a.'.repeat(126) + 'bc'; return request;", 'at most 253'],
    ['a low port', 'request.origin.custom.port = 81; return request;', 'The port must be 80, 443'],
    ['another protocol', "request.origin.custom.protocol = 'ws'; return request;", 'The protocol must be'],
    ['another TLS', "request.origin.custom.sslProtocols = ['TLSv9']; return request;", 'The sslProtocols must be'],
    ['a path that ends in a slash', "request.origin.custom.path = '/a/'; return request;", 'The path must be empty'],
    ['a long wait', 'request.origin.custom.readTimeout = 121; return request;', 'The readTimeout must be'],
    ['no keep-alive', 'request.origin.custom.keepaliveTimeout = 0; return request;', 'The keepaliveTimeout must be'],
    [
      'a custom header that is disallowed',
      "request.origin.custom.customHeaders = { cookie: [{ value: 'x' }] }; return request;",
      'The header cookie cannot be a custom header',
    ],
    [
      'a custom header that the request has',
      "request.headers['x-a'] = request.origin.custom.customHeaders['x-a'] = [{ value: 'x' }]; return request;",
      'The header x-a cannot be a custom header',
    ],
    [
      'a bucket in capitals',
      "request.origin = { s3: { domainName: 'P.s3.amazonaws.com', path: '' } }; return request;",
      'in lower case',
    ],
    [
      'a bucket with an access identity',
      "request.origin = { s3: { domainName: 'p.s3.amazonaws.com', authMethod: 'origin-access-identity' } }; return request;",
      'The authMethod must be none',
    ],
  ])('has %s', async (_, code, sentence) => {
    const edge = await open(code);

    expect(await view(edge)).toMatchObject({
      status: 502,
      headers: { 'x-cache': 'LambdaValidationError from cloudfront' },
      body: expect.stringContaining(sentence),
    });
    expect(origin.asked.items).toEqual([]);
  });

  it('is told to the log of the distribution', async () => {
    const edge = await open('return 1;');
    const { headers } = await view(edge);

    expect(bench.lines.items).toEqual([
      `us-west-2 /aws/cloudfront/LambdaEdge/${bench.cloudFront.distributions()[0]?.id ?? ''} (${String(headers['x-amz-cf-id'])}) ` +
        'ERROR Validation error: The Lambda function result failed validation: The function must return a request or a response object.',
    ]);
  });
});

describe('CDN-14 a response that the function makes', () => {
  it('goes to the viewer and not to the origin', async () => {
    const edge = await open(`return {
      status: '404', statusDescription: 'Nothing Here', body: 'nothing',
      headers: { 'content-type': [{ value: 'text/plain' }], 'set-cookie': [{ value: 'a=1' }, { value: 'b=2' }] } };`);

    expect(await view(edge)).toMatchObject({
      status: 404,
      statusMessage: 'Nothing Here',
      body: 'nothing',
      headers: { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'], 'x-cache': 'Error from cloudfront' },
    });
    expect(origin.asked.items).toEqual([]);
  });

  it('may have a number as status and a body in Base64', async () => {
    const edge = await open("return { status: 200, bodyEncoding: 'base64', body: 'aGVsbG8=' };");

    expect(await view(edge)).toMatchObject({ status: 200, body: 'hello' });
  });

  it.each([
    ['status 199', "return { status: '199' };", 'from 200 to 599'],
    ['status 600', 'return { status: 600 };', 'from 200 to 599'],
    ['no number as status', "return { status: 'OK' };", 'from 200 to 599'],
    [
      'a description of two lines',
      "return { status: '200', statusDescription: 'a\\r\\nb' };",
      'must be a line of text',
    ],
    [
      'an object as body',
      "return { status: '200', body: {} };",
      'The body is not a string, is not an object, or exceeds the maximum size.',
    ],
    ['another encoding', "return { status: '200', bodyEncoding: 'hex' };", 'must be text or base64'],
    ['more than 1 MB', "return { status: '200', body: 'x'.repeat(1024 * 1024) };", 'exceeds the maximum size'],
    [
      'a disallowed header',
      "return { status: '200', headers: { connection: [{ value: 'x' }] } };",
      'blacklisted header',
    ],
    ['a read-only header', "return { status: '200', headers: { via: [{ value: 'x' }] } };", 'read-only header'],
  ])('does not have %s', async (_, code, sentence) => {
    const edge = await open(code);

    expect(await view(edge)).toMatchObject({ status: 502, body: expect.stringContaining(sentence) });
  });
});

describe('CDN-15 a function that fails', () => {
  const failure = {
    status: 503,
    headers: { 'x-cache': 'LambdaExecutionError from cloudfront' },
    body: expect.stringContaining(
      "The Lambda function associated with the CloudFront distribution is invalid or doesn't have the required permissions.",
    ),
  };

  it('is answered with 503, and its error is told', async () => {
    const edge = await open("throw new RangeError('too far');");

    expect(await view(edge)).toMatchObject(failure);
    expect(bench.lines.items).toEqual([expect.stringContaining('ERROR RangeError: too far')]);
  });

  it('is answered with 503 when it takes too long', async () => {
    const edge = await open('console.log("begun"); await new Promise((resolve) => setTimeout(resolve, 1e6));', {}, 2);
    const answer = view(edge);
    await bench.lines.find((line) => line.endsWith('begun'));
    await bench.clock.advance(2000);

    expect(await answer).toMatchObject(failure);
  });

  it('is answered with 503 when it ends its process, and the next request gets another', async () => {
    const edge = await open("if (request.uri === '/exit') process.exit(1); return { status: '200' };");

    expect(await view(edge, { path: '/exit' })).toMatchObject(failure);
    expect(await view(edge)).toMatchObject({ status: 200 });
  });
});

describe('CDN-16 the process of a function', () => {
  const answerWith = (value: string) => `return { status: '200', body: JSON.stringify(${value}) };`;
  const shown = async (value: string): Promise<JsonValue> => {
    const edge = await open(answerWith(value));
    return JSON.parse((await view(edge)).body) as JsonValue;
  };

  it('has AWS_REGION, the region near the edge, and no other variable', async () => {
    const variables = (await shown('process.env')) as JsonObject;

    // Node's own, for the channel to the engine, and that of macOS.
    expect(Object.keys(variables).filter((name) => !/^NODE_CHANNEL|^__CF/.test(name))).toEqual(['AWS_REGION']);
    expect(variables['AWS_REGION']).toBe('us-west-2');
  });

  it('asks the resolver of its edge', async () => {
    const dns = "require('node:dns')";

    expect(await shown(`[${dns}.getServers(), ${dns}.promises.getServers()]`)).toEqual([
      ['127.0.0.1:9'],
      ['127.0.0.1:9'],
    ]);
  });

  it('stays for the next request', async () => {
    const edge = await open(`globalThis.count = (globalThis.count ?? 0) + 1; ${answerWith('globalThis.count')}`);

    expect([(await view(edge)).body, (await view(edge)).body]).toEqual(['1', '2']);
  });

  it('takes requests that come at once one after the other', async () => {
    const edge = await open(answerWith('process.pid'));
    const answers = await Promise.all(Array.from({ length: 20 }, () => view(edge)));

    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });

  it('is another one at another edge', async () => {
    const first = await open(answerWith('[process.pid, process.env.AWS_REGION]'));
    const second = await bench.edge({ location: 'eu-central-1', airport: 'FRA' });
    const [one, two] = [(await view(first)).body, (await view(second)).body].map(
      (body) => JSON.parse(body) as [number, string],
    );

    expect(one?.[0]).not.toBe(two?.[0]);
    expect(two?.[1]).toBe('eu-central-1');
  });

  it('tells what it prints to the log of its region', async () => {
    const edge = await open("console.log('hello'); return { status: '200' };");
    await view(edge);

    expect(await bench.lines.find((line) => line.includes('hello'))).toBe('us-west-2 us-east-1.subject hello');
  });

  it('is told its name at the edge', async () => {
    publishFunction(
      bench,
      "exports.handler = async (_, context) => ({ status: '200', body: JSON.stringify(context) });",
    );
    const edge = await bench.open(aDistributionWithFunction());

    expect(JSON.parse((await view(edge)).body)).toMatchObject({
      functionName: 'us-east-1.subject',
      functionVersion: '1',
      invokedFunctionArn: 'arn:aws:lambda:us-west-2:123456789012:function:us-east-1.subject:1',
    });
  });
});
