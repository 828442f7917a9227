// `npm run bench:fanout`: how fast one event reaches a thousand subscribers, measured against a raw `ws` broadcast.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { AudienceOrder, AudienceReport, ServerMessage } from './protocol';
import { runCommand } from '../tools/terminal';

const BENCH = {
  command: 'npm run bench:fanout',
  usage: `Usage: npm run bench:fanout

Measures how fast one event reaches a thousand subscribers, beside a raw ws broadcast.

  --help   print this`,
  options: {},
} as const;

type Ready = Extract<ServerMessage, { kind: 'ready' }>;
type Usage = Extract<ServerMessage, { kind: 'usage' }>;

const SUBSCRIBERS = 1_000;
const IDLE_SUBSCRIBERS = 5_000;
/** Events of one round, and of the round before it that warms up. */
const EVENTS = 100;
/** Each server has its turns alternately, so that whatever else the machine does meets both alike. */
const ROUNDS = 3;
/** Events on their way at the same time: one, so that each is a turn of its own; and a busy bus. */
const IN_FLIGHT = [1, 8] as const;
const MEBIBYTE = 1024 * 1024;
const KIBIBYTE = 1024;

/** A process of the benchmark. */
interface Party {
  readonly child: ChildProcess;
  stop(): void;
}

/** A server with its audience. */
interface Stage {
  readonly name: string;
  readonly server: Party;
  readonly audience: Party;
}

/** What a round came to. */
interface Score {
  /** Deliveries per second. */
  readonly rate: number;
  /** Microseconds of the server's processor time for one delivery. */
  readonly cost: number;
}

function start(file: string): Party {
  const child = fork(path.join(__dirname, file), { execArgv: ['--require', 'tsx/cjs', '--expose-gc'] });
  child.once('exit', (code) => {
    // It has said why.
    if (code !== 0) process.exit(1);
  });
  return { child, stop: () => child.disconnect() };
}

async function said<Message>({ child }: Party): Promise<Message> {
  const [message] = (await once(child, 'message')) as [Message];
  return message;
}

async function usage(server: Party): Promise<Usage> {
  server.child.send('usage');
  return said(server);
}

async function order(audience: Party, what: AudienceOrder): Promise<AudienceReport> {
  audience.child.send(what);
  return said(audience);
}

async function open(name: string, file: string, subscribers: number): Promise<Stage & { readonly idle: number }> {
  const [server, audience] = [start(file), start('audience.ts')];
  const ready = await said<Ready>(server);
  const { resident: before } = await usage(server);
  await order(audience, { kind: 'join', server: ready, subscribers });
  const { resident: after } = await usage(server);
  return { name, server, audience, idle: after - before };
}

async function round({ server, audience }: Stage, inFlight: number): Promise<Score> {
  const before = await usage(server);
  const { elapsed } = await order(audience, { kind: 'publish', events: EVENTS, inFlight });
  const after = await usage(server);
  const deliveries = EVENTS * SUBSCRIBERS;
  return { rate: (deliveries / elapsed) * 1_000, cost: ((after.cpu - before.cpu) / deliveries) * 1_000 };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

async function compare(stages: readonly Stage[], inFlight: number): Promise<void> {
  const scores = new Map(stages.map((stage) => [stage, [] as Score[]]));
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    for (const stage of stages) {
      const score = await round(stage, inFlight);
      // The first round warms up.
      if (turn > 0) scores.get(stage)?.push(score);
    }
  }
  const medians = [...scores].map(([{ name }, all]) => ({
    name,
    rate: median(all.map(({ rate }) => rate)),
    cost: median(all.map(({ cost }) => cost)),
  }));
  print(`${SUBSCRIBERS} subscribers, ${inFlight === 1 ? 'one event at a time' : `${inFlight} events in flight`}:`);
  for (const { name, rate, cost } of medians) {
    print(
      `  ${name.padEnd(14)}${rate.toFixed(0).padStart(9)} deliveries/s ${cost.toFixed(2).padStart(7)} µs of CPU each`,
    );
  }
  const [yardstick, engine] = medians;
  if (yardstick && engine) print(`  ratio ${(engine.rate / yardstick.rate).toFixed(2)}`);
}

async function fanOut(): Promise<void> {
  const stages = [
    await open('raw ws', 'broadcast.ts', SUBSCRIBERS),
    await open('the engine', 'engine.ts', SUBSCRIBERS),
  ];
  for (const inFlight of IN_FLIGHT) await compare(stages, inFlight);
  for (const { server, audience } of stages) [server, audience].forEach((party) => party.stop());
}

async function idleMemory(): Promise<void> {
  const { idle, server, audience } = await open('the engine', 'engine.ts', IDLE_SUBSCRIBERS);
  [server, audience].forEach((party) => party.stop());
  const each = idle / IDLE_SUBSCRIBERS / KIBIBYTE;
  print(`${IDLE_SUBSCRIBERS} idle subscriptions: ${(idle / MEBIBYTE).toFixed(0)} MiB, ${each.toFixed(1)} KiB each`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  await fanOut();
  await idleMemory();
}

runCommand(module, BENCH, main);
