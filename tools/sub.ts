// `npm run sub`: prints the messages of a channel, or of those that a pattern covers, until Ctrl-C, each once and in its publisher's order, also those that came while
// there was no connection; at the Events door, as they come. It ends for what no other attempt would change: credentials, a channel or an address that is wrong.
import type { Message } from 'global-pubsub-client';
import { beginningOf } from './api/beginning';
import { UserError } from 'local-aws/terms';
import { type Connection, CONNECTION_OPTIONS, CONNECTION_USAGE, connectionOf } from './api/connection';
import type { Listening, ListeningOptions } from './api/listening';
import { note, printable, runCommand, terminal } from './terminal';

const SUB = {
  command: 'npm run sub',
  usage: `Usage: npm run sub -- CHANNEL [options]

Reconnects when the connection is lost, also to another region, and catches up with what came meanwhile. What may be missing, and
how it stands with the connection, is printed on standard error. At the Events door what comes meanwhile is missed. Ends when no attempt can succeed: wrong credentials, channel or
address, a certificate that is not trusted, and, at the first attempt, a host name that does not resolve.

  CHANNEL          a channel, a pattern for those below a name, such as 'news/*', or '*'; the shell needs quotes around the last two
  --last N         begins with the newest N messages
  --since TIME     begins at a time: 2026-01-31T12:00:00Z, or so long ago: 90s, 15m, 2h, 1d
${CONNECTION_USAGE}`,
  options: { ...CONNECTION_OPTIONS, last: { type: 'string' }, since: { type: 'string' } },
  words: ['CHANNEL'],
} as const;

const NO_HISTORY = 'The Events door keeps no messages: leave --last and --since out, or listen without --events.';
/** How much there was; nothing until it is listened to. */
let count = () => '';
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);

runCommand(module, SUB, async ({ values, words: [channel = ''] }) => {
  const connection = connectionOf(values);
  const from = beginningOf(values, Date.now());
  if (connection.isEvents && from !== 'now') throw new UserError('BEGINNING_INVALID', NO_HISTORY);
  const onMessage = (message: Message) => terminal.info(values.json ? jsonOf(message, connection) : lineOf(message));
  const listening = listen({ connection, channel, from, onMessage, tell });
  count = () => listening.count;
  await listening.ended;
  end();
});

function listen(options: ListeningOptions): Pick<Listening, 'ended' | 'count'> {
  if (options.connection.isEvents) {
    const { EventListening } = require('./api/event-listening') as typeof import('./api/event-listening');
    return new EventListening(options);
  }
  const { Listening } = require('./api/listening') as typeof import('./api/listening');
  return new Listening(options);
}

function end(): void {
  if (count() !== '') tell(count());
  process.exit();
}

function tell(sentence: string): void {
  note(printable(sentence));
}

/** As the door has it: at GraphQL's, `data` is JSON text. */
function jsonOf(message: Message, { isEvents }: Connection): string {
  return JSON.stringify(isEvents ? message : { ...message, data: textOf(message) });
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
