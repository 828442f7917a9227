// GraphQL over HTTP as curl would send it, with an API key or with SigV4.
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { GraphQlError } from 'local-aws';
import { type ReceivedMessage, PUBLISH } from '../../../local/test/support/messages';
import type { Api } from '../planet';

/** What the API answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly GraphQlError[];
  };
}

/** A key pair that signs. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of credentials that are for a while. */
  readonly sessionToken?: string;
}

/** Sends an operation with the API's key, or with the given headers instead. */
export async function request(
  api: Api,
  query: string,
  variables: object = {},
  headers: Readonly<Record<string, string>> = { 'x-api-key': api.apiKey },
): Promise<HttpAnswer> {
  return post(api, JSON.stringify({ query, variables }), headers);
}

/** Sends a body as it is. */
export async function post(api: Api, body: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
  const response = await fetch(api.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as HttpAnswer['body'] };
}

/** Sends an operation signed with a key pair. */
export async function signedRequest(
  api: Api,
  keyPair: KeyPair,
  query: string,
  variables: object = {},
  date = new Date(),
): Promise<HttpAnswer> {
  const body = JSON.stringify({ query, variables });
  return post(api, body, await signedHeaders(api, keyPair, { path: '/graphql', body, date }));
}

/** The headers of a POST with this body, signed for AppSync. */
export async function signedHeaders(
  { graphqlUrl, region }: Api,
  credentials: KeyPair,
  { path, body, date = new Date() }: { readonly path: string; readonly body: string; readonly date?: Date },
): Promise<Record<string, string>> {
  const { hostname, host, protocol } = new URL(graphqlUrl);
  const signer = new SignatureV4({ service: 'appsync', region, credentials, sha256: Sha256, applyChecksum: false });
  const { headers } = await signer.sign(
    { method: 'POST', protocol, hostname, path, headers: { host, 'content-type': 'application/json' }, body },
    { signingDate: date },
  );
  return headers;
}

/** Publishes a message and returns what the API answered; throws on a GraphQL error. */
export async function publish(
  api: Api,
  variables: Readonly<Record<'name' | 'message', string> & Partial<Record<'data' | 'id' | 'previous', string>>>,
): Promise<ReceivedMessage> {
  const { body } = await request(api, PUBLISH, variables);
  if (body.errors) throw new Error(`publish failed: ${JSON.stringify(body.errors)}`);
  return body.data?.['publish'] as ReceivedMessage;
}
