// What the commands say of options that cannot be meant.
import { CONNECTION_OPTIONS, connectionOf } from '../../../../tools/api/connection';
import { readCommandLine } from '../../../../tools/command-line';

function read(...options: readonly string[]) {
  const line = readCommandLine(options, { command: 'npm run pub', usage: '', options: CONNECTION_OPTIONS });
  if (line === 'help') throw new Error('Help was not asked for.');
  return () => connectionOf(line.values);
}

it.each([
  ['an empty API key', ['--api-key', ''], '--api-key is empty; give its value, or leave it out.'],
  ['a token of spaces', ['--token', '  '], '--token is empty; give its value, or leave it out.'],
  ['a token of two lines', ['--token', 'a\nb'], '--token has characters that cannot be sent; paste it again.'],
  ['a token and an API key', ['--token', 'a', '--api-key', 'b'], 'Give --token or --api-key, not both.'],
])('refuses %s', (_, options, sentence) => {
  expect(read('--url', 'https://a.example/graphql', ...options)).toThrow(sentence);
});

it.each([
  [
    'a scheme that is not of the web',
    'ftp://a.example/graphql',
    'The address of an API begins with https:, not with "ftp:"',
  ],
  ['a scheme in the clear', 'http://a.example/graphql', 'Over http: anyone on the way could read the credentials'],
  ['no scheme', 'a.example', '"a.example" is not a URL'],
  ['a path that no API has', 'https://a.example/graphql/nothing', 'No API has the path /graphql/nothing'],
])('refuses an address with %s, and shows one', (_, url, sentence) => {
  expect(read('--url', url, '--token', 'x')).toThrow(`${sentence}; give one such as https://pubsub.example.com.`);
});

it.each([
  ['http://127.0.0.1:9001/graphql', 'http://127.0.0.1:9001'],
  ['http://localhost:9001/graphql', 'http://localhost:9001'],
  ['https://a.example/graphql', 'https://a.example'],
  ['https://a.example', 'https://a.example'],
])('takes %s', (given, url) => {
  expect(read('--url', given, '--token', ' x\n')()).toEqual({ url, credentials: { token: 'x' }, isEvents: false });
});
