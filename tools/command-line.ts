// How every command reads its command line.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UserError } from 'local-aws/terms';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What a command takes. */
export interface Grammar<Known extends Options> {
  /** What people type, such as `npm run pub`. */
  readonly command: string;
  /** What `--help` prints. */
  readonly usage: string;
  readonly options: Known;
  /** The names of the words that it takes besides options, or `any` if it counts them itself. */
  readonly words?: readonly string[] | 'any';
}

/** What was typed. */
export interface CommandLine<Known extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ options: Known }>>['values'];
  readonly words: readonly string[];
}

/** Every command has it. */
const HELP: Options = { help: { type: 'boolean' } };

/**
 * Reads a command line.
 * @returns `help` if that was asked for
 * @throws UserError `OPTION_UNKNOWN` or `WORDS_INVALID`
 */
export function readCommandLine<const Known extends Options>(
  args: readonly string[],
  { command, options, words: wanted = [] }: Grammar<Known>,
): CommandLine<Known> | 'help' {
  const line = { args: negativesJoined(args), allowPositionals: true } as const;
  const withHelp: Options = { ...options, ...HELP };
  try {
    if (parseArgs({ ...line, options: withHelp }).values['help'] === true) return 'help';
    const { values, positionals: words } = parseArgs({ ...line, options });
    if (wanted !== 'any' && wanted.length !== words.length) throw wrongWords(command, wanted, words);
    return { values, words };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('OPTION_UNKNOWN', `${reasonOf(error)}; ${hint(command)}.`, { cause: error });
  }
}

/** Where a command explains itself, as the end of a sentence. */
export function hint(command: string): string {
  return `"${command} -- --help" says what it takes`;
}

/** The first sentence of Node.js, without its full stop: the others guess at what was meant. */
function reasonOf(error: unknown): string {
  const { message: reason } = error as Error;
  const [, option] = /Option '(?:-\w, )?(--[\w-]+).*argument (?:is ambiguous|missing)/.exec(reason) ?? [];
  if (option !== undefined) return `${option} needs a value`;
  return reason.split(/\.(?:\s|$)/)[0] ?? reason;
}

function wrongWords(command: string, wanted: readonly string[], words: readonly string[]): UserError {
  const quotes = words.length > wanted.length ? ', with quotes around text that has spaces' : '';
  const sentence =
    wanted.length === 0 ? `"${words[0] ?? ''}" is not an option` : `Give ${wanted.join(' and ')}${quotes}`;
  return new UserError('WORDS_INVALID', `${sentence}; ${hint(command)}.`);
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
