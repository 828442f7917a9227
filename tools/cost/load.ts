// What is asked of a deployed stage, as it is typed.
import { UserError } from 'local-aws/terms';
import type { CommandLine } from '../command-line';

/** The command line. */
export const COST = {
  command: 'npm run cost',
  usage: `Usage: npm run cost -- [options]

  --regions N        regions of the stage (default: 2)
  --subscribers N    subscribers of every message, in all regions together (default: 1000)
  --messages N/UNIT  messages that are published: 10/s, 600/min, 5000/h or 100000/day (default: 10/s)
  --backends N       how many in a hundred of them backends put on the bus themselves (default: 0)
  --except N         how many in a hundred are in channels that the history excepts, 100 if there is none (default: 0)
  --events N         a stage with Event APIs: how many in a hundred of the subscribers are at that door
  --bytes N          bytes of a message as a subscriber gets it (default: 512)
  --help             print this`,
  options: {
    regions: { type: 'string', default: '2' },
    subscribers: { type: 'string', default: '1000' },
    messages: { type: 'string', default: '10/s' },
    backends: { type: 'string', default: '0' },
    except: { type: 'string', default: '0' },
    events: { type: 'string' },
    bytes: { type: 'string', default: '512' },
  },
} as const;

/** How much a stage has to do. */
export interface Load {
  readonly regions: number;
  /** Who gets every message, in all regions together. */
  readonly subscribers: number;
  readonly messagesPerSecond: number;
  /** The part of them that backends put on the bus, from 0 to 1. */
  readonly byBackends: number;
  /** The part of them that no region remembers, from 0 to 1; none unless given. */
  readonly unkept?: number;
  /** The part of the subscribers that are at the Events door, from 0 to 1; `undefined` for a stage without one. */
  readonly atEvents: number | undefined;
  /** Of a message as a subscriber gets it. */
  readonly bytes: number;
}

/** Seconds. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['min', 60],
  ['h', 3_600],
  ['day', 86_400],
]);
const LEAST = { regions: 1, subscribers: 1, backends: 0, except: 0, events: 0, bytes: 1 };
const MOST = { regions: 40, subscribers: 100_000_000, backends: 100, except: 100, events: 100, bytes: 240_000 };
/** A second, which is what one API takes in: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MOST_MESSAGES = 10_000;

/**
 * Reads a load.
 * @throws UserError `LOAD_INVALID`
 */
export function loadOf({ values }: CommandLine<typeof COST.options>): Load {
  const count = (option: Exclude<keyof typeof MOST, 'events'>) => countOf(option, values[option]);
  return {
    regions: count('regions'),
    subscribers: count('subscribers'),
    messagesPerSecond: rateOf(values.messages),
    byBackends: count('backends') / 100,
    unkept: count('except') / 100,
    atEvents: values.events === undefined ? undefined : countOf('events', values.events) / 100,
    bytes: count('bytes'),
  };
}

function countOf(option: keyof typeof MOST, text: string): number {
  const [least, most] = [LEAST[option], MOST[option]];
  if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new UserError('LOAD_INVALID', `--${option} takes a whole number from ${least} to ${most}, not "${text}".`);
}

function rateOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?)\/(\w+)$/.exec(text) ?? [];
  const rate = Number(count) / (UNITS.get(unit) ?? NaN);
  if (rate > 0 && rate <= MOST_MESSAGES) return rate;
  const units = [...UNITS.keys()].join(', ');
  const sentence = `--messages takes a number of messages per ${units}, such as 10/s and up to ${MOST_MESSAGES}/s`;
  throw new UserError('LOAD_INVALID', `${sentence}, not "${text}".`);
}
