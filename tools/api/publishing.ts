// One message, published over HTTP.
import { Agent, fetch } from 'undici';
import { jsonIn, UserError } from 'local-aws/terms';
import type { Connection } from './connection';
import { expiredToken } from './expired-token';
import { failureOf } from './failure';

const PUBLISH = `mutation Publish($name: String!, $message: String!, $data: AWSJSON) {
  publish(name: $name, message: $message, data: $data) { name message data id publishedAt region userId } }`;

/** Of an HTTP answer: from this one on the front door's own failures, which pass. */
const SERVER_ERROR = 500;
const NO_REGION = 'No region answers at the moment; try again in a few seconds.';
const NO_API = 'The answer is not from the API; correct the address.';

/** A message that was published. */
export interface Published {
  readonly name: string;
  readonly id: string;
  readonly region: string;
}

/** The body of the API's answer. */
interface Outcome {
  readonly data?: { readonly publish: Published | null } | null;
  readonly errors?: readonly { readonly errorType?: string | null; readonly message: string }[];
}

/**
 * Publishes a message.
 * @param variables of the mutation: `name`, `message`, and `data` if there is some
 * @throws UserError `PUBLISH_REFUSED` or `API_UNREACHABLE`
 */
export async function publish(connection: Connection, variables: object): Promise<Published> {
  const { errors, data } = await post(connection, JSON.stringify({ query: PUBLISH, variables }));
  const [error] = errors ?? [];
  if (error) {
    const sentence = [error.errorType, error.message].filter(Boolean).join(': ');
    throw new UserError('PUBLISH_REFUSED', expiredToken(error, connection.credentials) ?? sentence);
  }
  if (data?.publish) return data.publish;
  throw new UserError('PUBLISH_REFUSED', 'The API answered with neither a message nor an error; try again.');
}

async function post({ graphqlUrl, credentials, ca }: Connection, body: string): Promise<Outcome> {
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } });
  const headers = { 'content-type': 'application/json', ...credentials };
  try {
    const response = await fetch(graphqlUrl, { method: 'POST', headers, body, dispatcher });
    const outcome = jsonIn(await response.text()) as Outcome | undefined;
    if (outcome) return outcome;
    const message = response.status >= SERVER_ERROR ? NO_REGION : NO_API;
    return { errors: [{ errorType: `HTTP ${response.status}`, message }] };
  } catch (error) {
    const { cause } = error as { readonly cause?: unknown };
    const { prospect, reason } = failureOf(cause ?? error, graphqlUrl);
    const sentence = prospect === 'good' ? `${graphqlUrl} cannot be reached: ${reason}` : reason;
    throw new UserError('API_UNREACHABLE', sentence, { cause: error });
  } finally {
    await dispatcher.close();
  }
}
