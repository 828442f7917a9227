// `npm run bench:router`: how large the packaged router is, how long it takes to decide, and how often it asks DNS.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RouterConfig } from '../edge/config';
import { REFRESH_AFTER } from '../edge/healthy-regions';
import { bundleOf, loadRouter } from './packaged-router';
import { summaryOf } from './statistics';
import { runCommand } from '../tools/terminal';

const BENCH = {
  command: 'npm run bench:router',
  usage: `Usage: npm run bench:router

Measures how large the packaged router is, how long it takes to decide, and how often it asks DNS.

  --help   print this`,
  options: {},
} as const;

const REGIONS = ['us-west-2', 'us-east-1', 'eu-central-1', 'ap-southeast-2', 'sa-east-1'];
/** Regions in which Lambda@Edge may run: each has an order of its own in the package. */
const EXECUTING_REGIONS = 34;
const CASES = path.join(__dirname, '../test/cases/edge');
const EVENTS = ['graphql_post', 'graphql_preflight', 'realtime_amplify', 'realtime_python_gql', 'realtime_swift'];

const KILOBYTE = 1000;
/** Bytes of the packaged code, at most. */
const SIZE_LIMIT = 20 * KILOBYTE;
/** Microseconds of a decision by a router that has its answer of DNS, at most. */
const TIME_LIMIT = 50;

const SECOND = 1000;

const DECISIONS = 100_000;
/** Each side has its turns alternately, so that whatever else the machine does meets both alike; the median counts. */
const ROUNDS = 5;

type Handle = (event: unknown) => unknown;

/** The settings of a stage of five regions, as long as they may be. */
function fiveRegions({ customDomain }: { readonly customDomain: boolean }): RouterConfig {
  const hosts = (region: string) =>
    customDomain
      ? { graphql: `${region}.pubsub.example.com`, realtime: `${region}.pubsub.example.com` }
      : {
          graphql: `abcdefghijklmnopqrstuvwxyz.appsync-api.${region}.amazonaws.com`,
          realtime: `abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.${region}.amazonaws.com`,
        };
  const places = Array.from({ length: EXECUTING_REGIONS - REGIONS.length }, (_, index) => `ap-southeast-${index + 10}`);
  return {
    ...(customDomain && { recordName: '_region.pubsub.example.com' }),
    ttl: 60,
    routing: 'latency',
    customDomain,
    origins: Object.fromEntries(REGIONS.map((region) => [region, hosts(region)])),
    orders: Object.fromEntries([...REGIONS, ...places].map((place) => [place, REGIONS])),
    order: REGIONS,
  };
}

/** A function that decides nothing, with the least that Lambda's runtime would do: read the event, and write the answer. */
async function passOn(event: unknown): Promise<unknown> {
  return Promise.resolve(event);
}

/** @returns microseconds of one call, the reading of the event and the writing of the answer included */
async function timeOf(handle: Handle, texts: readonly string[]): Promise<number> {
  const before = process.hrtime.bigint();
  for (let call = 0; call < DECISIONS; call += 1) {
    JSON.stringify(await handle(JSON.parse(texts[call % texts.length] ?? '')));
  }
  return Number(process.hrtime.bigint() - before) / 1_000 / DECISIONS;
}

/** The medians of several rounds in turn. */
async function compare(sides: readonly Handle[], texts: readonly string[]): Promise<readonly number[]> {
  const times = sides.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, side] of sides.entries()) times[index]?.push(await timeOf(side, texts));
  }
  return times.map((all) => summaryOf(all).median);
}

/** Measures a router. @returns whether it keeps to the limits */
async function measure(name: string, config: RouterConfig): Promise<boolean> {
  const code = await bundleOf(config);
  let lookUps = 0;
  const router = loadRouter(code, {
    region: 'eu-central-1',
    resolveTxt: async () => {
      lookUps += 1;
      return Promise.resolve([['eu-central-1']]);
    },
  });
  const texts = EVENTS.map((event) => readFileSync(path.join(CASES, `${event}.json`), 'utf8'));
  await router(JSON.parse(texts[0] ?? ''));
  const first = lookUps;
  const start = performance.now();

  const [nothing = NaN, whole = NaN] = await compare([passOn, router], texts);

  const size = Buffer.byteLength(code);
  const decision = whole - nothing;
  const warm = lookUps - first;
  // On a machine so slow that the answer becomes old meanwhile, the next one is asked for in the background.
  const refreshes = Math.floor((performance.now() - start) / (config.ttl * SECOND * REFRESH_AFTER));
  print(`${name}:`);
  print(`  ${(size / KILOBYTE).toFixed(1).padStart(8)} KB of code, of ${SIZE_LIMIT / KILOBYTE} that it may have`);
  print(`  ${decision.toFixed(2).padStart(8)} µs for a decision, of ${TIME_LIMIT} that it may take`);
  print(`  ${nothing.toFixed(2).padStart(8)} µs for the reading and writing of JSON around it`);
  print(`  ${String(warm).padStart(8)} DNS look-ups in ${(ROUNDS * DECISIONS).toLocaleString('en')} warm decisions`);
  return size < SIZE_LIMIT && decision < TIME_LIMIT && warm <= refreshes;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const kept = [
    await measure('five regions behind a domain', fiveRegions({ customDomain: true })),
    await measure('five regions without a domain', fiveRegions({ customDomain: false })),
  ];
  if (kept.every(Boolean)) return;
  print('A limit is broken.');
  process.exitCode = 1;
}

runCommand(module, BENCH, main);
