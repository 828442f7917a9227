// A QuickJS of its own for one resolver's code: memory, time and stack are limited, and nothing of Node is in it.
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';
import { BUILTIN_NAMES, MODULE_BUILTIN_NAMES } from './builtins/builtins';
import type { Handler } from './javascript';
import { LANGUAGE } from './lint/language';
import { PARSER_STACK_LIMIT, STACK_LIMIT } from './limits';
import type { ModuleSource } from './module-source';
import { PRELUDE } from './prelude';

/** The name that code has in stacks and errors. */
const FILE = 'code.js';
const PRELUDE_FILE = 'appsync.js';

/** What a realm may use. */
export interface RealmLimits {
  /** Milliseconds per evaluation. */
  readonly timeLimit: number;
  /** Bytes. */
  readonly memoryLimit: number;
}

/** Calls a built-in: its name and its arguments as JSON in, the answer as JSON out. */
export type Host = (name: string, argumentsText: string) => string;

/** An exception of QuickJS. */
export interface Thrown {
  /** Such as `TypeError`. */
  readonly name: string;
  readonly message: string;
  /** Innermost first; the lines are those of the module source. */
  readonly stack: string;
}

/** QuickJS refused or stopped something. */
export class RealmError extends Error {
  constructor(readonly thrown: Thrown) {
    super(thrown.message);
    this.name = 'RealmError';
  }
}

/** A realm with one module in it. */
export class Realm {
  readonly #context: QuickJSContext;
  readonly #limits: RealmLimits;
  readonly #runtime: QuickJSRuntime;
  #deadline = Infinity;
  #evaluate: QuickJSHandle | undefined;
  #module: QuickJSHandle | undefined;

  /** @throws RealmError when QuickJS does not accept the module */
  static open(quickJs: QuickJSWASMModule, limits: RealmLimits, source: ModuleSource, host: Host): Realm {
    const realm = new Realm(quickJs, limits);
    try {
      realm.#load(source, host);
      return realm;
    } catch (error) {
      realm.close();
      throw error;
    }
  }

  private constructor(quickJs: QuickJSWASMModule, limits: RealmLimits) {
    this.#limits = limits;
    this.#runtime = quickJs.newRuntime();
    this.#runtime.setMemoryLimit(limits.memoryLimit);
    // The processor's time: a loop must end even when the clock of the resolvers stands still, and good code on a busy machine must not.
    this.#runtime.setInterruptHandler(() => processorTime() > this.#deadline);
    this.#context = this.#runtime.newContext({
      intrinsics: { BaseObjects: true, Eval: true, JSON: true, RegExp: true, RegExpCompiler: true },
    });
  }

  /**
   * Runs a handler.
   * @param contextText JSON
   * @returns the prelude's answer, JSON
   * @throws RealmError when time or memory ran out; the realm is then of no more use
   */
  evaluate(handler: Handler, contextText: string): string {
    const { undefined: nothing } = this.#context;
    if (!this.#evaluate || !this.#module) throw new RangeError('The realm has no module.');
    const name = this.#context.newString(handler);
    const text = this.#context.newString(contextText);
    this.#deadline = processorTime() + this.#limits.timeLimit;
    try {
      return this.#take(this.#context.callFunction(this.#evaluate, nothing, this.#module, name, text), (answer) =>
        this.#context.getString(answer),
      );
    } finally {
      this.#deadline = Infinity;
      name.dispose();
      text.dispose();
    }
  }

  /** Frees what the realm holds. */
  close(): void {
    this.#evaluate?.dispose();
    this.#module?.dispose();
    this.#context.dispose();
    this.#runtime.dispose();
  }

  #load(source: ModuleSource, host: Host): void {
    this.#runtime.setMaxStackSize(PARSER_STACK_LIMIT);
    const prelude = this.#startPrelude(host);
    const link = this.#context.getProp(prelude, 'link');
    const imports = this.#context.newString(JSON.stringify(source.imports));
    this.#evaluate = this.#context.getProp(prelude, 'evaluate');
    try {
      this.#module = this.#take(this.#context.evalCode(source.text, FILE, { strict: true }), (instantiate) =>
        this.#take(this.#context.callFunction(link, this.#context.undefined, instantiate, imports), (module) =>
          module.dup(),
        ),
      );
    } finally {
      [imports, link, prelude].forEach((handle) => handle.dispose());
    }
    this.#runtime.setMaxStackSize(STACK_LIMIT);
  }

  #startPrelude(host: Host): QuickJSHandle {
    const context = this.#context;
    const call = context.newFunction('host', (name, argumentsText) =>
      context.newString(host(context.getString(name), context.getString(argumentsText))),
    );
    const language = context.newString(JSON.stringify(LANGUAGE));
    const builtins = context.newString(JSON.stringify({ global: BUILTIN_NAMES, modules: MODULE_BUILTIN_NAMES }));
    try {
      return this.#take(context.evalCode(PRELUDE, PRELUDE_FILE, { strict: true }), (prelude) =>
        this.#take(context.callFunction(prelude, context.undefined, call, language, builtins), (started) =>
          started.dup(),
        ),
      );
    } finally {
      [call, language, builtins].forEach((handle) => handle.dispose());
    }
  }

  /** Reads a result and frees it. */
  #take<Value>(result: ReturnType<QuickJSContext['evalCode']>, read: (value: QuickJSHandle) => Value): Value {
    if (result.error) {
      const thrown = this.#thrown(result.error);
      result.error.dispose();
      throw new RealmError(thrown);
    }
    try {
      return read(result.value);
    } finally {
      result.value.dispose();
    }
  }

  #thrown(error: QuickJSHandle): Thrown {
    return {
      name: this.#textOf(error, 'name'),
      message: this.#textOf(error, 'message'),
      stack: this.#textOf(error, 'stack'),
    };
  }

  #textOf(error: QuickJSHandle, key: string): string {
    const value = this.#context.getProp(error, key);
    try {
      return this.#context.getString(value);
    } finally {
      value.dispose();
    }
  }
}

/** Milliseconds that this process has used. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
