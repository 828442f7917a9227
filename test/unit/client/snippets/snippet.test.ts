// What the page offers to paste elsewhere.
import { spawnSync } from 'node:child_process';
import { credentialOf } from '../../../../client/src/credential/credential';
import { type Publication, type Snippet, snippetsOf } from '../../../../client/src/snippets/snippet';

const TOKEN = { kind: 'token', value: 'a.b.c' } as const;
const KEY = { kind: 'apiKey', value: 'da2-key' } as const;

function aPublication(overrides: Partial<Publication> = {}): Publication {
  return {
    ...{ origin: 'https://pubsub.example.com', channel: 'tech', credential: TOKEN, isLocal: false, isOwn: false },
    ...overrides,
  };
}

function codeFor(client: Snippet['client'], overrides: Partial<Publication> = {}): string {
  return snippetsOf(aPublication(overrides)).find((snippet) => snippet.client === client)?.code ?? '';
}

/** The words that a shell makes of a command. */
function wordsOf(command: string): readonly string[] {
  const { stdout } = spawnSync('bash', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

it('takes the credential and the address of the page to curl', () => {
  const [, ...words] = wordsOf(codeFor('curl'));

  expect(words).toEqual([
    'https://pubsub.example.com/graphql',
    ...['-H', 'authorization: a.b.c', '-H', 'content-type: application/json', '-d', expect.any(String)],
  ]);
  expect(JSON.parse(words.at(-1) ?? '')).toMatchObject({ variables: { name: 'tech' } });
});

it('sends an API key as AppSync takes it', () => {
  expect(wordsOf(codeFor('curl', { credential: KEY }))).toContain('x-api-key: da2-key');
});

it('trusts the engine of this machine', () => {
  expect(wordsOf(codeFor('curl', { isLocal: true })).slice(1, 3)).toEqual(['--cacert', '.local/ca.pem']);
});

it.each(["it's", 'a b', '$HOME', '`id`', 'new\nline', '"', '\\', '!', '*'])('hands %j over as it is', (channel) => {
  const body = JSON.parse(wordsOf(codeFor('curl', { channel })).at(-1) ?? '') as unknown;

  expect(body).toMatchObject({ variables: { name: channel } });
  expect(wordsOf(codeFor('npm run pub', { channel }))[4]).toBe(channel);
});

it('is short where the project’s commands know the rest', () => {
  expect(codeFor('npm run pub', { isOwn: true })).toBe('npm run pub -- tech "Hello from a terminal"');
});

it.each([
  [TOKEN, ['--token', 'a.b.c']],
  [KEY, ['--api-key', 'da2-key']],
])('tells a command where to go, and as whom: %j', (credential, words) => {
  expect(wordsOf(codeFor('npm run pub', { credential })).slice(-4)).toEqual([
    ...['--url', 'https://pubsub.example.com/graphql'],
    ...words,
  ]);
});

it.each(['Library', 'Amplify'])('keeps what a channel’s name could do to the code for %s', (client) => {
  expect(codeFor(client, { channel: `'); alert("x` })).toContain(String.raw`"'); alert(\"x"`);
});

it('keeps what a credential could do to the code', () => {
  const credential = credentialOf(`x'; alert(1); '`) ?? TOKEN;

  expect(codeFor('Library', { credential })).toContain(`token: "x'; alert(1); '"`);
});
