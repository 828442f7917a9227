// Why a connection was not made: in words, and whether another attempt may change it.

/**
 * What another attempt may bring. A host name that does not resolve, or that answers "forbidden", is most likely mistyped if it
 * was never reached; if it was, the network or the web ACL keeps this machine away for a while.
 */
export type Prospect = 'good' | 'good if it was live before' | 'none';

/** Why a connection was not made. */
export interface Failure {
  readonly prospect: Prospect;
  /** What happened; unless the prospect is good, a sentence that says what to do as well. */
  readonly reason: string;
}

/** Of an HTTP answer: from this one on the server's own failures, which pass. */
const SERVER_ERROR = 500;
/** Request Timeout, Too Many Requests. */
const PASSING_STATUSES: readonly number[] = [408, 429];
const UNAUTHORIZED = 401;
/** Also AWS WAF's, to an address that has sent too many requests: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html */
const FORBIDDEN = 403;

/** Characters of an answer that are repeated. */
const MOST_SHOWN = 60;

/** What Node.js says of certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_|SELF_SIGNED_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|HOSTNAME_MISMATCH)/;
/** What OpenSSL says of an answer that is not TLS, `ws` of one that speaks another protocol, and `fetch` of a port that has one. */
const OTHER_PROTOCOL = /wrong version number|packet length too long|subprotocol|^Parse Error|^bad port$/i;

/** @param url of what was to be reached */
export function failureOf(error: unknown, url: string): Failure {
  const { host, hostname } = new URL(url);
  const { code, message } = detailsOf(error);
  if (CERTIFICATE.test(code)) {
    return none(`The certificate of ${host} is not trusted (${message}); correct the address, or name its authority \
in NODE_EXTRA_CA_CERTS.`);
  }
  if (OTHER_PROTOCOL.test(message)) return none(`No API answers at ${url} (${message}); correct the address.`);
  if (code !== 'ENOTFOUND') return { prospect: 'good', reason: message };
  return {
    prospect: 'good if it was live before',
    reason: `The host name ${hostname} does not resolve; correct the address, or check this machine's network.`,
  };
}

/**
 * @param status of an HTTP answer where there should have been a WebSocket, or an API's own answer
 * @param text what was answered
 */
export function refusalOf(status: number, url: string, text = ''): Failure {
  if (isPassing(status)) return { prospect: 'good', reason: `HTTP ${status}` };
  if (status === FORBIDDEN) {
    const reason = `${url} refuses the connection (HTTP ${status}); correct the address, or send fewer requests from here.`;
    return { prospect: 'good if it was live before', reason };
  }
  return status === UNAUTHORIZED
    ? none(`${url} refuses the connection (HTTP ${status}); correct the address or the credentials.`)
    : none(`No API answers at ${url} (HTTP ${status}${beginningOf(text)}); correct the address.`);
}

/** May an HTTP answer be otherwise a moment later? */
export function isPassing(status: number): boolean {
  return status >= SERVER_ERROR || PASSING_STATUSES.includes(status);
}

/** What was answered in place of an API's answer, as far as it tells somebody what answers there. */
function beginningOf(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim();
  if (words === '') return '';
  return `: ${words.length > MOST_SHOWN ? `${words.slice(0, MOST_SHOWN)} …` : words}`;
}

function none(reason: string): Failure {
  return { prospect: 'none', reason };
}

/** Some errors have only a code: those of a name with several addresses, none of which answers. */
function detailsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const [message = ''] = error.message.trim().split('\n');
  return { code, message: message === '' ? code : message };
}
