// `npm run pub`: publishes one message.
import { text } from 'node:stream/consumers';
import { Agent, fetch } from 'undici';
import { CONNECTION_USAGE, type Connection, readCommandLine, UsageError } from '../client/examples/connection';
import { failureOf } from '../client/examples/failure';

const USAGE = `Usage: npm run pub -- CHANNEL MESSAGE [options]

  MESSAGE          any text; - reads it from standard input
  --data JSON      a structured payload beside it
${CONNECTION_USAGE}`;

const PUBLISH = `mutation Publish($name: String!, $message: String!, $data: AWSJSON) {
  publish(name: $name, message: $message, data: $data) { name message data id publishedAt region userId } }`;

/** Of an HTTP answer: from this one on the front door's own failures, which pass. */
const SERVER_ERROR = 500;
const NO_REGION = 'No region answers at this moment; try again in some seconds.';
const NO_API = 'This is no answer of the API; correct the address.';

/** A message that was published. */
interface Published {
  readonly name: string;
  readonly id: string;
  readonly region: string;
}

/** What the API answers. */
interface Answer {
  readonly data?: { readonly publish: Published | null } | null;
  readonly errors?: readonly { readonly errorType?: string | null; readonly message: string }[];
}

async function main(): Promise<void> {
  const command = readCommandLine(process.argv.slice(2), 2, USAGE);
  if (command === 'help') {
    print(USAGE);
    return;
  }
  const { words, data, json, connection } = command;
  const [name = '', given = ''] = words;
  const message = given === '-' ? await text(process.stdin) : given;
  const published = await publish(connection, { name, message, ...(data !== undefined && { data }) });
  print(json ? JSON.stringify(published) : `Published to ${published.name} in ${published.region} as ${published.id}.`);
}

async function publish(connection: Connection, variables: object): Promise<Published> {
  const { errors, data } = await post(connection, JSON.stringify({ query: PUBLISH, variables }));
  const [error] = errors ?? [];
  if (error) throw new UsageError([error.errorType, error.message].filter(Boolean).join(': '));
  if (!data?.publish) throw new UsageError('The API answered with neither a message nor an error.');
  return data.publish;
}

async function post({ graphqlUrl, credentials, ca }: Connection, body: string): Promise<Answer> {
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } });
  const headers = { 'content-type': 'application/json', ...credentials };
  try {
    const response = await fetch(graphqlUrl, { method: 'POST', headers, body, dispatcher });
    const answer = await response.text();
    return (
      parsed(answer) ?? {
        errors: [
          {
            errorType: `HTTP ${response.status}`,
            message: response.status >= SERVER_ERROR ? NO_REGION : NO_API,
          },
        ],
      }
    );
  } catch (error) {
    const { cause } = error as { readonly cause?: unknown };
    const { prospect, reason } = failureOf(cause ?? error, graphqlUrl);
    throw new UsageError(prospect === 'good' ? `${graphqlUrl} cannot be reached: ${reason}` : reason);
  } finally {
    await dispatcher.close();
  }
}

function parsed(answer: string): Answer | undefined {
  try {
    return JSON.parse(answer) as Answer;
  } catch {
    return undefined;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof UsageError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
