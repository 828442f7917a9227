// What the person who starts the engine chose: the command line and the environment, read in one place.
import { parseArgs } from 'node:util';
import { UserError } from './errors';

/** The engine's choices, all with a default. */
export interface Config {
  /** A stage of stages.yml. */
  readonly stage: string;
  /** The port of the first region's API; the next regions follow. 0 takes free ports. */
  readonly port: number;
  /** The port of the AWS endpoint for SDK clients. 0 takes a free port. */
  readonly awsPort: number;
}

const HIGHEST_PORT = 65_535;

/** What `npm start -- --help` prints. */
export const USAGE = `Usage: npm start -- [options]

  --stage NAME     a stage of stages.yml (default: local)
  --port PORT      port of the first region's API, the next regions follow; 0 for free ports (default: 9001)
  --aws-port PORT  port for AWS SDK clients; 0 for a free port (default: 4566)
  --help           print this`;

/**
 * Reads the command line.
 * @returns `help` when it was asked for
 * @throws UserError `OPTION_UNKNOWN` or `PORT_INVALID`
 */
export function readConfig(args: readonly string[]): Config | 'help' {
  const { stage, port, 'aws-port': awsPort, help } = parsed(args);
  if (help) return 'help';
  return { stage, port: portOf('--port', port), awsPort: portOf('--aws-port', awsPort) };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        stage: { type: 'string', default: 'local' },
        port: { type: 'string', default: '9001' },
        'aws-port': { type: 'string', default: '4566' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UserError('OPTION_UNKNOWN', `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, {
      cause: error,
    });
  }
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT) return port;
  throw new UserError('PORT_INVALID', `${option} takes a whole number from 0 to ${HIGHEST_PORT}, not "${text}".`);
}

/** The environment that a program started by the engine gets. */
export function childEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, SLS_NOTIFICATIONS_MODE: 'off', SLS_TELEMETRY_DISABLED: '1' };
}
