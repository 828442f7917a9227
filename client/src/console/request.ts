// Operations over HTTP, as the visitor: the whole answer, errors included, which the client library would judge.
import { dataIn } from '../board/structured-data';
import { type Credential } from '../credential/credential';
import { headersOf } from '../credential/authorization';
import type { Operation } from './operation';

/** What was answered. */
export interface Answer {
  /** Of HTTP. */
  readonly status: number;
  /** Milliseconds. */
  readonly took: number;
  /** The body as JSON; the text that it is, if it is none. */
  readonly content: unknown;
}

/** Sends an operation to the front door. @throws TypeError, `fetch`'s own, if nothing answers */
export async function request(
  { query, variables, operationName }: Omit<Operation, 'isSubscription'>,
  credential: Credential,
): Promise<Answer> {
  const asked = performance.now();
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(credential) },
    body: JSON.stringify({ query, variables, operationName }),
  });
  const text = await response.text();
  return { status: response.status, took: performance.now() - asked, content: dataIn(text) ?? text };
}
