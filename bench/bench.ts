// `npm run bench`: the engine beside its peers.
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { type CommandLine, hint } from '../tools/command-line';
import { installProblem } from '../tools/on-demand';
import { note, runCommand, terminal } from '../tools/terminal';
import type { Turn } from './contest';
import { type Pace, type Row, ROWS } from './rows';
import { type Score, tableOfScores } from './scores';
import { Servers } from './servers';

const BENCH = {
  command: 'npm run bench',
  usage: `Usage: npm run bench -- [options]

Compares the engine with a plain ws server, graphql-ws and AWS's simulator of AppSync, and prints a table.
Nothing else should run on the machine meanwhile.

  --rounds N   rounds of each row, of which the medians count (default: 3)
  --quick      everything in two minutes on a quiet machine: one short round of each row
  --only ROW   one row: ${ROWS.map(({ id }) => id).join(', ')}
  --help       print this`,
  options: { rounds: { type: 'string' }, quick: { type: 'boolean', default: false }, only: { type: 'string' } },
} as const;

const QUICK: Pace = { milliseconds: 400, connections: 500, mostWarmUp: 1 };
const THOROUGH: Pace = { milliseconds: 2_000, connections: 2_000, mostWarmUp: Infinity };
const MOST_ROUNDS = 100;
/** graphql-ws, and AWS's simulator of AppSync. */
const PEERS = path.join(__dirname, 'peers');

/** What was asked for. */
interface Plan {
  readonly rounds: number;
  readonly pace: Pace;
  readonly rows: readonly Row[];
}

/** @throws UserError `ROUNDS_INVALID` or `ROW_UNKNOWN` */
function planOf({ values: { rounds: text, quick, only } }: CommandLine<typeof BENCH.options>): Plan {
  const rounds = Number(text ?? (quick ? 1 : 3));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > MOST_ROUNDS) {
    throw new UserError(
      'ROUNDS_INVALID',
      `--rounds takes a whole number from 1 to ${MOST_ROUNDS}, not "${text ?? ''}".`,
    );
  }
  const rows = ROWS.filter(({ id }) => only === undefined || id === only);
  if (rows.length === 0) throw new UserError('ROW_UNKNOWN', `There is no row "${only ?? ''}"; ${hint(BENCH.command)}.`);
  return { rounds, pace: quick ? QUICK : THOROUGH, rows };
}

async function scoreOf(row: Row, servers: Servers, { rounds: count, pace }: Plan): Promise<Score> {
  const problem = row.peers && (await installProblem(PEERS));
  if (problem !== undefined) return { row, rounds: [], problem: `not installed: ${problem}` };
  const contest = await row.open(servers, pace);
  const rounds: Turn[][] = [];
  for (let round = -Math.min(row.warmUp, pace.mostWarmUp); round < count; round += 1) {
    const turns: Turn[] = [];
    for (const side of contest.sides) turns.push(await side(round < 0));
    if (round >= 0) rounds.push(turns);
  }
  await contest.close();
  return { row, rounds };
}

async function main(plan: Plan): Promise<void> {
  const servers = new Servers();
  const scores: Score[] = [];
  try {
    for (const row of plan.rows) {
      const started = performance.now();
      scores.push(await scoreOf(row, servers, plan));
      note(`${row.title} (${((performance.now() - started) / 1_000).toFixed(0)} s)`);
    }
  } finally {
    terminal.info(tableOfScores(scores));
    await servers.stop();
  }
}

runCommand(module, BENCH, async (line) => main(planOf(line)));
