// APPSYNC_JS 1.0.0 on V8, in realms that have nothing of Node: no process, files, network or timers.
import { parse, type Program as Syntax } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { type Clock, systemClock } from '../../foundation/clock';
import { codeError, compileError, type Position } from './code-error';
import { consoleCalls } from './console-calls';
import { contextUses } from './context-uses';
import { type CodeError, type CompiledCode, InvalidCode, type JavaScript } from './javascript';
import { MAX_CODE_LENGTH, MAX_NESTING, MAX_READINGS, MEMORY_LIMIT, TIME_LIMIT } from './limits';
import { lint } from './lint/lint';
import { moduleSource } from './module-source';
import { Program, type ProgramParts } from './program';
import { Realm } from './realm';

/** How an engine differs from the usual. */
export interface JavaScriptOptions {
  /** What `util.time` and ids go by; the machine's clock by default. */
  readonly clock?: Clock;
  /** Milliseconds per evaluation. */
  readonly timeLimit?: number;
  /** Bytes per value. */
  readonly memoryLimit?: number;
}

/** A realm for code, which is made when it is needed. */
export function createJavaScript(options: JavaScriptOptions = {}): JavaScript {
  const { clock = systemClock, timeLimit = TIME_LIMIT, memoryLimit = MEMORY_LIMIT } = options;
  let realm: Realm | undefined;
  return {
    compile: (code) => {
      const parts = readOnce(code);
      realm ??= new Realm({ timeLimit, memoryLimit });
      return programOf(parts, { clock, memoryLimit, realm });
    },
  };
}

function programOf(parts: ProgramParts, surroundings: ConstructorParameters<typeof Program>[0]): CompiledCode {
  try {
    return new Program(surroundings, parts);
  } catch (error) {
    throw notAccepted(error instanceof Error ? error.message : String(error));
  }
}

/** What was read last, by its code: regions, channel namespaces and later starts have the same. It holds nothing of a realm. */
const readings = new Map<string, ProgramParts>();

function readOnce(code: string): ProgramParts {
  const parts = readings.get(code) ?? read(code);
  readings.delete(code);
  readings.set(code, parts);
  const [oldest] = readings.keys();
  if (oldest !== undefined && readings.size > MAX_READINGS) readings.delete(oldest);
  return parts;
}

function read(code: string): ProgramParts {
  if (code.length > MAX_CODE_LENGTH) throw tooLong(code);
  try {
    const syntax = parsed(code);
    requireFlat(syntax);
    const errors = lint(syntax);
    if (errors.length > 0) throw new InvalidCode(errors);
    const source = moduleSource(code, syntax);
    return { code, source, uses: contextUses(syntax, source.handlers), locateConsoleCall: consoleCalls(syntax) };
  } catch (error) {
    // Thrown by Node when its stack is full.
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
}

function parsed(code: string): Syntax {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: false });
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidCode([syntaxError(error)]);
    throw error;
  }
}

function requireFlat(syntax: Syntax): void {
  fullAncestor(syntax, (_node, _state, { length }) => {
    if (length > MAX_NESTING) throw tooDeep();
  });
}

/** acorn says where, from column 0. */
function syntaxError(error: SyntaxError & { readonly loc?: Position }): CodeError {
  const { line, column } = error.loc ?? { line: 0, column: 0 };
  const message = `${error.message.replace(/ \(\d+:\d+\)$/, '')}.`;
  return compileError('PARSE_ERROR', { message }, { line, column: column + 1, length: 1 });
}

function tooDeep(): InvalidCode {
  return notAccepted('The code is nested too deeply.');
}

function notAccepted(message: string): InvalidCode {
  return new InvalidCode([codeError('PARSE_ERROR', message)]);
}

function tooLong({ length }: string): InvalidCode {
  const message = `The code has ${length} characters, and ${MAX_CODE_LENGTH} is the most.`;
  return new InvalidCode([codeError('CODE_TOO_LARGE', message)]);
}
