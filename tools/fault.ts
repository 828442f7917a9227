// `npm run fault`: breaks or repairs a region of the engine that runs here.
import { FAULTS, MAX_DELAY, UserError } from 'local-aws/terms';
import { type CommandLine, hint } from './command-line';
import { carryOut, type FaultOrder } from './engine/fault';
import { runCommand, terminal } from './terminal';

/** The command line. */
export const FAULT = {
  command: 'npm run fault',
  usage: `Usage: npm run fault -- FAULT REGION …

  down REGION            the region stops answering
  slow REGION --ms N     everything takes N milliseconds longer on its way into the region, and out of it
  split REGION REGION    nothing passes between the two
  stutter REGION --ms N  its buses deliver each event twice, each time up to N milliseconds late
  throttle REGION        its tables refuse every call
  up REGION              the region is up, and nothing is wrong with it
  --help                 print this`,
  options: { ms: { type: 'string' } },
  words: 'any',
} as const;

/**
 * Reads an order.
 * @throws UserError `FAULT_UNKNOWN` or `FAULT_INCOMPLETE`
 */
export function faultOrderOf({ values: { ms }, words }: CommandLine<typeof FAULT.options>): FaultOrder {
  const [name, region, ...others] = words;
  const fault = FAULTS.find((known) => known === name);
  if (name === undefined) throw incomplete('Name a fault and a region');
  if (fault === undefined) {
    const sentence = `The fault is one of ${FAULTS.join(', ')}, not "${name}"; ${hint(FAULT.command)}.`;
    throw new UserError('FAULT_UNKNOWN', sentence);
  }
  const isLate = fault === 'slow' || fault === 'stutter';
  const [other = ''] = others;
  const isWrong = others.length !== (fault === 'split' ? 1 : 0) || isLate !== (ms !== undefined) || other === region;
  if (region === undefined || isWrong) throw incomplete(`${fault} takes ${TAKES[fault]}`);
  if (fault === 'split') return { fault, region, other };
  return isLate ? { fault, region, ms: delayOf(ms ?? '') } : { fault, region };
}

const TAKES: Readonly<Record<(typeof FAULTS)[number], string>> = {
  down: 'a region',
  up: 'a region',
  slow: 'a region and --ms',
  split: 'two different regions',
  stutter: 'a region and --ms',
  throttle: 'a region',
};

function delayOf(text: string): number {
  const delay = Number(text);
  if (text.trim() !== '' && delay >= 0 && delay <= MAX_DELAY) return delay;
  throw new UserError('FAULT_INCOMPLETE', `--ms takes a number of milliseconds up to ${MAX_DELAY}, not "${text}".`);
}

function incomplete(sentence: string): UserError {
  return new UserError('FAULT_INCOMPLETE', `${sentence}; ${hint(FAULT.command)}.`);
}

runCommand(module, FAULT, async (line) => {
  terminal.info(await carryOut('.', faultOrderOf(line)));
});
