// What the person chooses who runs a storm.
import { randomInt } from 'node:crypto';
import { UserError } from 'local-aws/terms';
import type { CommandLine } from '../command-line';

/** Minutes and regions of a storm, at most: a machine runs no more regions well, and memory holds the log of an hour. */
const MOST_MINUTES = 60;
const MOST_REGIONS = 10;
const LEAST_REGIONS = 2;
/** Seeds have 32 bits. */
const MOST_SEED = 2 ** 32 - 1;

/** The command line of `npm run chaos`. */
export const CHAOS = {
  command: 'npm run chaos',
  usage: `Usage: npm run chaos -- [options]

Runs a planet of its own, breaks it in every way that it can, and judges whether what docs/DELIVERY.md promises was kept.

  --seed N     repeats the plan of an earlier run (default: a new one)
  --minutes M  how long things break (default: 1)
  --regions R  how many regions there are (default: 2)
  --help       print this`,
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '1' },
    regions: { type: 'string', default: '2' },
  },
} as const;

/** The choices. */
export interface ChaosOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly regions: number;
}

/**
 * Reads the choices.
 * @throws UserError `STORM_INVALID`
 */
export function chaosOptionsOf({ values }: CommandLine<typeof CHAOS.options>): ChaosOptions {
  const seed = values.seed === undefined ? randomInt(MOST_SEED) : wholeNumber('seed', values.seed, 0, MOST_SEED);
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
    throw invalid(`--minutes takes a number up to ${MOST_MINUTES}, not "${values.minutes}"`);
  }
  return { seed, minutes, regions: wholeNumber('regions', values.regions, LEAST_REGIONS, MOST_REGIONS) };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number;
  throw invalid(`--${name} takes a whole number from ${least} to ${most}, not "${text}"`);
}

function invalid(sentence: string): UserError {
  return new UserError('STORM_INVALID', `${sentence}.`);
}
