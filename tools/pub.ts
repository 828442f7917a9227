// `npm run pub`: publishes one message.
import { text } from 'node:stream/consumers';
import { jsonIn, UserError } from 'local-aws/terms';
import { CONNECTION_OPTIONS, CONNECTION_USAGE, connectionOf } from './api/connection';
import { note, printable, runCommand, terminal } from './terminal';

const PUB = {
  command: 'npm run pub',
  usage: `Usage: npm run pub -- CHANNEL MESSAGE [options]

Tries again, also through another region, until it is known whether the message was published.

  MESSAGE          any text; - reads it from standard input
  --data JSON      a structured payload beside it
  --id ULID        publishes a message again that may have been published with this id: it arrives once
  --timeout N      gives up after N seconds (default: 60)
${CONNECTION_USAGE}`,
  options: {
    ...CONNECTION_OPTIONS,
    data: { type: 'string' },
    id: { type: 'string' },
    timeout: { type: 'string', default: '60' },
  },
  words: ['CHANNEL', 'MESSAGE'],
} as const;

const SECOND = 1000;
/** Seconds: a day, for which a stage keeps its messages unless it says otherwise, and so recognises one that comes again. */
const LONGEST_TIMEOUT = 86_400;

runCommand(module, PUB, async ({ values, words: [channel = '', given = ''] }) => {
  const connection = connectionOf(values);
  const timeout = timeoutIn(values.timeout);
  const data = dataIn(values.data);
  const message = given === '-' ? await text(process.stdin) : given;
  const draft = { message, ...(data !== undefined && { data }), ...(values.id !== undefined && { id: values.id }) };
  const onTrouble = (sentence: string) => note(printable(sentence));
  const publishing = { connection, channel, draft, timeout, onTrouble };
  if (connection.isEvents) {
    const { publishEvent } = require('./api/event-publishing') as typeof import('./api/event-publishing');
    const { id } = await publishEvent(publishing);
    const published = { name: channel, message, data: data ?? null, id };
    terminal.info(values.json ? JSON.stringify(published) : `Published to ${channel} at the Events door as ${id}.`);
    return;
  }
  const { publish } = require('./api/publishing') as typeof import('./api/publishing');
  const receipt = await publish(publishing);
  // `data` is JSON text, as in GraphQL.
  const published = { name: channel, message, data: data === undefined ? null : JSON.stringify(data), ...receipt };
  terminal.info(
    values.json ? JSON.stringify(published) : `Published to ${channel} in ${receipt.region} as ${receipt.id}.`,
  );
});

function timeoutIn(given: string): number {
  const seconds = Number(given);
  if (seconds > 0 && seconds <= LONGEST_TIMEOUT) return seconds * SECOND;
  throw new UserError(
    'TIMEOUT_INVALID',
    `--timeout takes a number of seconds up to ${LONGEST_TIMEOUT}, not "${given}".`,
  );
}

function dataIn(given: string | undefined): unknown {
  const data = given === undefined ? undefined : jsonIn(given);
  if (given === undefined || data !== undefined) return data;
  throw new UserError(
    'DATA_INVALID',
    `--data takes JSON, such as '{"price": 5}', not ${given === '' ? 'nothing' : given}.`,
  );
}
