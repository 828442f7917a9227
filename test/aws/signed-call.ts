// Calls of AWS's services whose SDK clients are no dependency: one signed request each.
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { DeployedStage } from '../support/target';

/** One call of a service. */
export interface Call {
  /** As it is signed, such as `monitoring`. */
  readonly service: string;
  readonly region: string;
  /** AWS's own; the account of an engine has one address for all services. */
  readonly host: string;
  readonly method?: 'GET' | 'POST';
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a service answers. */
export interface Answer {
  readonly isGood: boolean;
  /** The status and the beginning of the text, for a sentence. */
  readonly summary: string;
  readonly text: string;
}

/** Calls a service with the credentials at hand. */
export async function signedCall({ aws }: Pick<DeployedStage, 'aws'>, call: Call): Promise<Answer> {
  const { service, region, method = 'POST', path = '/', headers = {}, body } = call;
  const { endpointUrl = `https://${call.host}`, ...credentials } = aws;
  const { protocol, host, hostname } = new URL(endpointUrl);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const request = { method, protocol, hostname, path, headers: { ...headers, host } };
  const signed = await signer.sign(body === undefined ? request : { ...request, body });
  const answer = await fetch(new URL(path, endpointUrl), {
    ...{ method, headers: signed.headers },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  return { isGood: answer.ok, summary: `${answer.status} ${text.slice(0, 200)}`, text };
}
