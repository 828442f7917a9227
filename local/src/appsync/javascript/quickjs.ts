// APPSYNC_JS 1.0.0 on QuickJS, which runs in WebAssembly and so has nothing of Node: no process, files, network or timers.
import loadWasm from '@jitl/quickjs-wasmfile-release-sync/emscripten-module';
import { QuickJSFFI } from '@jitl/quickjs-wasmfile-release-sync/ffi';
import { parse, type Program as Syntax } from 'acorn';
import { newQuickJSWASMModuleFromVariant, type QuickJSSyncVariant } from 'quickjs-emscripten-core';
import { type Clock, systemClock } from '../../foundation/clock';
import { codeError, compileError, type Position } from './code-error';
import { consoleCalls } from './console-calls';
import { type CodeError, type CompiledCode, InvalidCode, type JavaScript } from './javascript';
import { MAX_CODE_LENGTH, MAX_OPEN_REALMS, MEMORY_LIMIT, TIME_LIMIT } from './limits';
import { lint } from './lint/lint';
import { moduleSource } from './module-source';
import { type Engine, Program, type ProgramParts } from './program';
import { RealmError } from './realm';
import { Realms } from './realms';

/** QuickJS as the package has it, but without dynamic imports, which Jest cannot do. */
const VARIANT: QuickJSSyncVariant = {
  type: 'sync',
  importFFI: () => Promise.resolve(QuickJSFFI),
  importModuleLoader: () => Promise.resolve(loadWasm),
};

/** How an engine differs from the usual. */
export interface JavaScriptOptions {
  /** What `util.time` and ids go by; the machine's clock by default. */
  readonly clock?: Clock;
  /** Milliseconds per evaluation. */
  readonly timeLimit?: number;
  /** Bytes per code. */
  readonly memoryLimit?: number;
}

/** Starts an engine. Code that was compiled needs no clean-up of its own. */
export async function createJavaScript(options: JavaScriptOptions = {}): Promise<JavaScript> {
  const realms = new Realms(MAX_OPEN_REALMS);
  const engine: Engine = {
    clock: options.clock ?? systemClock,
    memoryLimit: options.memoryLimit ?? MEMORY_LIMIT,
    quickJs: await newQuickJSWASMModuleFromVariant(VARIANT),
    realms,
    timeLimit: options.timeLimit ?? TIME_LIMIT,
  };
  return {
    compile: (code) => compile(code, engine),
    dispose: () => realms.closeAll(),
  };
}

function compile(code: string, engine: Engine): CompiledCode {
  if (code.length > MAX_CODE_LENGTH) throw tooLong(code);
  const program = new Program(engine, read(code));
  try {
    program.open();
    return program;
  } catch (error) {
    if (error instanceof RealmError) throw notAccepted(error.thrown.message);
    throw error;
  }
}

function read(code: string): ProgramParts {
  try {
    const syntax = parsed(code);
    const errors = lint(syntax);
    if (errors.length > 0) throw new InvalidCode(errors);
    return { source: moduleSource(code, syntax), locateConsoleCall: consoleCalls(syntax) };
  } catch (error) {
    // Thrown by Node when its stack is full.
    if (error instanceof RangeError) throw notAccepted('The code is nested too deeply.');
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

/** acorn says where, from column 0. */
function syntaxError(error: SyntaxError & { readonly loc?: Position }): CodeError {
  const { line, column } = error.loc ?? { line: 0, column: 0 };
  const message = `${error.message.replace(/ \(\d+:\d+\)$/, '')}.`;
  return compileError('PARSE_ERROR', { message }, { line, column: column + 1, length: 1 });
}

function notAccepted(message: string): InvalidCode {
  return new InvalidCode([codeError('PARSE_ERROR', message)]);
}

function tooLong({ length }: string): InvalidCode {
  const message = `The code has ${length} characters, and ${MAX_CODE_LENGTH} is the most.`;
  return new InvalidCode([codeError('CODE_TOO_LARGE', message)]);
}
