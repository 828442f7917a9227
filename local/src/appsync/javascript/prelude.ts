// What runs in a realm before any resolver: it takes away what APPSYNC_JS lacks and adds what it has.
import type { JsonObject } from '../../foundation/json';

/** A module of the realm: makes its handlers anew. */
export type Instantiate = () => Readonly<Record<string, unknown>>;

/** What the prelude gives the host: functions of the realm. */
export interface Prelude {
  /** The values of imports and a meter for a module. */
  readonly link: (moduleFunction: unknown, importsText: string) => Instantiate;
  /** The context that a handler takes: a copy, made in the realm. */
  readonly contextOf: (context: JsonObject) => { readonly stash: unknown };
  /** `JSON.stringify`. */
  readonly write: (value: unknown) => string | undefined;
}

/** How a function of the host answers what is no text, number or the like. */
export interface Replies {
  /** Throws what ends the evaluation. */
  readonly end: () => never;
  /** Throws an error of the realm. */
  readonly fail: (message: string) => never;
  /** @returns a value of the realm */
  readonly value: (json: string) => unknown;
}

/** What the prelude is told of limits. */
export interface PreludeLimits {
  readonly arrayLength: number;
  readonly checkedDepth: number;
  readonly depth: number;
  readonly loopIterations: number;
  readonly memory: number;
  readonly patternLength: number;
  readonly patterns: number;
  readonly stepsBetweenLooks: number;
  /** The sentence for a value that is too large. */
  readonly tooLarge: string;
  /** The sentence for a pattern that takes too long. */
  readonly tooSlow: string;
}

/**
 * A function of `Replies => HostFunctions`, the language (JSON of `Language`), the built-ins' names (JSON: those that are
 * global, and those of each module) and `PreludeLimits` (JSON). It answers `Prelude`.
 *
 * Nothing that a resolver can reach may change, so nothing survives an evaluation: prototypes have no way to them
 * (no constructors, no `__proto__`, no reflection), everything else is frozen, and the module's own body runs anew for
 * each evaluation.
 *
 * Nothing that a resolver can reach was made outside of the realm: what comes in is copied, the host's functions are called
 * by functions of the realm, answer texts, numbers and the like, and what they throw is replaced.
 */
export const PRELUDE = String.raw`
'use strict';
(hostOf, languageText, builtinsText, limitsText) => {
  const { parse, stringify } = JSON;
  const { apply, getPrototypeOf, ownKeys } = Reflect;
  const { assign, defineProperty, freeze, getOwnPropertyDescriptor, getOwnPropertyNames, hasOwn, keys, seal } = Object;
  const { Error, Map, RegExp, Set, SyntaxError } = globalThis;
  const { isArray } = Array;
  const { isFinite } = Number;
  const { concat, flat, includes, map, sort } = Array.prototype;
  const { replace } = String.prototype;
  const text = String;
  // The innermost place in the code is found below this many calls of the prelude's.
  Error.stackTraceLimit = 100;
  const limits = parse(limitsText);
  const ownOf = (object, key) => (object && hasOwn(object, key) ? object[key] : undefined);
  const isAmong = (list, item) => apply(includes, list, [item]);

  const fail = (message) => {
    throw new Error(message);
  };
  const refuse = (feature) => () => fail(feature + ' is not among the documented features of APPSYNC_JS.');

  // --- The host

  const ended = freeze({});
  const end = () => {
    throw ended;
  };
  const host = hostOf({ end, fail, value: (json) => parse(json) });
  // Where the stack ends in a function of the host, or one is wrong, the error is the host's own.
  const ask = (question, one, other) => {
    try {
      return question(one, other);
    } catch (error) {
      throw error === ended || error instanceof Error ? error : new Error(text(error.message));
    }
  };

  // --- Limits

  let left = 0;
  const spend = (steps) => {
    left -= steps;
    if (left >= 0) return;
    left = limits.stepsBetweenLooks;
    const complaint = ask(host.look);
    if (complaint !== undefined) fail(complaint);
  };
  const checkText = ({ length }) => {
    if (length > limits.memory) fail(limits.tooLarge);
    spend(length >>> 6);
  };
  const checkLength = (length) => {
    if (length > limits.arrayLength) fail(limits.tooLarge);
    spend(length >>> 3);
  };
  const checked = (value) => {
    if (typeof value === 'string') checkText(value);
    else if (isArray(value)) checkLength(value.length);
    return value;
  };
  // A value can stand in another one many times, and is written as many times.
  const checkJson = (root) => {
    let size = 0;
    const add = (value, depth) => {
      size += typeof value === 'string' ? value.length : 1;
      if (size > limits.memory) fail(limits.tooLarge);
      if (typeof value !== 'object' || value === null || depth > limits.checkedDepth) return;
      if (isArray(value)) {
        checkLength(value.length);
        for (let index = 0; index < value.length; index += 1) add(value[index], depth + 1);
      } else {
        for (const key in value) add(value[key], depth + 1);
      }
    };
    add(root, 0);
    spend(size >>> 6);
  };
  const write = (value, ...options) => {
    checkJson(value);
    return checked(stringify(value, ...options));
  };

  // --- Patterns

  const regExps = new Map();
  const newRegExp = (pattern, flags) => {
    const source = ask(host.call, 'java.pattern', [pattern]);
    try {
      return new RegExp(source, flags);
    } catch (error) {
      return fail('The pattern ' + write(pattern) + ' is not supported: ' + error.message + '.');
    }
  };
  const regExpOf = (pattern, flags) => {
    if (typeof pattern !== 'string' || pattern.length > limits.patternLength) return newRegExp(pattern, flags);
    const key = flags + pattern;
    const known = regExps.get(key);
    if (known) return known;
    const regExp = newRegExp(pattern, flags);
    if (regExps.size === limits.patterns) regExps.clear();
    regExps.set(key, regExp);
    return regExp;
  };
  // What can match in several ways can take years to find none. A search with a time limit costs more than most searches.
  const canMatchInSeveralWays = new RegExp('[*+?|]|\\{\\d*,');
  const search = (pattern, task) => {
    if (!canMatchInSeveralWays.test(pattern)) return task();
    spend(limits.stepsBetweenLooks);
    let found;
    const isDone = ask(host.within, () => {
      found = task();
    });
    return isDone ? found : fail(limits.tooSlow);
  };
  const replaceWith = (value, [pattern, replacement], flags) => {
    const regExp = regExpOf(pattern, flags);
    const translated = ask(host.call, 'java.replacement', [replacement]);
    return search(pattern, () => apply(replace, value, [regExp, translated]));
  };

  // --- The language

  const flatLength = (list, depth) => {
    checkLength(list.length);
    let length = 0;
    for (let index = 0; index < list.length; index += 1) {
      const item = list[index];
      length += isArray(item) && depth >= 1 ? flatLength(item, depth - 1) : 1;
      checkLength(length);
    }
    return length;
  };
  const flatten = (list, depth) => {
    if (isArray(list)) flatLength(list, depth);
    return apply(flat, list, [depth]);
  };
  const overrides = {
    String: {
      replace(...args) {
        return replaceWith(this, args, 'u');
      },
      replaceAll(...args) {
        return replaceWith(this, args, 'gu');
      },
    },
    Array: {
      concat(...args) {
        flatLength([this, ...args], 1);
        return apply(concat, this, args);
      },
      flat(depth = 1) {
        return flatten(this, depth);
      },
      flatMap(...args) {
        return flatten(apply(map, this, args), 1);
      },
      sort(...args) {
        if (args.length > 0) fail('Array.prototype.sort takes no arguments in APPSYNC_JS.');
        return apply(sort, this, []);
      },
    },
    JSON: {
      parse: (value) => {
        try {
          return parse(checked(value));
        } catch (error) {
          if (error instanceof SyntaxError) return '';
          throw error;
        }
      },
      stringify: write,
    },
  };

  const checkItems = (name, value) => {
    if (!isArray(value)) return;
    if (value.length > limits.arrayLength) {
      fail(name + ' takes at most ' + limits.arrayLength + ' items in the local engine.');
    }
    spend(1 + (value.length >>> 3));
  };
  const limited = {
    Array: (name, method) => ({
      method(...args) {
        checkItems(name, this);
        for (let index = 0; index < args.length; index += 1) checkItems(name, args[index]);
        return checked(apply(method, this, args));
      },
    }),
    String: (name, method) => ({
      method(...args) {
        if (typeof this === 'string') checkText(this);
        return checked(apply(method, this, args));
      },
    }),
  };
  const methodOf = (type, key, value, allowed) => {
    const name = type + '.prototype.' + key;
    if (!isAmong(allowed, key)) return refuse(name);
    const method = ownOf(overrides[type], key) ?? value;
    return hasOwn(limited, type) ? limited[type](name, method).method : method;
  };
  const restrictMethods = (type, allowed) => {
    const { prototype } = globalThis[type];
    for (const key of getOwnPropertyNames(prototype)) {
      const { value } = getOwnPropertyDescriptor(prototype, key);
      if (typeof value === 'function' && key !== 'constructor') {
        defineProperty(prototype, key, { value: methodOf(type, key, value, allowed) });
      } else if (value === undefined) delete prototype[key];
    }
  };

  const staticOf = (type, key, value, allowed) => {
    if (!isAmong(allowed, key)) return refuse(type + '.' + key);
    if (type !== 'Object') return ownOf(overrides[type], key) ?? value;
    return (...args) => {
      for (let index = 0; index < args.length; index += 1) {
        if (typeof args[index] === 'string') checkLength(args[index].length);
      }
      return checked(value(...args));
    };
  };
  const restrictStatics = (type, allowed) => {
    const all = globalThis[type];
    const restricted = typeof all === 'function' ? refuse('The function ' + type) : {};
    for (const key of getOwnPropertyNames(all)) {
      const { value } = getOwnPropertyDescriptor(all, key);
      if (typeof value !== 'function') continue;
      defineProperty(restricted, key, { value: staticOf(type, key, value, allowed), enumerable: true });
    }
    return restricted;
  };

  const language = parse(languageText);
  const globals = {};
  for (const type of keys(language.statics)) globals[type] = restrictStatics(type, language.statics[type]);

  // --- The built-ins

  const isPlain = (value) => value === null || isAmong(['string', 'number', 'boolean', 'undefined'], typeof value);
  const plain = (value) => {
    if (typeof value === 'number') return isFinite(value) ? value + 0 : null;
    return value === undefined ? null : checked(value);
  };
  const callBuiltin = (name, args) => {
    let arePlain = true;
    for (let index = 0; index < args.length; index += 1) {
      // In JSON a function would be nothing, and a built-in would do something else than was asked.
      if (typeof args[index] === 'function') fail(name + ' takes no function.');
      arePlain = arePlain && isPlain(args[index]);
      if (arePlain) args[index] = plain(args[index]);
    }
    spend(1);
    return checked(arePlain ? ask(host.call, name, args) : ask(host.callWithJson, name, write(args)));
  };
  const logged = (name, values) => {
    // What writes stacks in Node would call functions of the realm that are refused.
    const args = [ask(host.stackOf, new Error())];
    for (const value of values) args[args.length] = write(value) ?? typeof value;
    callBuiltin(name, args);
  };
  const special = {
    'util.matches': (pattern, value) => {
      const regExp = regExpOf(pattern, 'u');
      const searched = checked(text(value));
      return search(pattern, () => regExp.test(searched));
    },
    'console.log': (...args) => logged('console.log', args),
    'console.error': (...args) => logged('console.error', args),
  };
  const add = (tree, [name, ...rest], builtin) => {
    if (rest.length === 0) tree[name] = builtin;
    else add((tree[name] ??= {}), rest, builtin);
  };
  const builtins = parse(builtinsText);
  for (const name of builtins.global) {
    add(globals, name.split('.'), ownOf(special, name) ?? ((...args) => callBuiltin(name, args)));
  }
  const modules = { '@aws-appsync/utils': { util: globals.util, extensions: globals.extensions, runtime: globals.runtime } };
  for (const specifier of keys(builtins.modules)) {
    modules[specifier] = {};
    for (const name of builtins.modules[specifier]) {
      add(modules[specifier], name.split('.').slice(1), (...args) => callBuiltin(name, args));
    }
  }

  // --- The boundary

  // What is reached by syntax and not by name.
  const hidden = [
    ...[function* () {}, async () => {}, async function* () {}, new Map().keys(), new Set().keys(), [].keys()],
    ...[''.matchAll(''), ''[Symbol.iterator](), (1n).constructor],
  ];
  for (const type of keys(language.methods)) restrictMethods(type, language.methods[type]);
  const everything = globalThis;
  const objectPrototype = Object.prototype;
  const isReference = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
  const seen = new Set();
  const harden = (value) => {
    if (!isReference(value) || seen.has(value)) return;
    seen.add(value);
    if (getOwnPropertyDescriptor(value, 'constructor')?.configurable) delete value.constructor;
    harden(getPrototypeOf(value));
    for (const key of ownKeys(value)) {
      const { get, set, value: inner } = getOwnPropertyDescriptor(value, key);
      harden(get);
      harden(set);
      harden(inner);
    }
    // Data may have names of Object.prototype, which it could not if those were read-only.
    if (value === objectPrototype) seal(value);
    else if (value !== everything) freeze(value);
  };
  harden([hidden, globals, modules, everything]);
  for (const name of getOwnPropertyNames(everything)) {
    const { configurable, writable } = getOwnPropertyDescriptor(everything, name);
    if (configurable) delete everything[name];
    // Such as gc, in a process that was told to expose it.
    else if (writable) everything[name] = undefined;
  }
  freeze(assign(everything, globals));

  // --- Modules

  const counts = [];
  const meter = freeze({
    call: () => spend(1),
    items: (value) => {
      if (isArray(value)) checkItems('A list', value);
      else if (typeof value === 'string') checkLength(value.length);
      return value;
    },
    start: (loop) => {
      counts[loop] = 0;
    },
    step: (loop) => {
      counts[loop] += 1;
      if (counts[loop] > limits.loopIterations) {
        fail('A loop has at most ' + limits.loopIterations + ' iterations.');
      }
      spend(1);
    },
  });
  const link = (moduleFunction, importsText) => {
    const imports = [];
    for (const { module, name } of parse(importsText)) {
      imports[imports.length] = name === '*' ? modules[module] : modules[module][name];
    }
    freeze(imports);
    return () => moduleFunction(imports, meter);
  };

  const copy = (value, depth) => {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > limits.depth) fail('stack overflow');
    if (isArray(value)) {
      const list = [];
      for (let index = 0; index < value.length; index += 1) list[index] = copy(value[index], depth + 1);
      return list;
    }
    const object = {};
    for (const key in value) {
      const item = copy(value[key], depth + 1);
      if (item !== undefined) object[key] = item;
    }
    return object;
  };
  const contextOf = (context) => {
    left = limits.stepsBetweenLooks;
    const ctx = copy(context, 0);
    const args = ctx.arguments ?? ctx.args ?? {};
    ctx.arguments = args;
    ctx.args = args;
    ctx.stash ??= {};
    return ctx;
  };

  return freeze({ contextOf, link, write });
}
`;
