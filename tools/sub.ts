// `npm run sub`: prints the messages of a channel until Ctrl-C, and connects again by itself when the connection is lost or
// not made. It ends for what no other attempt would change: credentials, a channel or an address that is wrong (failure.ts).
import { CONNECTION_USAGE, printable, readCommandLine, UsageError } from '../client/examples/connection';
import { listen, type Message } from '../client/examples/realtime';

const USAGE = `Usage: npm run sub -- CHANNEL [options]

Connects again by itself when the connection is lost. Ends when no attempt could succeed: with credentials, a channel or an
address that are wrong, with a certificate that is not trusted, and, at the start alone, with a host that nobody knows.

${CONNECTION_USAGE}`;

/** Milliseconds before the first attempt to connect again; each further one waits twice as long, and some more at random. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

async function main(): Promise<void> {
  const command = readCommandLine(process.argv.slice(2), 1, USAGE);
  if (command === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const { connection, data, json, words } = command;
  if (data !== undefined) throw new UsageError(USAGE);
  const [channel = ''] = words;
  let wasLive = false;
  let attempts = 0;
  const onLive = () => {
    note(wasLive ? 'Connected again.' : `Listening to ${channel} at ${connection.graphqlUrl}; Ctrl-C ends it.`);
    wasLive = true;
    attempts = 0;
  };
  const onMessage = (message: Message) => {
    process.stdout.write(`${json ? JSON.stringify(message) : lineOf(message)}\n`);
  };
  for (;;) {
    const end = await listen({ connection, channel, wasLive, onLive, onMessage });
    if (end.kind === 'unsubscribed') {
      note(`An operator has ended the subscription to ${channel}.`);
      return;
    }
    const pause = Math.min(FIRST_PAUSE * 2 ** attempts, LONGEST_PAUSE) * (1 + Math.random() / 2);
    attempts += 1;
    note(`No connection (${end.reason}); trying again in ${(pause / 1000).toFixed(1)} s.`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function lineOf({ publishedAt, name, region, userId, message, data }: Message): string {
  const sender = userId === null ? region : `${userId}, ${region}`;
  return printable(`${publishedAt} ${name} (${sender}): ${message}${data === null ? '' : ` ${data}`}`);
}

function note(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

process.once('SIGINT', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof UsageError ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
