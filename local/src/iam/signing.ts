// Signs requests with Signature Version 4, as a service does that acts as a role.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash } from 'node:crypto';

import { SignatureV4 } from '@smithy/signature-v4';
import type { AccessKey } from './caller';
import { Sha256 } from './sha256';

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly method: string;
  /** With `host`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without the query string. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Who signs, and for what. */
export interface Signing {
  readonly key: AccessKey;
  readonly region: string;
  readonly service: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
}

/** @returns the headers of the request, with those of the signature */
export async function signedHeaders(
  { method, headers, path, query, body }: UnsignedRequest,
  { key, region, service, now }: Signing,
): Promise<Readonly<Record<string, string>>> {
  const { accessKeyId, secretAccessKey, sessionToken } = key;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  const signer = new SignatureV4({ region, service, credentials, sha256: Sha256 });
  const signed = await signer.sign(
    {
      ...{ method, path, query: { ...query }, protocol: 'https:', hostname: headers['host'] ?? '' },
      // Node's own hash, which the signer takes over: its own one is written in JavaScript.
      headers: { ...headers, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
    },
    { signingDate: new Date(now) },
  );
  return signed.headers;
}
