// What the person who starts the engine chooses.
import { UserError } from 'local-aws/terms';
import type { CommandLine } from '../command-line';
import { LOCAL_STAGE } from '../stages/names';

/** The ports of an engine; 0 stands for free ones. */
export interface Ports {
  /** Of the first region's API; those of the next regions follow. */
  readonly port: number;
  /** Of the AWS endpoint for SDK clients. */
  readonly awsPort: number;
  /** Of the first region's edge location; those of the next ones follow. */
  readonly edgePort: number;
}

/** The engine's choices, all with a default. */
export interface StartOptions extends Ports {
  /** A stage of stages.yml. */
  readonly stage: string;
  /** Milliseconds that a minute of heartbeats, alarms and health checks takes. */
  readonly minute: number;
  /** The folders of other services, which are deployed after the stage. */
  readonly services: readonly string[];
  /** Is what is saved deployed? */
  readonly isWatching: boolean;
  /** Is nothing told of what happens after the start? */
  readonly isQuiet: boolean;
  /** Is everything told as JSON? */
  readonly isJson: boolean;
}

/** Of TCP. */
export const HIGHEST_PORT = 65_535;
const SECOND = 1000;
/** A minute of the engine is not longer than one of AWS. */
const MOST_SECONDS = 60;
/** Free ports. */
const AUTO = 'auto';

/** The command line of `npm start`. */
export const START = {
  command: 'npm start',
  usage: `Usage: npm start -- [options]

  --stage NAME      a stage of stages.yml (default: ${LOCAL_STAGE})
  --port PORT       port of the first region's API; the other regions' ports follow (default: 9001)
  --aws-port PORT   port for AWS SDK clients (default: 4566)
  --edge-port PORT  port of the front door near the first region; the other regions' ports follow (default: 8443)
  --with FOLDER     a service on top of the stage, to be deployed after it: examples/second-screen; may be given several times
  --watch           deploy what is saved, while all of it runs
  --quiet           print the addresses, what --watch deploys, and nothing else of what happens then
  --json            print every line as a JSON object, and the addresses as .local/endpoints.json has them
  --minute SECONDS  how long a minute of heartbeats, alarms and health checks takes here (default: 2)
  --help            print this

  "--port auto" takes free ports for everything; an option for a port takes "auto" or 0 for free ones, too.`,
  options: {
    stage: { type: 'string', default: LOCAL_STAGE },
    port: { type: 'string', default: '9001' },
    'aws-port': { type: 'string' },
    'edge-port': { type: 'string' },
    minute: { type: 'string', default: '2' },
    with: { type: 'string', multiple: true },
    watch: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
} as const;

/**
 * Reads the choices.
 * @throws UserError `PORT_INVALID` or `MINUTE_INVALID`
 */
export function startOptionsOf({ values }: CommandLine<typeof START.options>): StartOptions {
  const { stage, port, minute, watch: isWatching, quiet: isQuiet, json: isJson } = values;
  const isAuto = port === AUTO;
  return {
    stage,
    services: values.with ?? [],
    port: portOf('--port', port),
    awsPort: portOf('--aws-port', values['aws-port'] ?? (isAuto ? AUTO : '4566')),
    edgePort: portOf('--edge-port', values['edge-port'] ?? (isAuto ? AUTO : '8443')),
    minute: minuteOf(minute),
    ...{ isWatching, isQuiet, isJson },
  };
}

function minuteOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds * SECOND;
  throw new UserError('MINUTE_INVALID', `--minute takes a number of seconds up to ${MOST_SECONDS}, not "${text}".`);
}

function portOf(option: string, text: string): number {
  if (text === AUTO) return 0;
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT) return port;
  throw new UserError(
    'PORT_INVALID',
    `${option} takes a whole number from 0 to ${HIGHEST_PORT}, or auto, not "${text}".`,
  );
}
