// The host in the credentials of a handshake: replaced where it can be read, everything else as it was.
import fc from 'fast-check';
import type { OriginRequest } from '../../../edge/cloudfront-event';
import { withHost } from '../../../edge/credentials';
import { aRequest, OWN_HOSTS } from './requests';

const HOST = OWN_HOSTS.graphql;
/** Its base64 has characters that a URL would not keep. */
const CREDENTIALS = { host: 'pubsub.example.com', Authorization: 'ÿþ~~~???>>>', 'x-extra': { deep: [1, null] } };

function encoded(credentials: unknown, encoding: BufferEncoding): string {
  return Buffer.from(JSON.stringify(credentials)).toString(encoding);
}

function withQuery(querystring: string): OriginRequest {
  return aRequest('realtime_python_gql', { querystring });
}

function withProtocols(...values: readonly string[]): OriginRequest {
  const headers = { 'sec-websocket-protocol': values.map((value) => ({ key: 'Sec-WebSocket-Protocol', value })) };
  return aRequest('realtime_amplify', { headers });
}

function headerIn({ querystring }: OriginRequest): unknown {
  const text = new URLSearchParams(querystring).get('header') ?? '';
  return JSON.parse(Buffer.from(text, 'base64').toString());
}

describe('in the query string', () => {
  it.each<BufferEncoding>(['base64', 'base64url'])('are read as %s, and keep their other members', (encoding) => {
    const request = withQuery(`header=${encodeURIComponent(encoded(CREDENTIALS, encoding))}`);

    expect(headerIn(withHost(request, HOST))).toEqual({ ...CREDENTIALS, host: HOST });
  });

  it('are read with a bare plus sign in them', () => {
    const text = encoded(CREDENTIALS, 'base64');
    expect(text).toContain('+');

    expect(headerIn(withHost(withQuery(`header=${text}`), HOST))).toEqual({ ...CREDENTIALS, host: HOST });
  });

  it('leave the other parameters as they were', () => {
    const header = encodeURIComponent(encoded(CREDENTIALS, 'base64'));

    const { querystring } = withHost(withQuery(`a=%zz&header=${header}&payload=e30%3D&b`), HOST);

    expect(querystring).toMatch(/^a=%zz&header=[^&]+&payload=e30%3D&b$/);
  });

  it.each([
    '',
    'payload=e30=',
    'header',
    'header=',
    'header=%zz',
    'header=!!',
    'header=e30%3D',
    'header=W10%3D',
    'header=/w==',
  ])('stay %p, which cannot be read or names no host', (querystring) => {
    expect(withHost(withQuery(querystring), HOST).querystring).toBe(querystring);
  });

  it('stay when they are no UTF-8', () => {
    const bytes = Buffer.from('{"host":"a","x":"\xff"}', 'latin1').toString('base64url');

    expect(withHost(withQuery(`header=${bytes}`), HOST).querystring).toBe(`header=${bytes}`);
  });
});

describe('in the subprotocol', () => {
  const subprotocol = `header-${encoded(CREDENTIALS, 'base64url')}`;
  const replaced = `header-${encoded({ ...CREDENTIALS, host: HOST }, 'base64url')}`;

  it('keep their other members, their order and their name', () => {
    const { headers } = withHost(withProtocols(`graphql-ws, ${subprotocol}`), HOST);

    expect(headers).toEqual({
      'sec-websocket-protocol': [{ key: 'Sec-WebSocket-Protocol', value: `graphql-ws, ${replaced}` }],
    });
  });

  it('are found in a header of their own', () => {
    const { headers } = withHost(withProtocols('graphql-ws', subprotocol), HOST);

    expect(headers['sec-websocket-protocol']?.map(({ value }) => value)).toEqual(['graphql-ws', replaced]);
  });

  it.each(['graphql-ws', 'header-', 'header-!!', 'header-e30', 'graphql-ws, header-W10', 'HEADER-e30'])(
    'stay %p, which cannot be read or names no host',
    (value) => {
      const request = withProtocols(value);

      expect(withHost(request, HOST)).toEqual(request);
    },
  );
});

it('leaves a handshake without credentials as it was', () => {
  const request = aRequest('realtime_swift');

  expect(withHost(request, HOST)).toEqual(request);
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (query, protocol) => {
      const { headers } = withProtocols(protocol, `header-${protocol}`);
      const answer = withHost({ ...withQuery(`header=${query}`), headers }, HOST);

      expect(answer.headers['sec-websocket-protocol']).toHaveLength(2);
    }),
  );
});
