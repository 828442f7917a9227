// How other clients publish to a channel: with the address and the credential of this page, ready to paste.
import type { Credential } from '../credential/credential';

/** What to publish, where, and as whom. */
export interface Publication {
  /** The front door: `https://pubsub.example.com`. */
  readonly origin: string;
  readonly channel: string;
  readonly credential: Credential;
  /** Is it the engine on this machine, whose certificate is in the project's folder? */
  readonly isLocal: boolean;
  /** Is the credential the one that the project's commands take by themselves? */
  readonly isOwn: boolean;
}

/** A way to publish. */
export interface Snippet {
  /** What it is for: `curl`. */
  readonly client: string;
  /** What to do with it. */
  readonly hint: string;
  readonly code: string;
}

const MUTATION =
  'mutation ($name: String!, $message: String!) { publish(name: $name, message: $message) { id region } }';
/** What a shell takes for one word as it is. */
const PLAIN_WORD = /^[\w./:@%+,-]+$/;

/** For each kind of client, in the order of effort. */
export function snippetsOf(publication: Publication): readonly Snippet[] {
  const terminal = publication.isLocal
    ? 'Paste it into a terminal, in the project’s folder.'
    : 'Paste it into a terminal.';
  return [
    { client: 'curl', hint: terminal, code: curl(publication) },
    { client: 'npm run pub', hint: 'Paste it into a terminal, in the project’s folder.', code: command(publication) },
    { client: 'Library', hint: 'The package is in client/lib of the project.', code: library(publication) },
    { client: 'Amplify', hint: 'With aws-amplify 6.', code: amplify(publication) },
  ];
}

function curl({ origin, channel, credential, isLocal }: Publication): string {
  const body = { query: MUTATION, variables: { name: channel, message: 'Hello from curl' } };
  const header = credential.kind === 'token' ? 'authorization' : 'x-api-key';
  return [
    `curl ${isLocal ? '--cacert .local/ca.pem ' : ''}${word(`${origin}/graphql`)}`,
    `-H ${word(`${header}: ${credential.value}`)}`,
    "-H 'content-type: application/json'",
    `-d ${word(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}

function command({ origin, channel, credential, isOwn }: Publication): string {
  const short = `npm run pub -- ${word(channel)} "Hello from a terminal"`;
  if (isOwn) return short;
  const option = credential.kind === 'token' ? '--token' : '--api-key';
  return `${short} \\\n  --url ${word(`${origin}/graphql`)} ${option} ${word(credential.value)}`;
}

function library({ origin, channel, credential }: Publication): string {
  const option = credential.kind === 'token' ? 'token' : 'apiKey';
  return `import { connect } from 'global-pubsub-client';

const client = connect({ url: ${text(origin)}, ${option}: ${text(credential.value)} });
client.subscribe(${text(channel)}, { onMessage: console.log });
await client.publish(${text(channel)}, { message: 'Hello from the library' });`;
}

function amplify({ origin, channel, credential }: Publication): string {
  const [mode, key, option] =
    credential.kind === 'token'
      ? ['lambda', '', `, authToken: ${text(credential.value)}`]
      : ['apiKey', `, apiKey: ${text(credential.value)}`, ''];
  return `import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';

const GraphQL = { endpoint: ${text(`${origin}/graphql`)}, region: 'us-east-1', defaultAuthMode: '${mode}'${key} };
Amplify.configure({ API: { GraphQL } });
const client = generateClient({ authMode: '${mode}'${option} });
await client.graphql({
  query: '${MUTATION}',
  variables: { name: ${text(channel)}, message: 'Hello from Amplify' },
});`;
}

/** A word of a shell's command line. */
function word(value: string): string {
  return PLAIN_WORD.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** A literal of JavaScript. */
function text(value: string): string {
  return PLAIN_WORD.test(value) ? `'${value}'` : JSON.stringify(value);
}
