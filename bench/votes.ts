// `npm run bench:votes`: whether the second screen counts every vote, in every region, and what a vote takes.
import { UserError } from 'local-aws/terms';
import type { CommandLine } from '../tools/command-line';
import { runCommand } from '../tools/terminal';
import type { Election } from './election';

const BENCH = {
  command: 'npm run bench:votes',
  usage: `Usage: npm run bench:votes -- [options]

Lets many viewers of the second screen vote in both regions of a planet of its own, and compares what each
region has counted with what they have sent.

  --clients N   viewers (default: 2000)
  --seconds N   for which they vote (default: 60)
  --help        print this`,
  options: { clients: { type: 'string', default: '2000' }, seconds: { type: 'string', default: '60' } },
} as const;

const MOST = { clients: 100_000, seconds: 3_600 };

/** @throws UserError `COUNT_INVALID` */
function electionOf({ values }: CommandLine<typeof BENCH.options>): Election {
  return { clients: countOf('clients', values.clients), seconds: countOf('seconds', values.seconds) };
}

function countOf(option: keyof typeof MOST, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST[option]) return count;
  throw new UserError('COUNT_INVALID', `--${option} takes a whole number from 1 to ${MOST[option]}, not "${text}".`);
}

runCommand(module, BENCH, async (line) => {
  const election = electionOf(line);
  const { holdElection } = require('./election') as typeof import('./election');
  process.exitCode = (await holdElection(election)) ? 0 : 1;
});
