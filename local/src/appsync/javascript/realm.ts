// A JavaScript realm of V8's for the resolvers of one API: nothing of Node is in it.
import { isNativeError } from 'node:util/types';
import { constants, createContext, Script } from 'node:vm';
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { BUILTIN_NAMES, MODULE_BUILTIN_NAMES } from './builtins/builtins';
import type { Uses } from './context-uses';
import type { Handler } from './javascript';
import { jsonCopy } from './json-copy';
import { LANGUAGE } from './lint/language';
import {
  MAX_ARGUMENT_LENGTH,
  MAX_ARRAY_LENGTH,
  MAX_COMPARISONS,
  MAX_DEPTH,
  MAX_KEPT_PATTERN_LENGTH,
  MAX_KEPT_PATTERNS,
  MAX_KEPT_TEXT_LENGTH,
  MAX_KEPT_TEXTS,
  MAX_LOOP_ITERATIONS,
  STEPS_BETWEEN_LOOKS,
  UNCHECKED_LENGTH,
} from './limits';
import type { ModuleSource } from './module-source';
import { type Instantiate, PRELUDE, type Prelude, type PreludeLimits, type Replies } from './prelude';
import { type RealmLimits, tooLarge, tooSlow, Watch } from './watch';

/** The name that code has in stacks and errors. */
const FILE = 'code.js';
const PRELUDE_SCRIPT = new Script(PRELUDE, { filename: 'appsync.js' });

/** What a built-in came to. */
export type Answer =
  | { readonly kind: 'value'; readonly value: JsonValue | undefined }
  | { readonly kind: 'failed'; readonly message: string }
  /** The evaluation is over. */
  | { readonly kind: 'ended' };

/** Has the built-ins for one evaluation. */
export interface BuiltinHost {
  answer(name: string, args: readonly JsonValue[]): Answer;
}

/** A handler to run. */
export interface Task {
  readonly module: Instantiate;
  readonly handler: Handler;
  readonly context: JsonObject;
  /** The parts of the context that the handler looks at. */
  readonly uses: Uses;
}

/** An exception in code. */
export interface Thrown {
  readonly message: string;
  /** Innermost first, without the message, in which code can write what it wants; the lines are those of the module source. */
  readonly stack: string;
}

/** What a handler came to. */
export interface Run {
  readonly result?: JsonValue | undefined;
  readonly stash: JsonObject;
  /** Also set when a built-in has ended the evaluation. */
  readonly thrown?: Thrown;
  /** The export is not a function. */
  readonly isMissing?: true;
}

/** A realm. It runs one handler at a time. */
export class Realm {
  readonly #context = createContext(constants.DONT_CONTEXTIFY, { codeGeneration: { strings: false, wasm: false } });
  readonly #prelude: Prelude;
  readonly #watch: Watch;
  #builtins: BuiltinHost | undefined;

  constructor(limits: RealmLimits) {
    this.#watch = new Watch(limits);
    const builtins = JSON.stringify({ global: BUILTIN_NAMES, modules: MODULE_BUILTIN_NAMES });
    const start = PRELUDE_SCRIPT.runInContext(this.#context) as (...values: unknown[]) => Prelude;
    this.#prelude = start(
      (replies: Replies) => this.#host(replies),
      JSON.stringify(LANGUAGE),
      builtins,
      JSON.stringify(preludeLimits(limits)),
    );
  }

  /** @throws whatever V8 has against the module */
  load({ text, imports, isStateless }: ModuleSource): Instantiate {
    const moduleFunction: unknown = new Script(text, { filename: FILE }).runInContext(this.#context);
    const instantiate = this.#prelude.link(moduleFunction, JSON.stringify(imports));
    if (!isStateless) return instantiate;
    let instance: ReturnType<Instantiate> | undefined;
    return () => (instance ??= instantiate());
  }

  /** Runs a handler. Never throws for what the code does. */
  run({ module, handler, context, uses }: Task, builtins: BuiltinHost): Run {
    this.#builtins = builtins;
    this.#watch.start();
    // Nobody can have changed what nobody looked at.
    const kept = uses === 'all' || uses.has('stash') ? undefined : stashIn(context);
    let ctx: { readonly stash: unknown } = { stash: {} };
    try {
      ctx = this.#prelude.contextOf(uses === 'all' ? context : partsOf(context, uses));
      const handle = handleOf(module(), handler);
      if (typeof handle !== 'function') return { stash: {}, isMissing: true };
      const result = this.#jsonOf((handle as (ctx: unknown) => unknown)(ctx));
      return { result, stash: kept ?? this.#stashOf(ctx) };
    } catch (error) {
      return { thrown: thrownBy(error), stash: kept ?? this.#stashAfterError(ctx) };
    }
  }

  #host({ end, fail, value }: Replies) {
    // An error of the realm is thrown outside of what looks at the host's.
    const answer = (name: string, args: readonly JsonValue[]): unknown => {
      const answered = this.#builtins?.answer(name, args) ?? { kind: 'ended' };
      if (answered.kind === 'ended') return end();
      if (answered.kind === 'failed') return fail(answered.message);
      return typeof answered.value === 'object' ? value(JSON.stringify(answered.value)) : answered.value;
    };
    return {
      call: (name: string, args: ArrayLike<JsonValue>) => answer(name, listOf(args)),
      callWithJson: (name: string, argsText: string) => answer(name, JSON.parse(argsText) as JsonValue[]),
      look: () => this.#watch.look(),
      stackOf: ({ stack = '' }: Error) => stack,
      within: (task: () => void) => this.#watch.within(task),
    };
  }

  #stashOf({ stash }: { readonly stash: unknown }): JsonObject {
    const copied = this.#jsonOf(stash);
    return isJsonObject(copied) ? copied : {};
  }

  #stashAfterError(ctx: { readonly stash: unknown }): JsonObject {
    try {
      return this.#stashOf(ctx);
    } catch {
      return {};
    }
  }

  #jsonOf(value: unknown): JsonValue | undefined {
    return jsonCopy(value, this.#prelude.write);
  }
}

function partsOf(context: JsonObject, uses: ReadonlySet<string>): JsonObject {
  const parts: Record<string, JsonValue> = {};
  // One is the other.
  const given = context['arguments'] ?? context['args'];
  if (given !== undefined && (uses.has('args') || uses.has('arguments'))) parts['arguments'] = given;
  for (const name of uses) {
    if (name === 'args' || name === 'arguments' || !Object.hasOwn(context, name)) continue;
    const value = context[name];
    if (value !== undefined) parts[name] = value;
  }
  return parts;
}

function stashIn({ stash = {} }: JsonObject): JsonObject {
  return isJsonObject(stash) ? stash : {};
}

/** A list of the host's. */
function listOf(items: ArrayLike<JsonValue>): readonly JsonValue[] {
  const list: JsonValue[] = [];
  for (let index = 0; index < items.length; index += 1) list.push(items[index] ?? null);
  return list;
}

/** An object's handler is one that it has itself. */
function handleOf(exported: Readonly<Record<string, unknown>>, handler: Handler): unknown {
  const end = handler.indexOf('.');
  if (end < 0) return exported[handler];
  const [value, part] = [exported[handler.slice(0, end)], handler.slice(end + 1)];
  return typeof value === 'object' && value !== null && Object.hasOwn(value, part)
    ? (value as Readonly<Record<string, unknown>>)[part]
    : undefined;
}

function preludeLimits(limits: RealmLimits): PreludeLimits {
  return {
    argumentLength: MAX_ARGUMENT_LENGTH,
    arrayLength: MAX_ARRAY_LENGTH,
    comparisons: MAX_COMPARISONS,
    depth: MAX_DEPTH,
    loopIterations: MAX_LOOP_ITERATIONS,
    memory: limits.memoryLimit,
    patternLength: MAX_KEPT_PATTERN_LENGTH,
    patterns: MAX_KEPT_PATTERNS,
    stepsBetweenLooks: STEPS_BETWEEN_LOOKS,
    textLength: MAX_KEPT_TEXT_LENGTH,
    texts: MAX_KEPT_TEXTS,
    tooLarge: tooLarge(limits.memoryLimit),
    tooSlow: tooSlow(limits.timeLimit),
    uncheckedLength: UNCHECKED_LENGTH,
  };
}

/** Errors come from V8 and the prelude: the language has no `throw`. */
function thrownBy(error: unknown): Thrown {
  if (!isNativeError(error)) return { message: '', stack: '' };
  const { message, stack = '' } = error;
  return { message, stack: stack.replace(message, '') };
}
