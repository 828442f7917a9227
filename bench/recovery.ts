// `npm run bench:recovery`: how long clients on the library miss messages when their region dies, and what it takes to catch up.
import { UserError } from 'local-aws/terms';
import type { CommandLine } from '../tools/command-line';
import { runCommand } from '../tools/terminal';
import type { Plan } from './comeback';

const BENCH = {
  command: 'npm run bench:recovery',
  usage: `Usage: npm run bench:recovery -- [options]

Takes the region down to which many clients on the library are connected, and lets one sleep while many
messages are published. Prints how long they missed messages, and what it took them to catch up.

  --clients N    clients whose region dies (default: 20)
  --messages N   messages that a client sleeps through (default: 1000)
  --rate N       messages a second meanwhile (default: 10, or fewer for many clients: 2000 deliveries a second)
  --minute N     seconds that a minute of heartbeats and health checks takes (default: 60)
  --help         print this`,
  options: {
    clients: { type: 'string' },
    messages: { type: 'string' },
    rate: { type: 'string' },
    minute: { type: 'string' },
  },
} as const;

const SECOND = 1000;
/** Clients, messages, messages a second or seconds. */
const MOST = 100_000;
/** Messages a second, and deliveries: a fraction of what two cores carry, engine and clients together. */
const RATE = 10;
const DELIVERIES = 2000;

/** @throws UserError `COUNT_INVALID` */
function planOf({ values }: CommandLine<typeof BENCH.options>): Plan {
  const { messages, minute } = values;
  const clients = countOf('clients', values.clients ?? '20');
  const rate = Math.max(1, Math.min(RATE, Math.floor(DELIVERIES / clients)));
  return {
    clients,
    rate: countOf('rate', values.rate ?? String(rate)),
    messages: countOf('messages', messages ?? '1000'),
    minute: countOf('minute', minute ?? '60') * SECOND,
  };
}

function countOf(option: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return count;
  throw new UserError('COUNT_INVALID', `--${option} takes a whole number from 1 to ${MOST}, not "${text}".`);
}

runCommand(module, BENCH, async (line) => {
  const plan = planOf(line);
  const { measureRecovery } = require('./comeback') as typeof import('./comeback');
  await measureRecovery(plan);
});
