// The certificate authority of the engine, and the certificates that it signs.
import { generate } from 'selfsigned';
import type { TlsIdentity } from '../foundation/http/server';

const DAY = 24 * 60 * 60 * 1000;
/** Milliseconds for which the authority is trusted once somebody has trusted it. */
const AUTHORITY_LIFE = 3650 * DAY;
/** Milliseconds for which a server's certificate holds; a new one is made at every start. */
const CERTIFICATE_LIFE = 365 * DAY;

/** The names under which this machine is reached. */
const NAMES = ['localhost', '*.localhost'];
const ADDRESSES = ['127.0.0.1', '::1'];

/** Makes a certificate authority. Clients that trust its certificate trust every server of the engine. @param name what the person who trusts it sees */
export async function createAuthority(name = 'Local AWS authority'): Promise<TlsIdentity> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + AUTHORITY_LIFE),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key, cert };
}

/** Makes a certificate for this machine's own names, signed by the authority. */
export async function issueCertificate(authority: TlsIdentity): Promise<TlsIdentity> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: authority,
    notAfterDate: new Date(Date.now() + CERTIFICATE_LIFE),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...NAMES.map((value) => ({ type: 2 as const, value })),
          ...ADDRESSES.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { key, cert };
}
