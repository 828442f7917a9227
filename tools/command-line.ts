// What the person who starts the engine chose: the command line and the environment, read in one place.
import { parseArgs } from 'node:util';
import { FAULTS, MAX_DELAY } from '../local/src/planet/control';
import { UserError } from '../local/src/foundation/errors';
import type { FaultOrder } from './engine/fault';
import type { TokenRequest } from './tokens/token';

/** The engine's choices, all with a default. */
export interface Config {
  /** A stage of stages.yml. */
  readonly stage: string;
  /** The port of the first region's API; the next regions follow. 0 takes free ports. */
  readonly port: number;
  /** The port of the AWS endpoint for SDK clients. 0 takes a free port. */
  readonly awsPort: number;
  /** The port of the first region's edge location; the next ones follow. 0 takes free ports. */
  readonly edgePort: number;
  /** Milliseconds that a minute of heartbeats, alarms and health checks takes. */
  readonly minute: number;
}

/** Of TCP. */
export const HIGHEST_PORT = 65_535;
const SECOND = 1000;
/** A minute of the engine is not longer than one of AWS. */
const MOST_SECONDS = 60;
/** A year: a token cannot be called back. */
const MOST_HOURS = 8760;

/** What `npm start -- --help` prints. */
export const USAGE = `Usage: npm start -- [options]

  --stage NAME     a stage of stages.yml (default: local)
  --port PORT      port of the first region's API, the next regions follow; 0 for free ports (default: 9001)
  --aws-port PORT  port for AWS SDK clients; 0 for a free port (default: 4566)
  --edge-port PORT port of the front door near the first region, the next regions follow; 0 for free ports (default: 8443)
  --minute SECONDS how long a minute of heartbeats, alarms and health checks takes here (default: 2)
  --help           print this`;

/** What `npm run token -- --help` prints. */
export const TOKEN_USAGE = `Usage: npm run token -- [options]

  --stage NAME          a stage of stages.yml that trusts this machine's key (default: local)
  --subject NAME        whose token it is; becomes userId of the messages (default: developer)
  --publish PATTERN     a channel, a prefix such as 'chat/*', or '*'; may be repeated (default: none)
  --subscribe PATTERN   likewise
  --hours NUMBER        how long the token is good (default: 8)
  --help                print this`;

/** What `npm run fault -- --help` prints. */
export const FAULT_USAGE = `Usage: npm run fault -- FAULT REGION …

  down REGION          the region answers nobody
  slow REGION --ms N   everything takes so many milliseconds longer on its way into the region, and out of it
  split REGION REGION  nothing passes between the two
  up REGION            the region is up, not slow, and connected with every other
  --help               print this`;

/**
 * Reads the command line of `npm run fault`.
 * @returns `help` when it was asked for
 * @throws UserError `OPTION_UNKNOWN`, `FAULT_UNKNOWN` or `FAULT_INCOMPLETE`
 */
export function readFaultOrder(args: readonly string[]): FaultOrder | 'help' {
  const { values, positionals } = parsedFaultOrder(args);
  if (values.help) return 'help';
  const [name, region, ...others] = positionals;
  const fault = FAULTS.find((known) => known === name);
  if (name === undefined) {
    throw new UserError('FAULT_INCOMPLETE', `Say which fault, and of which region.\n\n${FAULT_USAGE}`);
  }
  if (fault === undefined) {
    throw new UserError('FAULT_UNKNOWN', `The fault is one of ${FAULTS.join(', ')}, not "${name}".\n\n${FAULT_USAGE}`);
  }
  const isSlow = fault === 'slow';
  const wanted = fault === 'split' ? 1 : 0;
  if (region === undefined || others.length !== wanted || isSlow !== (values.ms !== undefined)) throw incomplete(fault);
  const [other = ''] = others;
  if (fault === 'split' && other === region) throw incomplete(fault);
  if (fault === 'split') return { fault, region, other };
  return isSlow ? { fault, region, ms: delayOf(values.ms ?? '') } : { fault, region };
}

function parsedFaultOrder(args: readonly string[]) {
  try {
    return parseArgs({
      args: negativesJoined(args),
      allowPositionals: true,
      options: { ms: { type: 'string' }, help: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw unknownOption(error, FAULT_USAGE);
  }
}

function delayOf(text: string): number {
  const delay = Number(text);
  if (text.trim() !== '' && delay >= 0 && delay <= MAX_DELAY) return delay;
  throw new UserError('FAULT_INCOMPLETE', `--ms takes a number of milliseconds up to ${MAX_DELAY}, not "${text}".`);
}

function incomplete(fault: (typeof FAULTS)[number]): UserError {
  const takes = { down: 'a region', up: 'a region', slow: 'a region and --ms', split: 'two different regions' }[fault];
  return new UserError('FAULT_INCOMPLETE', `${fault} takes ${takes}.\n\n${FAULT_USAGE}`);
}

/**
 * Reads the command line of `npm run token`.
 * @returns `help` when it was asked for
 * @throws UserError `OPTION_UNKNOWN`, `SUBJECT_INVALID`, `PATTERN_INVALID` or `HOURS_INVALID`
 */
export function readTokenRequest(args: readonly string[]): TokenRequest | 'help' {
  const { stage, subject, publish, subscribe, hours, help } = parsedTokenRequest(args);
  if (help) return 'help';
  if (subject === '') throw new UserError('SUBJECT_INVALID', '--subject takes a name, not nothing.');
  return {
    stage,
    subject,
    publish: publish.map((pattern) => patternOf('--publish', pattern)),
    subscribe: subscribe.map((pattern) => patternOf('--subscribe', pattern)),
    hours: hoursOf(hours),
  };
}

function parsedTokenRequest(args: readonly string[]) {
  try {
    return parseArgs({
      args: negativesJoined(args),
      options: {
        stage: { type: 'string', default: 'local' },
        subject: { type: 'string', default: 'developer' },
        publish: { type: 'string', multiple: true, default: [] },
        subscribe: { type: 'string', multiple: true, default: [] },
        hours: { type: 'string', default: '8' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw unknownOption(error, TOKEN_USAGE);
  }
}

function patternOf(option: string, text: string): string {
  if (text === '*' || /^[^*]+?(\/\*)?$/.test(text)) return text;
  throw new UserError(
    'PATTERN_INVALID',
    `${option} takes a channel, a prefix that ends in /*, or *, not "${text}"; the shell needs quotes around it.`,
  );
}

function hoursOf(text: string): number {
  const hours = Number(text);
  if (hours > 0 && hours <= MOST_HOURS) return hours;
  throw new UserError('HOURS_INVALID', `--hours takes a number up to ${MOST_HOURS}, not "${text}".`);
}

/**
 * Reads the command line.
 * @returns `help` when it was asked for
 * @throws UserError `OPTION_UNKNOWN`, `PORT_INVALID` or `MINUTE_INVALID`
 */
export function readConfig(args: readonly string[]): Config | 'help' {
  const { stage, port, 'aws-port': awsPort, 'edge-port': edgePort, minute, help } = parsed(args);
  if (help) return 'help';
  return {
    stage,
    port: portOf('--port', port),
    awsPort: portOf('--aws-port', awsPort),
    edgePort: portOf('--edge-port', edgePort),
    minute: minuteOf(minute),
  };
}

function minuteOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds * SECOND;
  throw new UserError('MINUTE_INVALID', `--minute takes a number of seconds up to ${MOST_SECONDS}, not "${text}".`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: negativesJoined(args),
      options: {
        stage: { type: 'string', default: 'local' },
        port: { type: 'string', default: '9001' },
        'aws-port': { type: 'string', default: '4566' },
        'edge-port': { type: 'string', default: '8443' },
        minute: { type: 'string', default: '2' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw unknownOption(error, USAGE);
  }
}

/** A negative number after an option is its value, which is then refused in a sentence of its own. Node.js takes it for an option. */
function negativesJoined(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    const isValue = /^-[\d.]/.test(arg) && before !== undefined && /^--[^=]+$/.test(before);
    if (isValue) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function unknownOption(error: unknown, usage: string): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  // Node.js says in three lines that the next option may be the value of the one before.
  const [, option] = /Option '(--[\w-]+).*argument (?:is ambiguous|missing)/.exec(reason) ?? [];
  const sentence = option === undefined ? reason : `${option} needs a value.`;
  return new UserError('OPTION_UNKNOWN', `${sentence}\n\n${usage}`, { cause: error });
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT) return port;
  throw new UserError('PORT_INVALID', `${option} takes a whole number from 0 to ${HIGHEST_PORT}, not "${text}".`);
}

/**
 * The environment of a program that packages or deploys.
 * @param temporaryFolder where it leaves what it forgets to remove
 */
export function childEnvironment(temporaryFolder: string): NodeJS.ProcessEnv {
  // Node.js reads the first on Linux and macOS, and the others on Windows: https://nodejs.org/api/os.html#ostmpdir
  const temporary = { TMPDIR: temporaryFolder, TEMP: temporaryFolder, TMP: temporaryFolder };
  return { ...process.env, ...temporary, SLS_NOTIFICATIONS_MODE: 'off', SLS_TELEMETRY_DISABLED: '1' };
}
