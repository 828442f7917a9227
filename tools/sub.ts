// `npm run sub`: prints the messages of a channel, or of those that a pattern covers, until Ctrl-C, each once and in its publisher's order, also those that came while
// there was no connection. It ends for what no other attempt would change: credentials, a channel or an address that is wrong.
import type { Message } from 'global-pubsub-client';
import { beginningOf } from './api/beginning';
import { CONNECTION_OPTIONS, CONNECTION_USAGE, connectionOf } from './api/connection';
import { note, printable, runCommand, terminal } from './terminal';

const SUB = {
  command: 'npm run sub',
  usage: `Usage: npm run sub -- CHANNEL [options]

Reconnects when the connection is lost, also to another region, and catches up with what came meanwhile. What may be missing, and
how it stands with the connection, is printed on standard error. Ends when no attempt can succeed: wrong credentials, channel or
address, a certificate that is not trusted, and, at the first attempt, a host name that does not resolve.

  CHANNEL          a channel, a pattern for those below a name, such as 'news/*', or '*'; the shell needs quotes around the last two
  --last N         begins with the newest N messages
  --since TIME     begins at a time: 2026-01-31T12:00:00Z, or so long ago: 90s, 15m, 2h, 1d
${CONNECTION_USAGE}`,
  options: { ...CONNECTION_OPTIONS, last: { type: 'string' }, since: { type: 'string' } },
  words: ['CHANNEL'],
} as const;

/** How much there was; nothing until it is listened to. */
let count = () => '';
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);

runCommand(module, SUB, async ({ values, words: [channel = ''] }) => {
  const connection = connectionOf(values);
  const from = beginningOf(values, Date.now());
  const { Listening } = require('./api/listening') as typeof import('./api/listening');
  const onMessage = (message: Message) => terminal.info(values.json ? jsonOf(message) : lineOf(message));
  const listening = new Listening({ connection, channel, from, onMessage, tell });
  count = () => listening.count;
  await listening.ended;
  end();
});

function end(): void {
  if (count() !== '') tell(count());
  process.exit();
}

function tell(sentence: string): void {
  note(printable(sentence));
}

/** As GraphQL has it: `data` is JSON text. */
function jsonOf(message: Message): string {
  return JSON.stringify({ ...message, data: textOf(message) });
}

function lineOf(message: Message): string {
  const { publishedAt, name, region, userId, message: text } = message;
  const sender = userId === null ? region : `${userId}, ${region}`;
  return printable(
    [`${publishedAt} ${name} (${sender}): ${text}`, textOf(message)].filter((part) => part !== null).join(' '),
  );
}

function textOf({ data }: Message): string | null {
  return data === null ? null : JSON.stringify(data);
}
