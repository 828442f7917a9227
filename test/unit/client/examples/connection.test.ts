// What the commands say of options that cannot be meant.
import { readCommandLine } from '../../../../client/examples/connection';

function read(...options: readonly string[]) {
  return () => readCommandLine(['tech', 'hi', ...options], 2, 'Usage');
}

it.each([
  ['an empty API key', ['--api-key', ''], '--api-key is empty; give its value, or leave it out.'],
  ['a token of spaces', ['--token', '  '], '--token is empty; give its value, or leave it out.'],
  ['a token of two lines', ['--token', 'a\nb'], '--token holds characters that cannot be sent; paste it anew.'],
  ['a token and an API key', ['--token', 'a', '--api-key', 'b'], 'Give --token or --api-key, not both.'],
])('refuses %s', (_, options, sentence) => {
  expect(read('--url', 'https://a.example/graphql', ...options)).toThrow(sentence);
});

it.each([
  [
    'a scheme that is not of the web',
    'ftp://a.example/graphql',
    `An API's address begins with https:, not with "ftp:".`,
  ],
  ['a scheme in the clear', 'http://a.example/graphql', 'Over http: everybody on the way could read the credentials.'],
  ['no scheme', 'a.example', '"a.example" is no URL.'],
  ['no path', 'https://a.example', 'https://a.example names no path.'],
])('refuses an address with %s, and shows one', (_, url, sentence) => {
  expect(read('--url', url, '--token', 'x')).toThrow(
    `${sentence} Give one such as https://pubsub.example.com/graphql.`,
  );
});

it.each([
  ['http://127.0.0.1:9001/graphql', 'ws://127.0.0.1:9001/graphql/realtime'],
  ['http://localhost:9001/graphql', 'ws://localhost:9001/graphql/realtime'],
  ['https://a.example/graphql', 'wss://a.example/graphql/realtime'],
])('takes %s', (url, realtimeUrl) => {
  expect(read('--url', url, '--token', ' x\n')()).toMatchObject({
    connection: { graphqlUrl: url, realtimeUrl, credentials: { Authorization: 'x' } },
  });
});
