// `npm run sub`: prints the messages of a channel until Ctrl-C, and connects again by itself when the connection is lost or
// not made. It ends for what no other attempt would change: credentials, a channel or an address that is wrong (failure.ts).
import type { CommandLine } from './command-line';
import { CONNECTION_OPTIONS, CONNECTION_USAGE, connectionOf } from './api/connection';
import type { Message } from './api/realtime';
import { note, printable, runCommand, terminal } from './terminal';

const SUB = {
  command: 'npm run sub',
  usage: `Usage: npm run sub -- CHANNEL [options]

Reconnects when the connection is lost. Ends when no attempt can succeed: wrong credentials, channel or address, a certificate
that is not trusted, and, at the first attempt, a host name that does not resolve.

${CONNECTION_USAGE}`,
  options: CONNECTION_OPTIONS,
  words: ['CHANNEL'],
} as const;

/** Milliseconds before the first attempt to connect again; each further one waits twice as long, and some more at random. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

async function subscribe({ values, words: [channel = ''] }: CommandLine<typeof CONNECTION_OPTIONS>): Promise<void> {
  const connection = connectionOf(values);
  const { listen } = require('./api/realtime') as typeof import('./api/realtime');
  let wasLive = false;
  let attempts = 0;
  const onLive = () => {
    tell(wasLive ? 'Connected again.' : `Listening to ${channel} at ${connection.graphqlUrl}; Ctrl-C ends it.`);
    wasLive = true;
    attempts = 0;
  };
  const onMessage = (message: Message) => terminal.info(values.json ? JSON.stringify(message) : lineOf(message));
  const onError = (sentence: string) => tell(`A message came without its content: ${sentence}`);
  for (;;) {
    const end = await listen({ connection, channel, wasLive, onLive, onMessage, onError });
    if (end.kind === 'unsubscribed') {
      tell(`An operator has ended the subscription to ${channel}.`);
      return;
    }
    const pause = Math.min(FIRST_PAUSE * 2 ** attempts, LONGEST_PAUSE) * (1 + Math.random() / 2);
    attempts += 1;
    tell(`No connection (${end.reason}); trying again in ${(pause / 1000).toFixed(1)} s.`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function lineOf({ publishedAt, name, region, userId, message, data }: Message): string {
  const sender = userId === null ? region : `${userId}, ${region}`;
  return printable(`${publishedAt} ${name} (${sender}): ${message}${data === null ? '' : ` ${data}`}`);
}

function tell(line: string): void {
  note(printable(line));
}

process.once('SIGINT', () => process.exit());
process.once('SIGTERM', () => process.exit());

runCommand(module, SUB, subscribe);
