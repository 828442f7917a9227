// What the person at the terminal sees, and how a command ends.
import type { ParseArgsConfig } from 'node:util';
import { type Log, UserError } from 'local-aws/terms';
import { silenceLibraries } from './child-process';
import { type CommandLine, type Grammar, readCommandLine } from './command-line';

/** Writes to standard output, and faults of our own to standard error. */
export const terminal: Log = {
  info: (line) => void process.stdout.write(`${line}\n`),
  fault: (error) => note(error instanceof Error ? (error.stack ?? error.message) : String(error)),
};

/** Writes a line that is not part of the command's output. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs the command of a file, unless the file was only imported. A mistake of the user's ends it with one sentence, a fault of
 * our own with a stack, and a reader that goes away, such as `head -1`, without a word.
 * @param file the command's own module
 */
export function runCommand<const Known extends NonNullable<ParseArgsConfig['options']>>(
  file: NodeJS.Module,
  grammar: Grammar<Known>,
  work: (line: CommandLine<Known>) => Promise<void>,
): void {
  if (require.main !== file) return;
  silenceLibraries();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWithReader);
  const run = async () => {
    const line = readCommandLine(process.argv.slice(2), grammar);
    if (line === 'help') terminal.info(grammar.usage);
    else await work(line);
  };
  run().catch((error: unknown) => {
    // It may repeat what a server said.
    if (error instanceof UserError) note(error.message.split('\n').map(printable).join('\n'));
    else terminal.fault(error);
    process.exit(1);
  });
}

function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

/** Text for a terminal: what would move its cursor, or worse, is written as its escape. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    JOINERS.has(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Joins the parts of emoji. */
const JOINERS = new Set(['\u200d']);
