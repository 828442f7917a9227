// Which failures of a connection pass by themselves.
import { failureOf, refusalOf } from '../../../../tools/api/failure';

const URL_OF_API = 'https://pubsub.example.com/graphql';

function systemError(code: string, message = `it failed: ${code}`): Error {
  return Object.assign(new Error(message), { code });
}

it.each([
  ['a port without a server', systemError('ECONNREFUSED')],
  ['a reset', systemError('ECONNRESET')],
  ['a time that is over', systemError('ETIMEDOUT')],
  ['a name server that does not answer', systemError('EAI_AGAIN')],
  ['a host that is out of reach', systemError('EHOSTUNREACH')],
  ['a handshake that takes too long', new Error('Opening handshake has timed out')],
])('hopes after %s', (_, error) => {
  expect(failureOf(error, URL_OF_API)).toEqual({ prospect: 'good', reason: error.message });
});

it.each([
  ['an authority that is not trusted', systemError('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
  ['a certificate that signed itself', systemError('DEPTH_ZERO_SELF_SIGNED_CERT')],
  ['an authority that signed itself', systemError('SELF_SIGNED_CERT_IN_CHAIN')],
  ['a certificate of another host', systemError('ERR_TLS_CERT_ALTNAME_INVALID')],
  ['a certificate that has ended', systemError('CERT_HAS_EXPIRED')],
])('sees no hope in %s, and says what to do', (_, error) => {
  const { prospect, reason } = failureOf(error, URL_OF_API);

  expect(prospect).toBe('none');
  expect(reason).toMatch(
    /^The certificate of pubsub\.example\.com is not trusted \(.*\); correct the address, or name/,
  );
});

it.each([
  [
    'a port without TLS',
    systemError('EPROTO', 'C0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:\n'),
  ],
  ['another protocol of WebSockets', new Error('Server sent no subprotocol')],
  ['a port of another protocol', new Error('bad port')],
  ['no HTTP', systemError('HPE_INVALID_CONSTANT', 'Parse Error: Expected HTTP/')],
])('sees no hope in %s', (_, error) => {
  const { prospect, reason } = failureOf(error, URL_OF_API);

  expect(prospect).toBe('none');
  expect(reason).toMatch(/^No API answers at https:\/\/pubsub\.example\.com\/graphql \(.*\); correct the address\.$/);
});

it('takes an unknown name for mistyped, unless it was known before', () => {
  expect(failureOf(systemError('ENOTFOUND'), URL_OF_API)).toEqual({
    prospect: 'good if it was live before',
    reason: "The host name pubsub.example.com does not resolve; correct the address, or check this machine's network.",
  });
});

it('names the code of an error that says nothing', () => {
  expect(failureOf(systemError('ECONNREFUSED', ''), URL_OF_API).reason).toBe('ECONNREFUSED');
});

it.each([408, 429, 500, 502, 503, 504])('hopes after the answer %d', (status) => {
  expect(refusalOf(status, URL_OF_API)).toEqual({ prospect: 'good', reason: `HTTP ${status}` });
});

it.each([200, 301, 400, 401, 404])('sees no hope in the answer %d', (status) => {
  const { prospect, reason } = refusalOf(status, URL_OF_API);

  expect(prospect).toBe('none');
  expect(reason).toMatch(new RegExp(`\\(HTTP ${status}\\); correct the address( or the credentials)?\\.$`));
});

it('takes "forbidden" for a wrong address, unless it was let in before: a web ACL refuses whoever is too quick', () => {
  expect(refusalOf(403, URL_OF_API)).toEqual({
    prospect: 'good if it was live before',
    reason: `${URL_OF_API} refuses the connection (HTTP 403); correct the address, or send fewer requests from here.`,
  });
});
