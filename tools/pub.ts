// `npm run pub`: publishes one message.
import { text } from 'node:stream/consumers';
import { CONNECTION_OPTIONS, CONNECTION_USAGE, connectionOf } from './api/connection';
import { runCommand, terminal } from './terminal';

const PUB = {
  command: 'npm run pub',
  usage: `Usage: npm run pub -- CHANNEL MESSAGE [options]

  MESSAGE          any text; - reads it from standard input
  --data JSON      a structured payload beside it
${CONNECTION_USAGE}`,
  options: { ...CONNECTION_OPTIONS, data: { type: 'string' } },
  words: ['CHANNEL', 'MESSAGE'],
} as const;

runCommand(module, PUB, async ({ values, words: [name = '', given = ''] }) => {
  const { data, json } = values;
  const connection = connectionOf(values);
  const message = given === '-' ? await text(process.stdin) : given;
  const { publish } = require('./api/publishing') as typeof import('./api/publishing');
  const published = await publish(connection, { name, message, ...(data !== undefined && { data }) });
  terminal.info(
    json ? JSON.stringify(published) : `Published to ${published.name} in ${published.region} as ${published.id}.`,
  );
});
